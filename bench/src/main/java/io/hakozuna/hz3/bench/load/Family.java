package io.hakozuna.hz3.bench.load;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of one workload that differ in their number of threads only.
 *
 * @param name      the rows' name, with {@code #} for the number of threads; without it there is one row
 * @param group     what they are about
 * @param secondary a synthetic extreme, which decides nothing by itself
 * @param threads   the numbers measured unless others are asked for
 * @param load      what they run, with its number of threads left open
 * @param about     one sentence
 */
record Family(String name, Group group, boolean secondary, List<Integer> threads, NativeLoad load, String about) {
    Family asSecondary() {
        return new Family(name, group, true, threads, load, about);
    }

    private boolean isThreaded() {
        return name.contains("#");
    }

    private Row row(int count) {
        NativeLoad counted = new NativeLoad(load.workload(), count, load.work(), load.arguments());
        Row row = Row.of(name.replace("#", Integer.toString(count)), group, about, counted);
        return secondary ? row.asSecondary() : row;
    }

    List<Row> rows(List<Integer> wanted) {
        return (isThreaded() && !wanted.isEmpty() ? wanted : threads).stream().map(this::row).toList();
    }

    /** The rows that a name or a pattern with {@code *} stands for; a number of threads in the name may be any. */
    List<Row> named(String pattern, List<Integer> wanted) {
        Matcher exact = Pattern.compile(Pattern.quote(name).replace("#", "\\E([1-9][0-9]{0,3})\\Q")).matcher(pattern);
        if (exact.matches()) {
            return List.of(row(isThreaded() ? Integer.parseInt(exact.group(1)) : 1));
        }
        Pattern glob = Rows.glob(pattern);
        return rows(wanted).stream().filter(row -> pattern.equals(name) || glob.matcher(row.name()).matches()).toList();
    }
}
