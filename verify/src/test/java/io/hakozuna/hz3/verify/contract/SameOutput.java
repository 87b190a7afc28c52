package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.util.List;

/** A program writes under a lane, to both outputs, what it writes without. */
record SameOutput(List<String> command) implements Check {
    static SameOutput of(String... command) {
        return new SameOutput(List.of(command));
    }

    @Override
    public String name() {
        return "output of " + String.join(" ", command);
    }

    @Override
    public void under(String lane) throws Exception {
        Run.Result plain = Run.of(command).run();
        Run.Result result = Lanes.preload(Run.of(command), lane).run();
        if (result.exit() != plain.exit() || !result.out().equals(plain.out()) || !result.err().equals(plain.err())) {
            throw new AssertionError("under " + lane + ": " + result.describe() + "\nwithout: " + plain.describe());
        }
    }
}
