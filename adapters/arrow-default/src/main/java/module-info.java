/**
 * Makes hz3 what Apache Arrow's allocators use by default. Nothing is to be called: Arrow finds the one class of this module by its name.
 * On the module path a program that requires nothing of it adds it by {@code --add-modules=io.hakozuna.hz3.arrow.defaults}.
 */
module io.hakozuna.hz3.arrow.defaults {
    requires io.hakozuna.hz3.arrow;

    exports org.apache.arrow.memory.unsafe to org.apache.arrow.memory.core;
}
