package dev.sallyport.provision;

import java.util.Collection;
import java.util.Comparator;

/** Which existing name somebody may have meant. */
final class Spelling {
    /** Names are at most 63 bytes; longer ones are not worth comparing. */
    private static final int MAX_LENGTH = 130;

    private Spelling() {}

    /** {@code did you mean `last_name`?}, or what to do where nothing is near. */
    static String suggestion(String word, Collection<String> known) {
        int bound = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(name -> Math.max(name.length(), word.length()) <= MAX_LENGTH)
                .filter(name -> distance(word, name) <= bound)
                .min(Comparator.comparingInt(name -> distance(word, name)))
                .map(name -> "did you mean `" + name + "`?")
                .orElse("create it, or take it out of the policy");
    }

    /** Levenshtein's, row by row. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
