package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.ReportSamples;
import io.hakozuna.hz3.bench.result.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

class HtmlReportTest {
    @TempDir
    private Path directory;

    @Test
    void theWholeResultIsInThePage() {
        BenchResult result = ReportSamples.everything();
        Matcher data = Pattern.compile("(?s)<script type=\"application/json\" id=\"result\">(.*?)</script>")
            .matcher(HtmlReport.page(result));
        assertTrue(data.find());
        assertEquals(result, JSON.std.beanFrom(BenchResult.class, data.group(1)));
    }

    @Test
    void dataIsNeverMarkup() {
        String page = HtmlReport.page(ReportSamples.everything());
        assertEquals(5, count(page, "</script>"), "the template's own");
        assertEquals(0, count(page, "<!--"));
        assertEquals("{\"a\":\"\\u003c/script>\\u003c!--\"}", HtmlReport.embedded("{\"a\":\"</script><!--\"}"));
    }

    @Test
    void everyPlaceIsFilledAndTheLibraryHasItsLicence() {
        String page = HtmlReport.page(Samples.result());
        assertFalse(Pattern.compile("\\{\\{[\\w.]+}}").matcher(page).find());
        assertTrue(page.contains("Chart.js v4.5.1") && page.contains("Permission is hereby granted") && page.contains("@kurkle/color"));
        assertFalse(page.contains("sourceMappingURL"));
    }

    @Test
    void itsFolderIsMade() throws IOException {
        Path page = directory.resolve("a/b/page.html");
        HtmlReport.write(page, ReportSamples.nothingValid());
        assertTrue(Files.readString(page).endsWith("</html>\n"));
    }

    @Test
    void whatCannotBeWrittenIsExplainedInOneLine() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertRefused(file.resolve("page.html"), file + " is no directory");
        assertRefused(directory, "Is a directory");
    }

    private static void assertRefused(Path page, String reason) {
        UsageError error = assertThrows(UsageError.class, () -> HtmlReport.write(page, ReportSamples.nothingValid()));
        assertTrue(error.getMessage().startsWith("cannot write the report " + page + " (" + reason), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
