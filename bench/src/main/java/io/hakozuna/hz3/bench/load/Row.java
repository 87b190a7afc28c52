package io.hakozuna.hz3.bench.load;

/**
 * One row of the comparison.
 *
 * @param name      what {@code --row} takes
 * @param group     what it is about
 * @param about     one sentence
 * @param secondary a synthetic extreme, which decides nothing by itself
 * @param point     where it lies on a curve of growth, or null
 * @param load      what it runs
 */
public record Row(String name, Group group, String about, boolean secondary, Point point, Load load) {
    /**
     * A point of a curve.
     *
     * @param axis what grows
     * @param x    how large it is
     */
    public record Point(String axis, double x) {
    }

    public static Row of(String name, Group group, String about, Load load) {
        return new Row(name, group, about, false, null, load);
    }

    public Row asSecondary() {
        return new Row(name, group, about, true, point, load);
    }

    Row at(String axis, double x) {
        return new Row(name, group, about, secondary, new Point(axis, x), load);
    }
}
