package io.hakozuna.hz3.knobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The lane files that the knobs' jar (or class folder) carries beside this class. */
final class ClassPathLanes implements LaneSource {
    private static final String FOLDER = "lanes/";

    @Override
    public Optional<String> text(String name) {
        try (InputStream in = ClassPathLanes.class.getResourceAsStream(FOLDER + name + SUFFIX)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> names() {
        URL standard = ClassPathLanes.class.getResource(FOLDER + Lanes.STANDARD + SUFFIX);
        if (standard == null) {
            return List.of();
        }
        try {
            if (standard.openConnection() instanceof JarURLConnection jar) {
                String folder = jar.getEntryName().substring(0, jar.getEntryName().lastIndexOf('/') + 1);
                return jar.getJarFile().stream().map(entry -> entry.getName())
                    .filter(entry -> entry.startsWith(folder) && entry.endsWith(SUFFIX))
                    .map(entry -> entry.substring(folder.length(), entry.length() - SUFFIX.length())).sorted().toList();
            }
            return new FolderLanes(Path.of(standard.toURI()).getParent()).names();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
