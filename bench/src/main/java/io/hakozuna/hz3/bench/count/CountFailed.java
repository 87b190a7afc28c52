package io.hakozuna.hz3.bench.count;

/** An allocator does not get through a program under callgrind; the message is a reason that follows its name. */
final class CountFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CountFailed(String reason) {
        super(reason);
    }
}
