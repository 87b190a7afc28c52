package io.hakozuna.hz3.insight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statistics of one process, or the sum over several.
 *
 * @param boxes     the figures by key, by box: both as printed, the box in lower case
 * @param processes how many processes are summed
 */
record Report(Map<String, Map<String, Long>> boxes, int processes) {
    /** The figure, or 0 where there is none. */
    long get(String box, String key) {
        return box(box).getOrDefault(key, 0L);
    }

    Map<String, Long> box(String name) {
        return boxes.getOrDefault(name, Map.of());
    }

    static Report sum(List<Report> reports) {
        Map<String, Map<String, Long>> boxes = new LinkedHashMap<>();
        int processes = 0;
        for (Report report : reports) {
            processes += report.processes;
            report.boxes.forEach((box, pairs) -> {
                Map<String, Long> sums = boxes.computeIfAbsent(box, name -> new LinkedHashMap<>());
                pairs.forEach((key, value) -> sums.merge(key, value, Long::sum));
            });
        }
        return new Report(boxes, processes);
    }
}
