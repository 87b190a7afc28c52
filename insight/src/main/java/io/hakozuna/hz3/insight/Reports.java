package io.hakozuna.hz3.insight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads statistics out of a file, in either of their forms: lines {@code [HZ3_BOX] key=value ...}, or a line of JSON a process. Other lines,
 * such as a program's own on a shared standard error, are passed over.
 */
final class Reports {
    private static final Pattern LINE = Pattern.compile("\\[HZ3_([A-Z0-9_]+)]((?: [a-z0-9_]+=-?\\d+)*)");
    private static final Pattern PAIR = Pattern.compile(" ([a-z0-9_]+)=(-?\\d+)");
    private static final Pattern JSON = Pattern.compile("\\{(?:\"[a-z0-9_]+\":\\{[^{}]*},?)+}");
    private static final Pattern JSON_BOX = Pattern.compile("\"([a-z0-9_]+)\":\\{([^{}]*)}");
    private static final Pattern JSON_PAIR = Pattern.compile("\"([a-z0-9_]+)\":(-?\\d+)");

    private Reports() {
    }

    /** The processes' reports, at least one. Throws {@link IllegalArgumentException} with one line that says what is wrong. */
    static List<Report> read(Path file) {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no file " + file + "; a run with HZ3_STATS=1 HZ3_STATS_FILE=" + file + " writes it", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
        List<Report> reports = parse(text);
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("no statistics in " + file + "; a run with HZ3_STATS=1 HZ3_STATS_FILE=" + file + " writes them");
        }
        return reports;
    }

    static List<Report> parse(String text) {
        List<Report> reports = new ArrayList<>();
        Map<String, Map<String, Long>> boxes = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            Matcher json = JSON.matcher(line);
            Matcher box = LINE.matcher(line);
            if (json.matches()) {
                reports.add(new Report(ofJson(line), 1));
            } else if (box.matches()) {
                String name = box.group(1).toLowerCase(Locale.ROOT);
                if (boxes.containsKey(name)) {
                    reports.add(new Report(boxes, 1));
                    boxes = new LinkedHashMap<>();
                }
                boxes.put(name, pairs(PAIR.matcher(box.group(2))));
            }
        }
        if (!boxes.isEmpty()) {
            reports.add(new Report(boxes, 1));
        }
        return reports;
    }

    private static Map<String, Map<String, Long>> ofJson(String line) {
        Map<String, Map<String, Long>> boxes = new LinkedHashMap<>();
        Matcher box = JSON_BOX.matcher(line);
        while (box.find()) {
            boxes.put(box.group(1), pairs(JSON_PAIR.matcher(box.group(2))));
        }
        return boxes;
    }

    private static Map<String, Long> pairs(Matcher matcher) {
        Map<String, Long> pairs = new LinkedHashMap<>();
        while (matcher.find()) {
            pairs.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return pairs;
    }
}
