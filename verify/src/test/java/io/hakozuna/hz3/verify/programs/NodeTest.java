package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;

/** Node works on JSON, buffers and compression in its main thread, its thread pool and its workers with the same results. */
final class NodeTest {
    private static final Comparison WORKERS = new Comparison((lane, directory) ->
        Preload.run(Run.of("node", Data.file("workers.js").toString()).in(directory), lane, "node").printed());

    @EachLane
    void workers(String lane) throws Exception {
        WORKERS.under(lane);
    }
}
