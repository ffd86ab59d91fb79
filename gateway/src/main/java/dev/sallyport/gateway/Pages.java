package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows of each cursor or portal have passed, page by page: both have names of one kind.
 * Confined to the session's event loop.
 */
final class Pages {
    /** Cursors that are counted apart; more than these count together. */
    private static final int MOST = 1_000;

    private static final String OTHERS = "others";

    private static final String NAME = "(?:\"((?:[^\"]|\"\")+)\"|([^\\s\"]+))";
    private static final Pattern DECLARED = Pattern.compile("^declare " + NAME);
    private static final Pattern LAST = Pattern.compile(NAME + "$");

    private final Map<String, Long> shown = new HashMap<>();
    private boolean holds;

    /** Whether more of a result can be asked for. */
    enum Rest {
        NONE,
        PERHAPS
    }

    static Rest rest(BackendType end) {
        return end == BackendType.PORTAL_SUSPENDED ? Rest.PERHAPS : Rest.NONE;
    }

    /** What earlier pages of it have shown. */
    long before(Owed result) {
        return name(result).map(name -> shown.getOrDefault(key(name), 0L)).orElse(0L);
    }

    /**
     * @param rows of all pages so far
     */
    void ended(Owed result, Rest rest, long rows) {
        Optional<Statement> statement = result.statement();
        String verb = statement.map(Statement::verb).orElse("");
        String text = statement.map(Statement::normalised).orElse("");
        switch (verb) {
            case "DECLARE" -> {
                name(DECLARED, text).ifPresent(this::begins);
                holds |= text.contains(" with hold ");
            }
            case "CLOSE" -> {
                name(LAST, text).ifPresent(this::begins);
            }
            default ->
                    name(result)
                            .ifPresent(name -> {
                                if (rest == Rest.PERHAPS || verb.equals("FETCH")) {
                                    shown.put(key(name), rows);
                                } else {
                                    shown.remove(name);
                                }
                            });
        }
    }

    /** The name stands for another query from here on. */
    void begins(String name) {
        shown.remove(name);
    }

    /** It ends every cursor but those that were declared to stay. */
    void transactionEnded() {
        if (!holds) {
            shown.clear();
        }
    }

    private String key(String name) {
        return shown.size() < MOST || shown.containsKey(name) ? name : OTHERS;
    }

    private static Optional<String> name(Owed result) {
        Optional<Statement> fetch =
                result.statement().filter(statement -> statement.verb().equals("FETCH"));
        if (fetch.isPresent()) {
            return name(LAST, fetch.get().normalised());
        }
        return result.kind() == Owed.Kind.EXECUTE ? Optional.of(result.name()) : Optional.empty();
    }

    private static Optional<String> name(Pattern pattern, String text) {
        Matcher named = pattern.matcher(text);
        if (!named.find()) {
            return Optional.empty();
        }
        String quoted = named.group(1);
        return Optional.of(quoted == null ? named.group(2) : quoted.replace("\"\"", "\""));
    }
}
