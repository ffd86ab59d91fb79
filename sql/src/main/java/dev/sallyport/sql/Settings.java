package dev.sallyport.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The settings on which the lexer's agreement with the database rests. */
final class Settings {
    private static final String ENCODING = "client_encoding";
    private static final String STRINGS = "standard_conforming_strings";
    private static final Set<String> PINNED = Set.of(STRINGS, ENCODING, "backslash_quote");
    private static final Set<String> TRUE = Set.of("on", "true", "yes", "1");
    private static final Set<String> UTF8 = Set.of("utf8", "utf-8", "unicode");

    private Settings() {}

    /** PostgreSQL compares names of settings without regard to ASCII case. */
    static boolean isPinned(String name) {
        return PINNED.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The segment is a SET or RESET that could move a pinned setting off its value. */
    static boolean changesPinned(List<Lexeme> head) {
        if (head.getFirst().isWord("reset")) {
            return head.size() > 1 && isPinnedName(head, 1);
        }
        if (!head.getFirst().isWord("set")) {
            return false;
        }
        int name = 1;
        while (name < head.size() - 1 && isScope(head.get(name))) {
            name++;
        }
        if (name >= head.size()) {
            return false;
        }
        if (head.get(name).isWord("names")) {
            return !isOnlyValue(head, name + 1, UTF8);
        }
        return isPinnedName(head, name) && !restates(head, name);
    }

    private static boolean isScope(Lexeme lexeme) {
        return lexeme.isWord("session") || lexeme.isWord("local");
    }

    private static boolean isPinnedName(List<Lexeme> head, int name) {
        Lexeme lexeme = head.get(name);
        return lexeme.is(Token.ESCAPED_NAME) || (lexeme.kind().isName() && isPinned(lexeme.text()));
    }

    /** Sets the value it has anyway: scripts of pg_dump and drivers do. */
    private static boolean restates(List<Lexeme> head, int name) {
        String setting = head.get(name).text().toLowerCase(Locale.ROOT);
        if (setting.equals(STRINGS)) {
            return isOnlyValue(head, name + 2, TRUE);
        }
        return setting.equals(ENCODING) && isOnlyValue(head, name + 2, UTF8);
    }

    private static boolean isOnlyValue(List<Lexeme> head, int at, Set<String> values) {
        if (head.size() != at + 1) {
            return false;
        }
        Lexeme value = head.get(at);
        boolean readable = value.is(Token.PLAIN_STRING) || value.kind().isName();
        return readable && values.contains(value.text().toLowerCase(Locale.ROOT));
    }
}
