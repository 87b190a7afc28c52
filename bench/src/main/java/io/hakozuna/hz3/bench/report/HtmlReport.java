package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.jr.ob.JSON;

/**
 * The result as one page that needs nothing beside it: the template {@code index.html} with its style, its scripts, the library that
 * draws the charts, and the data in the places of their names.
 */
public final class HtmlReport {
    private static final String LIBRARY = "/META-INF/resources/webjars/chart.js/4.5.1/";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([\\w.]+)}}");
    /** Only tools for developers would follow it, and in vain. */
    private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

    private HtmlReport() {
    }

    public static void write(Path file, BenchResult result) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(draft, page(result));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            draft.toFile().delete();
            throw new UsageError("cannot write the report " + file + " (" + reason(e) + "); name another place for it");
        }
    }

    /** What is put in is not searched for places again. */
    static String page(BenchResult result) {
        return PLACE.matcher(resource("index.html")).replaceAll(place -> Matcher.quoteReplacement(part(place.group(1), result)));
    }

    private static String part(String name, BenchResult result) {
        return switch (name) {
            case "result.json" -> embedded(JsonFile.text(result));
            case "view.json" -> embedded(JSON.std.asString(ReportView.of(result)));
            case "chart.umd.min.js" -> SOURCE_MAP.matcher(resource(LIBRARY + "dist/" + name)).replaceAll("");
            case "LICENSE.md" -> resource(LIBRARY + name).strip();
            default -> resource(name);
        };
    }

    /** In JSON only strings can have this character; escaped, nothing in them looks like the end of a script or a comment. */
    static String embedded(String json) {
        return json.replace("<", "\\u003c");
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(IOException error) {
        return switch (error) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no file can be made there";
            case FileAlreadyExistsException exists -> exists.getFile() + " is no directory";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> error.getMessage();
        };
    }
}
