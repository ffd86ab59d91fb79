package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a text may last longer than its transaction, and would be met by the next session that
 * uses the same account. Told from the text alone, so that it is known before anything runs.
 *
 * @param refusal where it is the very purpose of a statement to last
 */
record Aftermath(Kind kind, Optional<Problem> refusal) {
    /** The later in this list, the more. */
    enum Kind {
        /** Nothing, or nothing that the end of the transaction does not clear. */
        NONE,
        /** Settings, or what code that cannot be read has left: the database is asked. */
        ASK,
        /** Something the database cannot be asked about: the session keeps the account. */
        KEEP
    }

    static final Aftermath NONE = new Aftermath(Kind.NONE, Optional.empty());

    /** Of what cannot be read. */
    static final Aftermath UNKNOWN = new Aftermath(Kind.ASK, Optional.empty());

    private static final Pattern LOCAL =
            Pattern.compile("set (?:local|transaction|constraints) .*");

    /** The value is a literal, so that the name of the setting cannot be told. */
    private static final Pattern SET_CONFIG = Pattern.compile("\\bset_config\\b");

    private static final Pattern SET_CONFIG_LOCALLY =
            Pattern.compile("\\bset_config ?\\([^()]*, ?true ?\\)");

    private static final Pattern TEMPORARY =
            Pattern.compile(
                    "create (?:or replace )?(?:local |global )?temp(?:orary)? .*"
                            + "|.*\\binto (?:local |global )?temp(?:orary)? .*"
                            + "|create .*\\bpg_temp\\..*");

    private static final Pattern ADVISORY =
            Pattern.compile("\\bpg_(?:try_)?advisory_(?:un)?lock(?:_shared)?\\b");

    private static final Pattern SERIES = Pattern.compile("\\b(?:currval|lastval|setseed)\\b ?\\(");

    static Aftermath of(List<Statement> statements) {
        Kind most = Kind.NONE;
        for (Statement statement : statements) {
            Optional<Problem> refusal = refusal(statement);
            if (refusal.isPresent()) {
                return new Aftermath(Kind.KEEP, refusal);
            }
            Kind kind = kind(statement);
            most = kind.compareTo(most) > 0 ? kind : most;
        }
        return most == Kind.NONE ? NONE : new Aftermath(most, Optional.empty());
    }

    private static Kind kind(Statement statement) {
        String text = statement.normalised();
        if (LOCAL.matcher(text).matches()) {
            return Kind.NONE;
        }
        if (text.contains("set_config")
                && SET_CONFIG.matcher(SET_CONFIG_LOCALLY.matcher(text).replaceAll("")).find()) {
            return Kind.KEEP;
        }
        return switch (statement.verb()) {
            // A setting of a name of one's own is in no catalog.
            case "SET", "RESET" -> text.indexOf('.') < 0 ? Kind.ASK : Kind.KEEP;
            case "LOAD" -> Kind.KEEP;
            default ->
                    statement.touchesSettings() || statement.carriesCode() ? Kind.ASK : Kind.NONE;
        };
    }

    private static Optional<Problem> refusal(Statement statement) {
        String text = statement.normalised();
        return switch (statement.verb()) {
            case "LISTEN" ->
                    refused("LISTEN", "ask in turns, or listen in a session of another role");
            case "PREPARE", "EXECUTE" ->
                    refused(statement.verb(), "prepare it by the protocol, as drivers do");
            case "DECLARE" ->
                    text.contains(" with hold ")
                            ? refused("a cursor WITH HOLD", "fetch it within its transaction")
                            : Optional.empty();
            default -> inText(text);
        };
    }

    private static Optional<Problem> inText(String text) {
        // Most texts hold none of the words: looking for a word is much faster than for a pattern.
        if (text.contains("temp")
                && TEMPORARY.matcher(text).matches()
                && !text.contains(" on commit drop")) {
            return refused("a temporary object", "create it ON COMMIT DROP in a transaction");
        }
        if (text.contains("advisory") && ADVISORY.matcher(text).find()) {
            return refused("an advisory lock of a session", "take `pg_advisory_xact_lock`");
        }
        boolean series =
                text.contains("currval") || text.contains("lastval") || text.contains("setseed");
        return series && SERIES.matcher(text).find()
                ? refused("what a session remembers of numbers", "use INSERT … RETURNING")
                : Optional.empty();
    }

    private static Optional<Problem> refused(String what, String instead) {
        return Optional.of(
                Problem.of(
                        ProblemCode.SP4070,
                        what
                                + " would outlast the transaction, and your role has an account for"
                                + " one transaction at a time (`pooling: transaction`)",
                        instead));
    }
}
