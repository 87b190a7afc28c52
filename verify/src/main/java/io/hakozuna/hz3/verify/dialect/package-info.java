/**
 * The core's dialect, checked on its class files: the core becomes C with no runtime behind it, so what would need one (objects,
 * arrays, strings, exceptions, virtual calls, class initialisation) must not be in it.
 */
package io.hakozuna.hz3.verify.dialect;
