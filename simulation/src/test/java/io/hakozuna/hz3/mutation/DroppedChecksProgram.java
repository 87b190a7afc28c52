package io.hakozuna.hz3.mutation;

import java.util.List;

/**
 * Drops a part of the core's checks: {@code PART PARTS}. Prints how many those were, how many of them were noticed and how many survived;
 * ends with 1 if that is not as {@code checks.txt} has it.
 */
public final class DroppedChecksProgram {
    private DroppedChecksProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        long part = Long.parseLong(arguments[0]);
        long parts = Long.parseLong(arguments[1]);
        DroppedChecks dropped = new DroppedChecks();
        List<Check> tried = dropped.checks().stream().filter(check -> check.branch() % parts == part).toList();
        DroppedChecks.Result result = dropped.tryAll(tried, Survivors.of("checks.txt"));
        result.wrong().forEach(System.err::println);
        System.out.println(tried.size() + " " + result.noticed() + " " + (tried.size() - result.noticed()));
        System.exit(result.wrong().isEmpty() ? 0 : 1);
    }
}
