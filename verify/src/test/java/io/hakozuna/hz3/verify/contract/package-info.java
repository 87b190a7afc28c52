/**
 * The contract of malloc(3), kept by the built lanes: small native programs ("clients", in {@code src/test/native}) run under each
 * lane, say what is wrong in one line and end with an error. The tests here compile and run them. {@link
 * io.hakozuna.hz3.verify.contract.Lanes} says which allocators are tested.
 */
package io.hakozuna.hz3.verify.contract;
