package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This JVM's java with {@link JvmWork}; an operation is one of its rounds. The heap is small, so that what malloc serves shows. */
final class Jvm extends RealProgram {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xms48m", "-Xmx48m", "-Xbatch",
        "-XX:MaxDirectMemorySize=24m", "-XX:-UsePerfData");
    private static final int ROUNDS = 100;

    Jvm() {
        super(JAVA);
    }

    @Override
    public String describe(boolean quick) {
        return "java " + String.join(" ", OPTIONS) + " JvmWork " + amount(ROUNDS, quick);
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        Watched watched = Watched.program(setting.allocator());
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", classes().toString(), JvmWork.class.getName()));
        command.add(Integer.toString(amount(ROUNDS, setting.quick())));
        return Measurement.of(watched.run(command, setting.allocator().environment(), setting.limit()), watched.residentKib());
    }

    private static Path classes() {
        try {
            return Path.of(JvmWork.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
