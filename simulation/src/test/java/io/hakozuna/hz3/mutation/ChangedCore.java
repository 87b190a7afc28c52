package io.hakozuna.hz3.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

/** Loads the core, and the programs on it, anew and changed. The seam and the simulation stay what they are. */
abstract class ChangedCore extends ClassLoader {
    static final String CORE = "io.hakozuna.hz3.core.";

    ChangedCore() {
        super(ChangedCore.class.getClassLoader());
    }

    /** What becomes of a class of the core, or of its tests. */
    abstract byte[] change(String name, byte[] bytes);

    static byte[] classFile(String name) throws IOException {
        try (InputStream file = ChangedCore.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return file.readAllBytes();
        }
    }

    @Override
    protected final Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
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
            byte[] bytes = change(name, classFile(name));
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Calls a method of the core's tests. */
    final String call(String type, String name, Class<?>[] parameters, Object... arguments) {
        try {
            return (String) Class.forName(CORE + type, true, this).getMethod(name, parameters).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(this + ": " + type + "." + name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
