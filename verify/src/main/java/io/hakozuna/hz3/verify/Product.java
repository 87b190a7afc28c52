package io.hakozuna.hz3.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file that the tests have a compiler make. One that is newer than all it is made of is used as it is. */
final class Product {
    private Product() {
    }

    /** Runs the command if the product is not there, or a file is newer: one of those, or one that lies in such a folder. */
    static Path make(Path product, List<Path> madeOf, Run command) {
        try {
            Files.createDirectories(product.getParent());
            if (!isCurrent(product, madeOf)) {
                command.run().ok();
            }
            return product;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCurrent(Path product, List<Path> madeOf) throws IOException {
        if (!Files.exists(product)) {
            return false;
        }
        long made = product.toFile().lastModified();
        for (Path part : madeOf) {
            try (Stream<Path> files = Files.walk(part, 1)) {
                if (files.anyMatch(file -> Files.isRegularFile(file) && file.toFile().lastModified() >= made)) {
                    return false;
                }
            }
        }
        return true;
    }
}
