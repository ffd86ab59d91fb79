package dev.sallyport.sql;

import java.util.Set;

/** What the functions named in a segment can do: the worst of {@code name (} shapes seen. */
final class CallWatch {
    enum Worst {
        HARMLESS,
        EFFECTIVE,
        /** Not a built-in known here: it may do anything. */
        UNKNOWN
    }

    private static final Set<String> ALIAS_MARKS = Words.of("as with recursive prepare");
    private static final Set<String> TABLE_MARKS = Words.of("into copy");

    private Worst worst = Worst.HARMLESS;
    private Lexeme last = Lexeme.NOTHING;
    private Lexeme second = Lexeme.NOTHING;
    private Lexeme third = Lexeme.NOTHING;
    private Lexeme fourth = Lexeme.NOTHING;
    private boolean operatorOpened;

    Worst worst() {
        return worst;
    }

    void take(Lexeme next) {
        if (operatorOpened && !next.isWord("pg_catalog")) {
            worst = Worst.UNKNOWN;
        }
        operatorOpened = false;
        if (next.is(Token.OPEN) && last.kind().isName()) {
            judge();
        }
        fourth = third;
        third = second;
        second = last;
        last = next;
    }

    private void judge() {
        if (isColumnList()) {
            return;
        }
        if (!last.is(Token.WORD)) {
            worst = Worst.UNKNOWN;
        } else if (second.is(Token.DOT)) {
            raise(qualified());
        } else if (last.text().equals("operator")) {
            operatorOpened = true;
        } else if (!Words.SYNTAX.contains(last.text())) {
            raise(builtIn());
        }
    }

    /** {@code AS t(a, b)}, {@code WITH t(a, b)}, {@code INSERT INTO s.t (a, b)}. */
    private boolean isColumnList() {
        Lexeme before = second.is(Token.DOT) ? fourth : second;
        return second.isWordOf(ALIAS_MARKS) || before.isWordOf(TABLE_MARKS);
    }

    private Worst qualified() {
        if (fourth.is(Token.DOT)) {
            return Worst.UNKNOWN;
        }
        if (third.isWord("pg_catalog")) {
            return builtIn();
        }
        boolean schemaView = third.isWord("information_schema") && last.text().startsWith("_pg_");
        return schemaView ? Worst.HARMLESS : Worst.UNKNOWN;
    }

    private Worst builtIn() {
        if (Words.HARMLESS.contains(last.text())) {
            return Worst.HARMLESS;
        }
        return Words.EFFECTIVE.contains(last.text()) ? Worst.EFFECTIVE : Worst.UNKNOWN;
    }

    private void raise(Worst other) {
        if (other.compareTo(worst) > 0) {
            worst = other;
        }
    }
}
