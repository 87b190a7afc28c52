package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page as the browser has it after its scripts have run. */
record Chromium(String dom) {
    private static final Pattern ROOT = Pattern.compile("<html[^>]*>");

    static Chromium open(Path page, Path profile) {
        Program.require("chromium", "test the report; scripts/install_packages.sh brings it");
        Program.Output output = Program.run(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--user-data-dir=" + profile, "--window-size=1280,900", "--virtual-time-budget=10000", "--dump-dom",
            page.toUri().toString()), Duration.ofSeconds(120));
        assertEquals(0, output.exit(), output.err());
        return new Chromium(output.out());
    }

    /** An attribute {@code data-NAME} of the root element, or null. */
    String data(String name) {
        Matcher root = ROOT.matcher(dom);
        assertTrue(root.find(), dom);
        Matcher value = Pattern.compile(" data-" + name + "=\"([^\"]*)\"").matcher(root.group());
        return value.find() ? value.group(1) : null;
    }

    /** Without the scripts and the style, which are texts too. */
    String body() {
        return dom.replaceAll("(?s)<(script|style|noscript)[ >].*?</\\1>", "");
    }

    int count(String part) {
        String body = body();
        return (body.length() - body.replace(part, "").length()) / part.length();
    }
}
