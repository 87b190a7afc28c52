package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.Scripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which allocators are compared. */
final class AllocatorOptions {
    @Option(names = "--lane", paramLabel = "NAME", defaultValue = "scale", description = "hz3's lane; default ${DEFAULT-VALUE}")
    private String lane;

    @Option(names = "--subject", paramLabel = "PATH|NAME", description = "measure this allocator in hz3's place")
    private String subject;

    @Option(names = "--peer", split = ",", paramLabel = "PATH|NAME", description = "shared objects, or glibc, jemalloc, mimalloc,"
        + " tcmalloc, tbbmalloc; by default all of these that are installed")
    private List<String> peers = List.of();

    @Option(names = "--self", description = "the subject again as a peer, named itself: all that is not even is chance;"
        + " other peers only with --peer")
    private boolean self;

    /** The subject first. */
    List<Allocator> allocators(Path root) {
        if (subject == null) {
            Scripts.buildLane(root, lane);
        }
        Allocator first = subject == null ? Allocator.lane(root, lane) : Allocator.named(subject);
        List<Allocator> all = new ArrayList<>(List.of(first));
        all.addAll(peers(first));
        if (self) {
            all.add(first.as("itself"));
        }
        List<String> names = all.stream().map(Allocator::name).toList();
        if (names.stream().distinct().count() < all.size()) {
            throw new UsageError("two allocators have the same name, of " + names
                + "; copy one to a file of another name, or compare the subject with itself by --self");
        }
        return all;
    }

    private List<Allocator> peers(Allocator first) {
        if (peers.isEmpty()) {
            return self ? List.of() : Allocator.installed().stream().filter(peer -> !peer.name().equals(first.name())).toList();
        }
        return peers.stream().map(Allocator::named).toList();
    }

    /** Peers that were asked for by name must work; of those that are just there, a broken one is left out. */
    boolean named(Allocator allocator, List<Allocator> all) {
        return !peers.isEmpty() || self || allocator.equals(all.getFirst());
    }
}
