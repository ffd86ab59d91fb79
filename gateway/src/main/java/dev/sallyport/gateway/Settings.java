package dev.sallyport.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a session has set for itself beside what it asked for at its sign-in, as the database names
 * it, so that it can be set again on another account.
 *
 * @param values by name
 * @param reading those of them that may change what a prepared text means
 */
record Settings(SortedMap<String, String> values, Map<String, String> reading) {
    /**
     * They mean nothing to a statement that is prepared, or the database itself prepares it anew.
     */
    private static final Set<String> NOT_READ =
            Set.of(
                    "application_name",
                    "client_min_messages",
                    "default_transaction_isolation",
                    "default_transaction_read_only",
                    "extra_float_digits",
                    "idle_in_transaction_session_timeout",
                    "lock_timeout",
                    "search_path",
                    "statement_timeout",
                    "work_mem");

    static final Settings NONE = of(new TreeMap<>());

    static Settings of(SortedMap<String, String> values) {
        return new Settings(
                values,
                values.entrySet().stream()
                        .filter(setting -> !NOT_READ.contains(setting.getKey()))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The same texts have another meaning under the other ones. */
    boolean readsOtherwise(Settings other) {
        return !reading.equals(other.reading);
    }

    /** What brings an account with any settings to these. */
    String sql() {
        List<String> calls =
                values.entrySet().stream()
                        .map(setting ->
                                "pg_catalog.set_config("
                                        + quoted(setting.getKey())
                                        + ", "
                                        + quoted(setting.getValue())
                                        + ", false)")
                        .toList();
        return calls.isEmpty() ? "RESET ALL" : "RESET ALL; SELECT " + String.join(", ", calls);
    }

    private static String quoted(String literal) {
        return "E'" + literal.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
