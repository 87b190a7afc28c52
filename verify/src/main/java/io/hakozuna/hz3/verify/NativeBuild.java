package io.hakozuna.hz3.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiles the clients in {@code verify/src/test/native} with gcc and g++ into {@code verify/target/native}. A product that is newer
 * than all sources is used as it is. A source named {@code lib*} becomes a shared object.
 */
public final class NativeBuild {
    private static final Path SOURCES = Run.ROOT.resolve("verify/src/test/native");
    private static final Path PRODUCTS = Run.ROOT.resolve("verify/target/native");
    /** Without builtins the compiler leaves no pair of malloc and free out. */
    private static final List<String> FLAGS = List.of("-O2", "-g", "-Wall", "-Wextra", "-fno-builtin", "-pthread");
    /** The libraries a client is linked with, and those it loads from beside it. */
    private static final Map<String, List<String>> LINKED = Map.of("early", List.of("libearly"),
        "fork_handlers", List.of("libhandlers"), "faults", List.of("libfaults"));
    private static final Map<String, List<String>> LOADED = Map.of("early", List.of("libplug"), "cxx_local", List.of("libcxxplug"));
    /** Two maps: a program is built together with its libraries, and such a map does not allow a second entry within one. */
    private static final Map<String, Path> PROGRAMS = new ConcurrentHashMap<>();
    private static final Map<String, Path> LIBRARIES = new ConcurrentHashMap<>();

    private NativeBuild() {
    }

    public static Path program(String name) {
        return PROGRAMS.computeIfAbsent(name, NativeBuild::buildProgram);
    }

    public static Path library(String name) {
        return LIBRARIES.computeIfAbsent(name, NativeBuild::buildLibrary);
    }

    private static Path buildProgram(String name) {
        List<String> linked = LINKED.getOrDefault(name, List.of());
        linked.forEach(NativeBuild::library);
        LOADED.getOrDefault(name, List.of()).forEach(NativeBuild::library);
        List<String> command = compilation(name);
        for (String library : linked) {
            command.addAll(List.of("-L" + PRODUCTS, "-l" + library.substring("lib".length()), "-Wl,-rpath,$ORIGIN"));
        }
        return compile(command, PRODUCTS.resolve(name));
    }

    private static Path buildLibrary(String name) {
        List<String> command = compilation(name);
        command.addAll(List.of("-shared", "-fPIC"));
        return compile(command, PRODUCTS.resolve(name + ".so"));
    }

    private static List<String> compilation(String name) {
        Path cxx = SOURCES.resolve(name + ".cpp");
        return new ArrayList<>(Files.exists(cxx) ? List.of("g++", "-std=gnu++20", cxx.toString())
            : List.of("gcc", "-std=gnu11", SOURCES.resolve(name + ".c").toString()));
    }

    private static Path compile(List<String> command, Path product) {
        command.addAll(FLAGS);
        command.addAll(List.of("-o", product.toString()));
        return Product.make(product, List.of(SOURCES), Run.of(command));
    }
}
