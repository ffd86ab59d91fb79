package dev.sallyport.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a person's words are shown back, and which known word they may have meant. */
final class Words {
    /** Long enough for any name, short enough for one line of a terminal. */
    private static final int MAX_SHOWN = 60;

    /** More choices than this are not read. */
    private static final int MAX_CHOICES = 12;

    /** A suggestion costs microseconds for each; fifty of them stay under a second. */
    private static final int MAX_COMPARED = 2_000;

    private Words() {}

    static String quoted(String word) {
        return "`" + oneLine(word).replace('`', '\'') + "`";
    }

    static String quoted(Collection<String> words) {
        return words.stream().map(Words::quoted).collect(Collectors.joining(", "));
    }

    /** Without control characters and cut. */
    static String oneLine(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_SHOWN + 1));
        String clean = start.replaceAll("\\p{C}", " ");
        return clean.length() > MAX_SHOWN ? clean.substring(0, MAX_SHOWN) + "…" : clean;
    }

    /** {@code did you mean `last4`?}, or the words there are. */
    static String suggestion(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "did you mean " + quoted(near) + "?")
                .orElseGet(() -> choices(known));
    }

    private static String choices(Collection<String> known) {
        if (known.isEmpty()) {
            return "none is defined";
        }
        if (known.size() == 1) {
            return "there is only " + quoted(known);
        }
        List<String> shown = known.stream().sorted().limit(MAX_CHOICES).toList();
        return "use one of " + quoted(shown) + (known.size() > MAX_CHOICES ? ", …" : "");
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > MAX_SHOWN) {
            return Optional.empty();
        }
        int bound = Math.max(1, word.length() / 3);
        return known.stream()
                .limit(MAX_COMPARED)
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= bound)
                .filter(candidate -> distance(word, candidate) <= bound)
                .min(
                        Comparator.comparingInt((String candidate) -> distance(word, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .or(() -> endingIn(word, known));
    }

    private static Optional<String> endingIn(String word, Collection<String> known) {
        return known.stream().filter(candidate -> candidate.endsWith("." + word)).findFirst();
    }

    /** Levenshtein with two letters exchanged counted as one step (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, one, other, i, j);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int step(int[][] steps, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least =
                Math.min(
                        steps[i - 1][j - 1] + (same ? 0 : 1),
                        Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean exchanged =
                i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
