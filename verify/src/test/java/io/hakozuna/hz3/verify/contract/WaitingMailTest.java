package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** In the lanes for remote frees, a heap that needs memory takes what waits for an owner that does not come for it. */
final class WaitingMailTest {
    @TestFactory
    Stream<DynamicNode> servesOthers() {
        return Run.EVERY_LANE.stream().filter(lane -> lane.startsWith("scale_r"))
            .map(lane -> Lanes.under(lane, List.of(Client.of("waiting_mail"))));
    }
}
