package dev.sallyport.sql;

/**
 * Finds the values that stand as bare words: {@code SET x = secret}, {@code ALTER ROLE … SET x TO
 * secret}, {@code PASSWORD secret}. They are literals in all but form.
 */
final class SettingValues {

    enum Verdict {
        KEEP,
        /** Write {@code ?} in its place. */
        REPLACE,
        /** Part of a value already replaced. */
        DROP
    }

    private enum State {
        START,
        /** No value can come: the common case, left at the first token. */
        IDLE,
        SET_HEAD,
        NAME_FOLLOWS,
        AFTER_NAME,
        AFTER_TIME,
        TRANSACTION_WORDS,
        VALUE,
        REST,
        DEFINITION,
        AFTER_LIST_VALUE
    }

    private State state = State.START;
    private int words;
    private boolean definition;
    private boolean account;
    private boolean passwordNext;

    void startSegment() {
        state = State.START;
        words = 0;
        definition = false;
        account = false;
        passwordNext = false;
    }

    /** This segment is a SET statement, whose reading depends on its values. */
    boolean isSet() {
        return state != State.IDLE && !definition;
    }

    Verdict take(Token kind, Lexer lexer) {
        return switch (state) {
            case IDLE -> Verdict.KEEP;
            case START -> start(kind, lexer);
            case SET_HEAD -> head(kind, lexer);
            case NAME_FOLLOWS -> kind.isName() ? keep(State.AFTER_NAME) : value();
            case AFTER_NAME -> afterName(kind, lexer);
            case AFTER_TIME -> afterTime(kind, lexer);
            case TRANSACTION_WORDS -> transactionWord(kind, lexer);
            case VALUE -> kind == Token.OPERATOR ? Verdict.KEEP : value();
            case REST -> Verdict.DROP;
            case DEFINITION -> definition(kind, lexer);
            case AFTER_LIST_VALUE -> afterListValue(kind, lexer);
        };
    }

    private Verdict start(Token kind, Lexer lexer) {
        if (kind != Token.WORD) {
            return keep(State.IDLE);
        }
        if (lexer.reads("set")) {
            return keep(State.SET_HEAD);
        }
        definition = lexer.reads("alter") || lexer.reads("create");
        return keep(definition ? State.DEFINITION : State.IDLE);
    }

    private Verdict head(Token kind, Lexer lexer) {
        if (kind != Token.WORD) {
            return afterNothing(kind, lexer);
        }
        if (lexer.reads("session") || lexer.reads("local")) {
            return keep(State.SET_HEAD);
        }
        if (lexer.reads("time")) {
            return keep(State.AFTER_TIME);
        }
        if (definition) {
            return keep(State.AFTER_NAME);
        }
        if (lexer.reads("transaction") || lexer.reads("characteristics")) {
            return keep(State.TRANSACTION_WORDS);
        }
        boolean named =
                lexer.reads("role")
                        || lexer.reads("authorization")
                        || lexer.reads("names")
                        || lexer.reads("schema")
                        || lexer.reads("catalog");
        return keep(named ? State.VALUE : State.AFTER_NAME);
    }

    private Verdict afterNothing(Token kind, Lexer lexer) {
        if (kind.isName()) {
            return keep(State.AFTER_NAME);
        }
        return definition ? resume(kind, lexer) : value();
    }

    private Verdict afterName(Token kind, Lexer lexer) {
        if (kind == Token.DOT) {
            return keep(State.NAME_FOLLOWS);
        }
        if (assigns(kind, lexer)) {
            return keep(State.VALUE);
        }
        if (kind == Token.WORD && lexer.reads("from")) {
            return keep(definition ? State.DEFINITION : State.TRANSACTION_WORDS);
        }
        return definition ? resume(kind, lexer) : value();
    }

    private Verdict afterTime(Token kind, Lexer lexer) {
        return kind == Token.WORD && lexer.reads("zone")
                ? keep(State.VALUE)
                : afterName(kind, lexer);
    }

    /** Only the words of the grammar stay: anything else here is a mistake that may be a secret. */
    private Verdict transactionWord(Token kind, Lexer lexer) {
        boolean known =
                kind == Token.COMMA
                        || (kind == Token.WORD && Words.TRANSACTION.contains(lexer.lowered()));
        return known ? Verdict.KEEP : value();
    }

    private Verdict value() {
        state = definition ? State.AFTER_LIST_VALUE : State.REST;
        return Verdict.REPLACE;
    }

    private Verdict afterListValue(Token kind, Lexer lexer) {
        if (kind == Token.COMMA) {
            state = State.VALUE;
            return Verdict.KEEP;
        }
        return resume(kind, lexer);
    }

    private Verdict resume(Token kind, Lexer lexer) {
        state = State.DEFINITION;
        return definition(kind, lexer);
    }

    private Verdict definition(Token kind, Lexer lexer) {
        if (passwordNext) {
            passwordNext = false;
            return kind == Token.WORD && lexer.reads("null") ? Verdict.KEEP : Verdict.REPLACE;
        }
        if (kind != Token.WORD) {
            return Verdict.KEEP;
        }
        words++;
        if (words == 1) {
            account = lexer.reads("role") || lexer.reads("user") || lexer.reads("group");
        }
        passwordNext = account && lexer.reads("password");
        if (lexer.reads("set")) {
            state = State.SET_HEAD;
        }
        return Verdict.KEEP;
    }

    private Verdict keep(State next) {
        state = next;
        return Verdict.KEEP;
    }

    private static boolean assigns(Token kind, Lexer lexer) {
        return (kind == Token.OPERATOR && lexer.input()[lexer.start()] == '=')
                || (kind == Token.WORD && lexer.reads("to"));
    }
}
