package io.hakozuna.hz3.bench.load;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of a C workload.
 *
 * @param workload  the program
 * @param threads   how many threads it has
 * @param work      how much work a run does, over all threads; {@code --quick} does a tenth
 * @param arguments the program's arguments, with {@code {threads}}, {@code {work}} and {@code {share}}, the work of one thread
 */
public record NativeLoad(Workload workload, int threads, long work, String arguments) implements Load {
    private static final int QUICK = 10;

    @Override
    public String describe(boolean quick) {
        return workload.program() + " " + String.join(" ", arguments(amount(quick)));
    }

    @Override
    public String missing() {
        return null;
    }

    @Override
    public Measurement run(Setting setting) {
        Resident resident = new Resident();
        List<String> command = Stream.concat(Stream.of(setting.workloads().program(workload.program()).toString()),
            arguments(amount(setting.quick())).stream()).toList();
        Program.Output output = Program.run(command, setting.allocator().environment(), setting.limit(), resident);
        return Measurement.of(output, resident.kib());
    }

    /** The program's arguments for an amount of work. */
    public List<String> arguments(long amount) {
        return Arrays.asList(arguments.replace("{threads}", Integer.toString(threads)).replace("{work}", Long.toString(amount))
            .replace("{share}", Long.toString(Math.max(1, amount / threads))).split(" "));
    }

    private long amount(boolean quick) {
        return quick ? Math.max(1, work / QUICK) : work;
    }
}
