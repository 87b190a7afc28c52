package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds the checker classes that break one rule each. */
class DialectRulesTest {
    private static final String HEAD = "package io.hakozuna.hz3.core; import org.teavm.interop.*; import io.hakozuna.hz3.sys.*;\n";

    @Test
    void acceptsTheDialect() {
        assertEquals(List.of(), departures("""
            public static final long LIMIT = 1L << 40;
            private static final int MASK = 15;
            static long count;
            private Snippet() { }
            public static long round(long size, int kind) {
                long sum = 0;
                for (int i = 0; i < MASK; i++) {
                    sum += Memory.getLong(size + i) & LIMIT;
                }
                count = Math.min(count + 1, sum);
                switch (kind) {
                    case 1: return Long.compareUnsigned(size, LIMIT) > 0 ? 0 : help((int) sum, true, (byte) 3);
                    case 700: return (long) (size * 0.5);
                    default: return ~size >>> 3;
                }
            }
            static int help(int a, boolean b, byte c) { return b ? a / 7 : c % 5; }
            """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "static int f() { return new Object().hashCode(); } | f()I: line 2: NEW",
        "static int f() { return new int[1].length; } | f()I: line 2: NEWARRAY",
        "static int f() { return new Object[1].length; } | f()I: line 2: ANEWARRAY",
        "static int f() { return new int[1][1].length; } | f()I: line 2: MULTIANEWARRAY",
        "static int f() { return \"text\".length(); } | f()I: line 2: LDC text",
        "static boolean f() { return Snippet.class == null; } | f()Z: line 2: LDC ",
        "static boolean f() { return null == null; } | f()Z: line 2: ACONST_NULL",
        "static void f(long a) { Long b = a; } | f(J)V: line 2: INVOKESTATIC java/lang/Long.valueOf",
        "static void f() { throw null; } | f()V: line 2: ATHROW",
        "static int f(int a) { try { return 1 / a; } finally { a = 2; } } | f(I)I: line 0: an exception handler",
        "static void f() { synchronized (Snippet.class) { } } | f()V: line 2: MONITORENTER",
        "static synchronized void f() { } | f()V: a method of the core is static and neither native nor synchronized",
        "static native void f(); | f()V: a method of the core is static and neither native nor synchronized",
        "void f() { } | f()V: a method of the core is static",
        "static void f(String a) { } | f(Ljava/lang/String;)V: a method of the core takes and returns primitives",
        "static long[] f() { return null; } | f()[J: a method of the core takes and returns primitives",
        "static void f(Runnable a) { a.run(); } | f(Ljava/lang/Runnable;)V: line 2: INVOKEINTERFACE java/lang/Runnable.run()V",
        "static int f(Object a) { return a.hashCode(); } | f(Ljava/lang/Object;)I: line 2: INVOKEVIRTUAL java/lang/Object.hashCode()I",
        "static void f() { Runnable a = () -> { }; } | f()V: line 2: INVOKEDYNAMIC",
        "static long f() { return System.nanoTime(); } | f()J: line 2: INVOKESTATIC java/lang/System.nanoTime()J",
        "static int f(long a) { return Long.numberOfLeadingZeros(a); } | f(J)I: line 2: INVOKESTATIC java/lang/Long.numberOfLeadingZeros(J)I",
        "static long f(int a) { return Integer.toUnsignedLong(a); } | f(I)J: line 2: INVOKESTATIC java/lang/Integer.toUnsignedLong(I)J",
        "static double f(double a) { return Math.min(a, 1); } | f(D)D: line 2: INVOKESTATIC java/lang/Math.min(DD)D",
        "static Object f() { return System.out; } | f()Ljava/lang/Object;: line 2: GETSTATIC java/lang/System.out",
        "int a; static int f(Snippet s) { return s.a; } | f(Lio/hakozuna/hz3/core/Snippet;)I: line 2: GETFIELD io/hakozuna/hz3/core/Snippet.a",
        "int a; static void f(Snippet s) { s.a = 1; } | f(Lio/hakozuna/hz3/core/Snippet;)V: line 2: PUTFIELD io/hakozuna/hz3/core/Snippet.a",
        "static int f(Object a) { return ((String) a) == a ? 1 : 0; } | f(Ljava/lang/Object;)I: line 2: CHECKCAST",
        "static boolean f(Object a) { return a instanceof String; } | f(Ljava/lang/Object;)Z: line 2: INSTANCEOF",
        "static boolean f(Object a) { return a == null; } | f(Ljava/lang/Object;)Z: line 2: IFNONNULL",
        "static int f(int[] a) { return a[0]; } | f([I)I: line 2: IALOAD",
        "static void f(int[] a) { a[0] = 1; } | f([I)V: line 2: IASTORE",
        "static int f(int[] a) { return a.length; } | f([I)I: line 2: ARRAYLENGTH",
        "static void f(int a) { assert a > 0; } | <clinit>()V: a static field begins with a compile-time constant",
        "static long a = System.nanoTime(); | <clinit>()V: a static field begins with a compile-time constant",
        "static final Object A = null; | A: a field of the core is of a primitive type",
        "long a; | a: a field of the core is static",
        "public Snippet() { } | <init>()V: the only constructor is private and empty",
        "private Snippet(int a) { } | <init>(I)V: the only constructor is private and empty",
        "private static int a; private Snippet() { a++; } | <init>()V: the only constructor is private and empty"})
    void refuses(String member, String departure) {
        String expected = "io.hakozuna.hz3.core.Snippet." + departure;
        List<String> found = departures(member.contains("Snippet(") ? member : member + " private Snippet() { }");
        assertTrue(found.stream().anyMatch(line -> line.startsWith(expected)), expected + "\nis not among\n" + String.join("\n", found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "@StaticInit @Unmanaged class Snippet { private Snippet() { } } | a class of the core is final and no enum",
        "@StaticInit @Unmanaged enum Snippet { A } | a class of the core is final and no enum",
        "@StaticInit @Unmanaged interface Snippet { } | a class of the core is final and no enum",
        "@StaticInit @Unmanaged record Snippet(int a) { } | a class of the core extends and implements nothing",
        "@StaticInit @Unmanaged final class Snippet implements Cloneable { private Snippet() { } } | a class of the core extends and implements nothing",
        "@StaticInit final class Snippet { private Snippet() { } } | the annotation Unmanaged is missing",
        "@Unmanaged final class Snippet { private Snippet() { } } | the annotation StaticInit is missing"})
    void refusesClasses(String source, String rule) {
        assertTrue(check(source).contains("io.hakozuna.hz3.core.Snippet: " + rule), source);
    }

    @Test
    void looksAtNestedClassesToo() {
        assertTrue(departures("private Snippet() { } static final class Inner { private Inner() { } }")
            .contains("io.hakozuna.hz3.core.Snippet$Inner: the annotation Unmanaged is missing"));
    }

    private static List<String> departures(String members) {
        return check("@StaticInit @Unmanaged final class Snippet {" + members + "}");
    }

    private static List<String> check(String source) {
        return Snippet.compile(HEAD + source).stream().flatMap(file -> Dialect.departures(file).stream()).toList();
    }
}
