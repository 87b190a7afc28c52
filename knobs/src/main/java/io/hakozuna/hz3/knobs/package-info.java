/**
 * The knobs: {@link io.hakozuna.hz3.knobs.Knob} declares each one once, and a lane file under {@code lanes/} names the values in
 * which a lane differs from its parent. From these come the compiler definitions and the header of the preload build, the values
 * the library reads at run time, and {@code docs/BUILD_FLAGS_INDEX.md}.
 *
 * <p>A new knob is one declaration in {@code Knob} and one accessor in each {@code io.hakozuna.hz3.sys.Knobs}.
 */
package io.hakozuna.hz3.knobs;
