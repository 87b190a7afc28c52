package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.ReportSamples;
import io.hakozuna.hz3.bench.result.RowResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser that notes every error, and every attempt to load something, on the root element. */
class HtmlReportBrowserTest {
    private static final int VISIBLE_CHARTS = 5 + 2 + 2 + 2 + 2;

    @TempDir
    private Path directory;

    @Test
    void everythingIsDrawn() throws IOException {
        Chromium page = open(HtmlReport.page(ReportSamples.everything()));
        assertSound(page, VISIBLE_CHARTS);
        assertEquals(VISIBLE_CHARTS + 1, page.count("<canvas"), "one is folded");
        List<RowResult> rows = ReportSamples.everything().rows();
        assertEquals(rows.size(), page.count("<th scope=\"rowgroup\""), "all rows are in the table");
        rows.forEach(row -> assertTrue(page.body().contains(">" + row.name() + "<"), row.name()));
        assertTrue(page.body().contains("not measured: a program is not installed"));
        assertTrue(page.body().contains("other: failed: signal 11, &lt;/script&gt;&lt;!--"), "the reason of the failed run");
        assertTrue(page.body().contains("Not every run of other counts on one failed: failed: signal 11"), "and in the head, whose it is");
        assertTrue(page.body().contains("hz3 50.0 % (0.00 %), glibc 50.0 % (0.00 %) and other"), "what went to another thread");
        for (String time : List.of("20.6 ns", "166 ns", "8.58 ms")) {
            assertEquals(3, page.count(">" + time + "<"), time);
        }
    }

    /** Opens what is folded, hovers over each chart, hides an allocator, chooses another row, and prints. */
    @Test
    void whatAReaderDoesBreaksNothing() throws IOException {
        String page = HtmlReport.page(ReportSamples.everything());
        Chromium used = open(page.replace("</body>", "<script>" + resource("use.js") + "</script></body>"));
        assertSound(used, VISIBLE_CHARTS + 1);
        assertEquals("true", used.data("used"));
    }

    @Test
    void withoutAValidRunTheReasonsStay() throws IOException {
        Chromium page = open(HtmlReport.page(ReportSamples.nothingValid()));
        assertSound(page, 0);
        assertEquals(0, page.count("<canvas"));
        assertTrue(page.body().contains("hz3: failed: signal 11"));
    }

    @Test
    void withoutARowOrAMachineThePageStands() throws IOException {
        assertSound(open(HtmlReport.page(ReportSamples.result(List.of()))), 0);
        BenchResult bare = new BenchResult(3, null, null, List.of(), 0, false, true, null, List.of(), null);
        assertSound(open(HtmlReport.page(bare)), 0);
    }

    @Test
    void errorsAndLoadsAreNoticed() throws IOException {
        String page = HtmlReport.page(ReportSamples.result(List.of()));
        Chromium broken = open(page.replace("</body>",
            "<img src=\"https://example.invalid/x.png\"><script>throw new Error('broken')</script></body>"));
        assertTrue(broken.data("errors").contains("broken"), broken.data("errors"));
        assertTrue(broken.data("errors").contains("blocked: https://example.invalid"), broken.data("errors"));
    }

    private static void assertSound(Chromium page, int charts) {
        assertNull(page.data("errors"));
        assertEquals("true", page.data("ready"));
        assertEquals(Integer.toString(charts), page.data("charts"));
        for (String slip : List.of("[object ", "undefined", "NaN", "Infinity", ">null<")) {
            assertFalse(page.body().contains(slip), slip);
        }
    }

    private Chromium open(String page) throws IOException {
        return Chromium.open(Files.writeString(directory.resolve("page.html"), page), directory.resolve("profile" + System.nanoTime()));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = HtmlReportBrowserTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
