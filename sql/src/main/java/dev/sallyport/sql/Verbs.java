package dev.sallyport.sql;

import java.util.Locale;
import java.util.Set;

/** The first keywords of a statement, from a fixed vocabulary so that no person's word is among. */
final class Verbs {
    static final Set<String> MAIN = Words.of("select insert update delete merge values table");

    private static final Set<String> KNOWN =
            Words.of(
                    """
                    abort alter analyse analyze begin call checkpoint close cluster comment commit
                    copy create deallocate declare delete discard do drop end execute explain fetch
                    grant import insert listen load lock merge move notify prepare reassign refresh
                    reindex release repack reset revoke rollback savepoint security select set show
                    start table truncate unlisten update vacuum values with
                    """);

    private static final Set<String> OBJECTS =
            Words.of(
                    """
                    access aggregate cast collation constraint conversion database default domain
                    event extension foreign function group index language large materialized
                    operator owned policy procedure publication role routine rule schema sequence
                    server statistics subscription system table tablespace text transform trigger
                    type user view
                    """);

    private static final Set<String> FILLERS =
            Words.of(
                    """
                    or replace temp temporary unlogged global local unique recursive trusted
                    procedural
                    """);

    private Verbs() {}

    static String of(Segment segment) {
        if (segment.opensWithParenthesis()) {
            return "SELECT";
        }
        String first = segment.word(0);
        if (!KNOWN.contains(first)) {
            return "UNKNOWN";
        }
        return switch (first) {
            case "with" -> upper(segment.mainVerb().isEmpty() ? first : segment.mainVerb());
            case "alter", "create", "drop" -> withObject(segment, first);
            case "set" -> set(segment);
            case "prepare" -> with(segment, first, "transaction");
            case "commit", "rollback" -> with(segment, first, "prepared");
            default -> upper(first);
        };
    }

    private static String withObject(Segment segment, String first) {
        int at = 1;
        while (FILLERS.contains(segment.word(at))) {
            at++;
        }
        String object = segment.word(at);
        return upper(OBJECTS.contains(object) ? first + " " + object : first);
    }

    private static String set(Segment segment) {
        int at = segment.word(1).equals("local") || segment.word(1).equals("session") ? 2 : 1;
        return switch (segment.word(at)) {
            case "role" -> "SET ROLE";
            case "session", "authorization" -> "SET SESSION AUTHORIZATION";
            case "transaction", "characteristics" -> "SET TRANSACTION";
            default -> "SET";
        };
    }

    private static String with(Segment segment, String first, String second) {
        return upper(segment.word(1).equals(second) ? first + " " + second : first);
    }

    private static String upper(String words) {
        return words.toUpperCase(Locale.ROOT);
    }
}
