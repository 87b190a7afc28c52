package io.hakozuna.hz3.bench.trace;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.UsageError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Traces as rows of the bench, {@code replay_NAME} each, until this is closed. */
public final class Replays implements AutoCloseable {
    private final List<Path> files;
    private final List<TraceProfile> profiles;
    private final List<TraceLoad> loads = new ArrayList<>();

    private Replays(List<Path> files, List<TraceProfile> profiles) {
        this.files = files;
        this.profiles = profiles;
    }

    /** Throws {@link UsageError} where a file is no trace, or two have the same name. */
    public static Replays of(List<Path> files) {
        List<TraceProfile> profiles = files.stream().map(Replays::profile).toList();
        if (profiles.stream().map(TraceProfile::name).distinct().count() < profiles.size()) {
            throw new UsageError("two of the traces have the same name; rename a file");
        }
        Replays replays = new Replays(files.stream().map(file -> file.toAbsolutePath().normalize()).toList(), profiles);
        try {
            files.forEach(file -> replays.loads.add(TraceLoad.of(file)));
        } catch (UsageError e) {
            replays.close();
            throw e;
        }
        return replays;
    }

    public List<TraceProfile> profiles() {
        return profiles;
    }

    /** Where the traces are, wherever the bench is started next. */
    public List<String> files() {
        return files.stream().map(Path::toString).toList();
    }

    public List<Row> rows() {
        return IntStream.range(0, loads.size())
            .mapToObj(i -> Row.of("replay_" + profiles.get(i).name(), Group.TRACE, profiles.get(i).command(), loads.get(i))).toList();
    }

    @Override
    public void close() {
        loads.forEach(TraceLoad::close);
    }

    private static TraceProfile profile(Path file) {
        TraceProfile profile = TraceProfile.of(file);
        if (profile.cutOff()) {
            System.err.println("bench: " + file + " is cut off, so the last calls of the program are missing");
        }
        return profile;
    }
}
