package dev.sallyport.policy;

import dev.sallyport.problem.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a person's words are shown back, and which known word they may have meant. */
public final class Words {
    /** Long enough for any name, short enough for one line of a terminal. */
    private static final int MAX_SHOWN = 60;

    /** More choices than this are not read. */
    private static final int MAX_CHOICES = 12;

    private Words() {}

    public static String quoted(String word) {
        return "`" + oneLine(word).replace('`', '\'') + "`";
    }

    static String quoted(Collection<String> words) {
        return words.stream().map(Words::quoted).collect(Collectors.joining(", "));
    }

    /** Without control characters and cut. */
    static String oneLine(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_SHOWN + 1));
        String clean = isPlain(start) ? start : start.replaceAll("\\p{C}", " ");
        return clean.length() > MAX_SHOWN ? clean.substring(0, MAX_SHOWN) + "…" : clean;
    }

    /** Nearly every word is, and a pattern costs fifty times as much. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** {@code did you mean `last4`?}, or the words there are. */
    public static String suggestion(String word, Collection<String> known) {
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
        return Spelling.nearest(word, known).or(() -> endingIn(word, known));
    }

    private static Optional<String> endingIn(String word, Collection<String> known) {
        return known.stream().filter(candidate -> candidate.endsWith("." + word)).findFirst();
    }
}
