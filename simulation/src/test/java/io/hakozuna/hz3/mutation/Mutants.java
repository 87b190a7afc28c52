package io.hakozuna.hz3.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Loads the core, and the scenarios on it, anew with a mutation in it. The seam and the simulation stay what they are. */
final class Mutants extends ClassLoader {
    private static final String CORE = "io.hakozuna.hz3.core.";

    private final Mutation mutation;

    Mutants(Mutation mutation) {
        super(Mutants.class.getClassLoader());
        this.mutation = mutation;
    }

    static byte[] classFile(String name) throws IOException {
        try (InputStream file = Mutants.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return file.readAllBytes();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(CORE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = classFile(name);
            if (name.equals(CORE + mutation.type())) {
                bytes = mutation.apply(bytes);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** What a scenario finds wrong with the mutant, or null. */
    String explore(String scenario, long firstSeed, int seeds) {
        return call("Explorer", "explore", new Class<?>[] {String.class, long.class, int.class}, scenario, firstSeed, seeds);
    }

    /** What a sequence from a seed finds wrong with the mutant, and the shortest part of it, or null. */
    String sequence(long seed, int length) {
        return call("Sequences", "run", new Class<?>[] {long.class, int.class, int.class}, seed, length, 0);
    }

    private String call(String type, String name, Class<?>[] parameters, Object... arguments) {
        try {
            Method method = Class.forName(CORE + type, true, this).getMethod(name, parameters);
            return (String) method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(mutation.toString(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
