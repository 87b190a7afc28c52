package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.MemoryMisuseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/** Expects misuses to be reported, in one line each. */
final class Misuses {
    private Misuses() {
    }

    /** The line has all parts in this order; in a part, {@code @name} stands for the method of the test's class at any line of its file. */
    static MemoryMisuseException thrown(Class<?> test, Executable misuse, String... parts) {
        MemoryMisuseException thrown = assertThrows(MemoryMisuseException.class, misuse);
        String file = test.getSimpleName() + ".java";
        String expected = Arrays.stream(parts).map(part -> part.startsWith("@")
                ? Pattern.quote(test.getName() + '.' + part.substring(1) + '(' + file + ':') + "[0-9]+\\)" : Pattern.quote(part))
            .reduce("hz3: ", (line, part) -> line + ".*" + part) + ".*";
        assertTrue(thrown.getMessage().matches(expected), () -> thrown.getMessage() + "\nis not\n" + expected);
        return thrown;
    }

    /** Whether a stack among the exception's has a method of the test. */
    static boolean has(Throwable stack, Class<?> test, String method) {
        return List.of(stack.getStackTrace()).stream()
            .anyMatch(frame -> frame.getClassName().equals(test.getName()) && frame.getMethodName().equals(method));
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    static void assertAddress(long address, MemoryMisuseException misuse) {
        assertEquals(hex(address), hex(misuse.address()));
    }
}
