package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lane for many more threads than owners: 63 owners and 7 common heaps do for any number, and busy threads get an owner. */
final class TolerantLaneTest {
    private static final long OWNERS = 63;
    private static final long COMMON_HEAPS = 7;

    @Test
    void ownersAreLentToThoseThatWork() throws Exception {
        Run.Result result = Run.of(NativeBuild.program("leases").toString()).under("scale_tolerant").with("HZ3_STATS", "1").run().ok();
        assertTrue(figure(result, "HEAPS", "opened") <= OWNERS + COMMON_HEAPS, result.describe());
        assertTrue(figure(result, "GUESTS", "calls") > 0, result.describe());
        assertTrue(figure(result, "GUESTS", "leases") > 0, result.describe());
    }

    @Test
    void elsewhereEachThreadHasAnOwner() throws Exception {
        Run.Result result = Run.of(NativeBuild.program("leases").toString()).under("scale").with("HZ3_STATS", "1").run().ok();
        assertEquals(0, figure(result, "GUESTS", "calls"), result.describe());
    }

    private static long figure(Run.Result result, String box, String key) {
        Matcher matcher = Pattern.compile("\\[HZ3_" + box + "][^\n]* " + key + "=(\\d+)").matcher(result.err());
        assertTrue(matcher.find(), result.describe());
        return Long.parseLong(matcher.group(1));
    }
}
