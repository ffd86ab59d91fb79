package dev.sallyport.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first keywords of a statement, from a fixed vocabulary so that no person's word is among. */
final class Verbs {
    /** Enough for {@code CREATE OR REPLACE TEMP RECURSIVE VIEW}. */
    private static final int WORDS = 8;

    private static final Pattern WORD = Pattern.compile("\\G([a-z_]+)(?:\\s+|$|(?=[^\\w\".$]))");

    private static final Set<String> KNOWN =
            of(
                    """
                    abort alter analyse analyze begin call checkpoint close cluster comment commit
                    copy create deallocate declare delete discard do drop end execute explain fetch
                    grant import insert listen load lock merge move notify prepare reassign refresh
                    reindex release reset revoke rollback savepoint security select set show
                    start table truncate unlisten update vacuum values with
                    """);

    private static final Set<String> OBJECTS =
            of(
                    """
                    access aggregate cast collation constraint conversion database default domain
                    event extension foreign function group index language large materialized
                    operator owned policy procedure publication role routine rule schema sequence
                    server statistics subscription system table tablespace text transform trigger
                    type user view
                    """);

    private static final Set<String> FILLERS =
            of(
                    """
                    or replace temp temporary unlogged global local unique recursive trusted
                    procedural
                    """);

    private Verbs() {}

    static String of(Node statement, String normalised) {
        if (normalised.startsWith("(")) {
            return "SELECT";
        }
        List<String> words = words(normalised);
        String first = word(words, 0);
        if (!KNOWN.contains(first)) {
            return "UNKNOWN";
        }
        return switch (first) {
            case "with" -> upper(statement.type().replace("Stmt", ""));
            case "alter", "create", "drop" -> withObject(words, first);
            case "set" -> set(words);
            case "prepare" -> with(words, first, "transaction");
            case "commit", "rollback" -> with(words, first, "prepared");
            default -> upper(first);
        };
    }

    private static List<String> words(String normalised) {
        List<String> words = new ArrayList<>(WORDS);
        Matcher matcher = WORD.matcher(normalised);
        while (words.size() < WORDS && matcher.find()) {
            words.add(matcher.group(1));
        }
        return words;
    }

    private static String word(List<String> words, int at) {
        return at < words.size() ? words.get(at) : "";
    }

    private static String withObject(List<String> words, String first) {
        int at = 1;
        while (FILLERS.contains(word(words, at))) {
            at++;
        }
        String object = word(words, at);
        return upper(OBJECTS.contains(object) ? first + " " + object : first);
    }

    private static String set(List<String> words) {
        int at = word(words, 1).equals("local") || word(words, 1).equals("session") ? 2 : 1;
        return switch (word(words, at)) {
            case "role" -> "SET ROLE";
            case "session", "authorization" -> "SET SESSION AUTHORIZATION";
            case "transaction", "characteristics" -> "SET TRANSACTION";
            default -> "SET";
        };
    }

    private static String with(List<String> words, String first, String second) {
        return upper(word(words, 1).equals(second) ? first + " " + second : first);
    }

    private static String upper(String words) {
        return words.toUpperCase(Locale.ROOT);
    }

    private static Set<String> of(String words) {
        return Set.of(words.strip().split("\\s+"));
    }
}
