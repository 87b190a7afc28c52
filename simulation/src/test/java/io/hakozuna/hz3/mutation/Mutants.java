package io.hakozuna.hz3.mutation;

/** The core with a mutation in it. */
final class Mutants extends ChangedCore {
    private final Mutation mutation;

    Mutants(Mutation mutation) {
        this.mutation = mutation;
    }

    @Override
    byte[] change(String name, byte[] bytes) {
        return name.equals(CORE + mutation.type()) ? mutation.apply(bytes) : bytes;
    }

    /** What a scenario finds wrong with the mutant, or null. */
    String explore(String scenario, long firstSeed, int seeds) {
        return call("Explorer", "explore", new Class<?>[] {String.class, long.class, int.class}, scenario, firstSeed, seeds);
    }

    /** The first promise that the mutant breaks, or null. */
    String tryPromises() {
        return call("Explorer", "tryPromises", new Class<?>[0]);
    }

    /** What a sequence from a seed finds wrong with the mutant, and the shortest part of it, or null. */
    String sequence(long seed, int length) {
        return call("Sequences", "run", new Class<?>[] {long.class, int.class, int.class}, seed, length, 0);
    }

    @Override
    public String toString() {
        return mutation.toString();
    }
}
