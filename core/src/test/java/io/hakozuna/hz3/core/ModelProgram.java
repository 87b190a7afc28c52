package io.hakozuna.hz3.core;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The model as a program, so that each run has an allocator of its own and may end in a crash. The arguments are
 * {@code SEED CALLS SLOTS}; or {@code list} before these, to write the calls down instead; or {@code replay FILE}. Ends with 1 and a line
 * if the model found something.
 */
final class ModelProgram {
    private ModelProgram() {
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("replay")) {
            try (Stream<String> lines = Files.lines(Path.of(arguments[1]))) {
                run(lines.map(Call::parse), 1 << 16);
            }
        } else if (arguments[0].equals("list")) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
            calls(arguments[1], arguments[2], arguments[3]).forEach(out::println);
            out.flush();
        } else {
            run(calls(arguments[0], arguments[1], arguments[2]), Integer.parseInt(arguments[2]));
        }
    }

    private static Stream<Call> calls(String seed, String calls, String slots) {
        return Call.sequence(Long.parseLong(seed), Integer.parseInt(slots)).limit(Long.parseLong(calls));
    }

    private static void run(Stream<Call> calls, int slots) {
        Model model = new Model(slots);
        try {
            calls.forEach(model::make);
            model.freeAll();
        } catch (AssertionError e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
