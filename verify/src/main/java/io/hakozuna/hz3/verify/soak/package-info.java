/**
 * The command {@code ./hz3 verify}: everything that can be tested for as long as there is time, in turns, with new seeds each time. A
 * further kind of test is one more {@link io.hakozuna.hz3.verify.soak.Part} in {@link io.hakozuna.hz3.verify.soak.Parts}.
 */
package io.hakozuna.hz3.verify.soak;
