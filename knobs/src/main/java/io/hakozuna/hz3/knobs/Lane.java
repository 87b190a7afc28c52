package io.hakozuna.hz3.knobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One lane file: {@code # comment}, {@code parent = NAME} and {@code HZ3_X = value} lines.
 *
 * @param name    the file's name without {@code .lane}
 * @param purpose its first comment line: for whom the lane is
 * @param parent  the lane whose values it starts from; without one it starts from the defaults
 * @param settings the values in which it differs
 */
record Lane(String name, String purpose, Optional<String> parent, List<Setting> settings) {
    private static final String PARENT = "parent";

    /** Reads a lane file's text; throws {@link IllegalArgumentException} that names the file and line. */
    static Lane parse(String name, String text) {
        String file = "lanes/" + name + ".lane";
        String purpose = null;
        Optional<String> parent = Optional.empty();
        List<Setting> settings = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            String origin = file + ", line " + ++number;
            if (line.startsWith("#")) {
                purpose = purpose == null ? line.substring(1).strip() : purpose;
            } else if (!line.isEmpty()) {
                Setting setting = setting(line, origin);
                if (setting.knob().equals(PARENT) && parent.isEmpty()) {
                    parent = Optional.of(setting.text());
                } else if (setting.knob().equals(PARENT) || settings.stream().anyMatch(s -> s.knob().equals(setting.knob()))) {
                    throw new IllegalArgumentException(origin + ": " + setting.knob() + " is set twice; keep one of the lines");
                } else {
                    settings.add(setting);
                }
            }
        }
        if (purpose == null || purpose.isEmpty()) {
            throw new IllegalArgumentException(file + " does not say for whom it is; begin it with a comment line that does: # ...");
        }
        return new Lane(name, purpose, parent, List.copyOf(settings));
    }

    private static Setting setting(String line, String origin) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(origin + ": '" + line
                + "' is none of '# comment', 'parent = LANE' and 'HZ3_KNOB = value'");
        }
        return new Setting(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), origin);
    }
}
