package io.hakozuna.hz3.micrometer;

import io.hakozuna.hz3.MemoryUse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;

/**
 * What hz3's memory is used for, as gauges, all in bytes.
 *
 * {@snippet :
 * new Hz3Metrics().bindTo(registry);
 * }
 *
 * <table>
 * <caption>The gauges</caption>
 * <tr><td>{@code hz3.memory.in.use}</td><td>blocks that the program holds, by the sizes that they have taken</td></tr>
 * <tr><td>{@code hz3.memory.cached}</td><td>blocks that were freed and are ready for the next allocation</td></tr>
 * <tr><td>{@code hz3.memory.retained}</td><td>free pages whose memory has not gone back to the system yet</td></tr>
 * <tr><td>{@code hz3.memory.resident}</td><td>what the system says is in memory, of the above and of the allocator's own tables</td></tr>
 * <tr><td>{@code hz3.memory.limit}</td><td>what may be held ({@code -Dhz3.mem.limit}), 0 if there is no limit</td></tr>
 * </table>
 *
 * <p>The figures are those of {@link io.hakozuna.hz3.Hz3#memoryUse}: what other running threads have cached counts as in use. All gauges
 * of a registry show one look at the memory, which is taken when one of them is read and the last look is a second old or more by the
 * registry's clock, so however often they are read, the memory is looked at once a second at most.
 *
 * <p>hz3 maps its memory itself: none of it is in the JVM's own gauges of buffer pools and of memory outside the heap. Once hz3 has been
 * closed the gauges read 0, all but the limit.
 *
 * <p>May be bound to any number of registries, by any thread; a registry keeps the gauges alive.
 */
public final class Hz3Metrics implements MeterBinder {
    private final Tags tags;

    /** Gauges without tags. */
    public Hz3Metrics() {
        this(Tags.empty());
    }

    /** Gauges that all have the tags. */
    public Hz3Metrics(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        RecentUse use = new RecentUse(registry.config().clock());
        gauge(registry, use, "in.use", "Blocks that the program holds", MemoryUse::inUse);
        gauge(registry, use, "cached", "Blocks that were freed and are ready for the next allocation", MemoryUse::cached);
        gauge(registry, use, "retained", "Free pages whose memory has not gone back to the system yet", MemoryUse::retained);
        gauge(registry, use, "resident", "Memory that the system says hz3 has", MemoryUse::resident);
        gauge(registry, use, "limit", "What hz3 may hold; 0 if there is no limit", MemoryUse::limit);
    }

    private void gauge(MeterRegistry registry, RecentUse use, String name, String description, ToLongFunction<MemoryUse> figure) {
        // A strong reference: nobody else holds the look that the gauges share.
        Gauge.builder("hz3.memory." + name, use, recent -> figure.applyAsLong(recent.get()))
            .strongReference(true).tags(tags).baseUnit(BaseUnits.BYTES).description(description).register(registry);
    }
}
