package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final TestLanes lanes = new TestLanes();

    @Test
    void aLaneBuildsOnItsParents() {
        lanes.with("a", "# for a", "parent = scale", "HZ3_COUNT = 2", "HZ3_SIZE=0x1000")
            .with("b", "# for b", "", "# a remark", "  parent = a", "HZ3_COUNT = 3  ");
        assertEquals(Map.of(TestLanes.SIZE, 4096L, TestLanes.COUNT, 3L, TestLanes.QUICK, 0L, TestLanes.CHECK, 0L,
            TestLanes.CHOICE, 0L), lanes.values("b"));
        assertEquals(2L, lanes.values("a").get(TestLanes.COUNT));
        assertEquals(TestLanes.TABLE.standards(), lanes.values("scale"));
    }

    @Test
    void extraSettingsComeLastAndTheLastOfThemHolds() {
        lanes.with("a", "# for a", "HZ3_COUNT = 2");
        assertEquals(5L, lanes.values("a", extra("HZ3_COUNT", "4"), extra("HZ3_COUNT", "5")).get(TestLanes.COUNT));
    }

    @Test
    void theFirstCommentSaysForWhom() {
        assertEquals("for a", new Lanes(lanes.with("a", "HZ3_COUNT = 2", "#for a", "# more"), TestLanes.TABLE).lane("a").purpose());
    }

    @Test
    void refusesUnknownNamesWithTheNearestOne() {
        refused("unknown lane scael; did you mean scale? the lanes are scale", "scael");
        refused("unknown lane ../x; the lanes are scale", "../x");
        lanes.with("a", "# for a", "parent = scal");
        refused("unknown lane scal (the parent in lanes/a.lane); did you mean scale? the lanes are a, scale", "a");
        refused("unknown knob HZ3_CUONT (-DHZ3_CUONT); did you mean HZ3_COUNT? all knobs stand in docs/BUILD_FLAGS_INDEX.md", "scale",
            extra("HZ3_CUONT", "1"));
        lanes.with("b", "# for b", "colour = 1");
        refused("unknown knob colour (lanes/b.lane, line 2); all knobs stand in docs/BUILD_FLAGS_INDEX.md", "b");
    }

    @Test
    void refusesValuesOutOfRange() {
        String mend = "; give such a number, decimal or 0x..., with K, M, G or T if you like";
        refused("HZ3_COUNT = '65' (-DHZ3_COUNT) is not from 1 to 64" + mend, "scale", extra("HZ3_COUNT", "65"));
        refused("HZ3_SIZE = '5000' (-DHZ3_SIZE) is not a power of two from 4 KiB to 1 TiB" + mend, "scale", extra("HZ3_SIZE", "5000"));
        refused("HZ3_QUICK = 'yes' (-DHZ3_QUICK) is not 0 or 1" + mend, "scale", extra("HZ3_QUICK", "yes"));
        lanes.with("a", "# for a", "HZ3_COUNT =");
        refused("HZ3_COUNT = '' (lanes/a.lane, line 2) is not from 1 to 64" + mend, "a");
    }

    @Test
    void refusesExcludedCombinations() {
        lanes.with("a", "# for a", "HZ3_QUICK = 1");
        assertEquals(1L, lanes.values("a").get(TestLanes.QUICK));
        refused("HZ3_CHECK = 1 and HZ3_QUICK = 1 exclude each other; set one of them to 0 (HZ3_CHECK: a check)", "a", extra("HZ3_CHECK", "1"));
    }

    @Test
    void refusesParentsInACircle() {
        lanes.with("a", "# for a", "parent = b").with("b", "# for b", "parent = c").with("c", "# for c", "parent = b");
        refused("the parents of lane a go in a circle: a -> b -> c -> b; take one 'parent =' line out", "a");
    }

    @Test
    void refusesFilesThatSayLittleOrTwice() {
        lanes.with("a", "# for a", "HZ3_COUNT 3");
        refused("lanes/a.lane, line 2: 'HZ3_COUNT 3' is none of '# comment', 'parent = LANE' and 'HZ3_KNOB = value'", "a");
        lanes.with("b", "# for b", "HZ3_COUNT = 3", "HZ3_COUNT = 4");
        refused("lanes/b.lane, line 3: HZ3_COUNT is set twice; keep one of the lines", "b");
        lanes.with("c", "# for c", "parent = scale", "parent = a");
        refused("lanes/c.lane, line 3: parent is set twice; keep one of the lines", "c");
        lanes.with("d", "HZ3_COUNT = 3", "#");
        refused("lanes/d.lane does not say for whom it is; begin it with a comment line that does: # ...", "d");
    }

    @Test
    void theClassPathCarriesEveryLane() {
        Lanes carried = new Lanes(new ClassPathLanes(), KnobTable.HZ3);
        Lanes written = new Lanes(new FolderLanes(ProgramTest.ROOT.resolve("lanes")), KnobTable.HZ3);
        assertEquals(written.names(), carried.names());
        written.names().forEach(name -> assertEquals(written.values(name, List.of()), carried.values(name, List.of()), name));
    }

    @Test
    void theDefaultLaneIsTheDefaults() {
        assertEquals(KnobTable.HZ3.standards(), new Lanes(new ClassPathLanes(), KnobTable.HZ3).values(Lanes.STANDARD, List.of()));
    }

    /** A lane that equals another, or its parent, would not do what its name says. */
    @Test
    void noTwoLanesAreTheSame() {
        Lanes lanes = new Lanes(new ClassPathLanes(), KnobTable.HZ3);
        assertEquals(lanes.names().size(), lanes.names().stream().map(name -> lanes.values(name, List.of())).distinct().count());
    }

    private static Setting extra(String knob, String text) {
        return new Setting(knob, text, "-D" + knob);
    }

    private void refused(String line, String lane, Setting... extra) {
        assertEquals(line, assertThrows(IllegalArgumentException.class, () -> lanes.values(lane, extra)).getMessage());
    }
}
