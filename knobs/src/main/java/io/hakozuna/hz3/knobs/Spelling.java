package io.hakozuna.hz3.knobs;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that was meant by a misspelt one. */
final class Spelling {
    private Spelling() {
    }

    /** The right name with the fewest changed, missing or extra letters, if these are no more than the limit. */
    static Optional<String> nearest(String written, Collection<String> right, int limit) {
        return right.stream().min(Comparator.comparingInt(name -> distance(written, name)))
            .filter(name -> distance(written, name) <= limit);
    }

    /** The first of the right names that has all words of the written one, which are parted by dots, and more. */
    static Optional<String> withWordsOf(String written, Collection<String> right) {
        List<String> words = List.of(written.split("\\."));
        if (words.size() < 2) {
            return Optional.empty();
        }
        return right.stream().filter(name -> List.of(name.split("\\.")).containsAll(words)).findFirst();
    }

    /** {@code "; did you mean X?"} where a right name is near (two letters or a third of them wrong at most), else {@code ";"}. */
    static String hint(String written, Collection<String> right) {
        return nearest(written, right, Math.max(2, written.length() / 3)).map(name -> "; did you mean " + name + "?").orElse(";");
    }

    /** Levenshtein's distance, row by row. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
