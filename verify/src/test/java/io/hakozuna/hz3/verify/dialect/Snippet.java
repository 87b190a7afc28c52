package io.hakozuna.hz3.verify.dialect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a class of the core given as text, beside stand-ins for what the core may use, all in memory. */
final class Snippet {
    private static final Map<String, String> STAND_INS = Map.of(
        "org/teavm/interop/StaticInit", "package org.teavm.interop; public @interface StaticInit { }",
        "org/teavm/interop/Unmanaged", "package org.teavm.interop; public @interface Unmanaged { }",
        "io/hakozuna/hz3/sys/Memory",
            "package io.hakozuna.hz3.sys; public final class Memory { public static long getLong(long a) { return a; } }");

    private final Map<String, ByteArrayOutputStream> classFiles = new TreeMap<>();

    private Snippet(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<Source> sources = new ArrayList<>(STAND_INS.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList());
        sources.add(new Source("io/hakozuna/hz3/core/Snippet", source));
        if (!compiler.getTask(messages, new Output(compiler.getStandardFileManager(null, null, null)), null, null, null, sources).call()) {
            throw new IllegalArgumentException(messages.toString());
        }
    }

    /** The class files of the core that come of the source, which declares {@code Snippet} in the core's package. */
    static List<byte[]> compile(String source) {
        return new Snippet(source).classFiles.entrySet().stream().filter(e -> e.getKey().startsWith("io.hakozuna.hz3.core."))
            .map(e -> e.getValue().toByteArray()).toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what the compiler writes. */
    private final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        Output(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() throws IOException {
                    return classFiles.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
