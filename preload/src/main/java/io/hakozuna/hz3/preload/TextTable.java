package io.hakozuna.hz3.preload;

import io.hakozuna.hz3.core.Text;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Build step: writes the core's texts as a C table, since the generated C has no Java strings. Argument: the header file. */
final class TextTable {
    private TextTable() {
    }

    public static void main(String[] arguments) throws IOException {
        StringBuilder header = new StringBuilder("static const char *const hz3_texts[] = {\n");
        for (Field field : Text.class.getFields()) {
            header.append("    \"").append(field.getName().toLowerCase(Locale.ROOT)).append("\",\n");
        }
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, header.append("};\n"));
    }
}
