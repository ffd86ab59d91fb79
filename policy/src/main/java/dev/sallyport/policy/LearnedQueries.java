package dev.sallyport.policy;

import dev.sallyport.grammar.StatementReader;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements that ran, as candidates for a role's {@code only_queries}. It allows nothing: somebody
 * has to read them and put them into a role.
 */
public final class LearnedQueries {
    private final StatementReader reader = new StatementReader();
    private final Map<String, Learned> byFingerprint = new LinkedHashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    private record Learned(String sql, Statement statement, long times) {
        Learned and(Learned other) {
            return new Learned(sql, statement, times + other.times);
        }
    }

    private LearnedQueries() {}

    /**
     * Candidates in the words of a policy, the most used first.
     *
     * @param ran normalised texts, and how often each ran
     */
    public static String yaml(Map<String, Long> ran) {
        LearnedQueries learned = new LearnedQueries();
        ran.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(one -> learned.take(one.getKey(), one.getValue()));
        return learned.yaml();
    }

    private void take(String normalised, long times) {
        for (String written : writings(normalised)) {
            Optional<Statement> read = read(written);
            if (read.isPresent()) {
                // What steers the session needs no leave.
                read.get()
                        .conduct()
                        .fingerprint()
                        .ifPresent(print ->
                                byFingerprint.merge(
                                        print,
                                        new Learned(written, read.get(), times),
                                        Learned::and));
                return;
            }
        }
        unreadable.add(
                "# ran %,d times and cannot be written here: %s"
                        .formatted(times, plain(normalised)));
    }

    /** The record has no literals: one of any value stands for each, of a kind that fits there. */
    private static List<String> writings(String normalised) {
        return List.of(written(normalised, "'?'"), written(normalised, "0"));
    }

    /** A sign makes one literal with the number behind it, and none with a text. */
    private static String written(String normalised, String literal) {
        StringBuilder text = new StringBuilder();
        boolean name = false;
        for (int i = 0; i < normalised.length(); i++) {
            char letter = normalised.charAt(i);
            name ^= letter == '"';
            boolean signed = i > 0 && normalised.charAt(i - 1) == '-';
            text.append(letter != '?' || name ? String.valueOf(letter) : signed ? "0" : literal);
        }
        return text.toString();
    }

    private Optional<Statement> read(String sql) {
        byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
        return reader.read(utf8, 0, utf8.length)
                                instanceof StatementReading.Readable(List<Statement> statements)
                        && statements.size() == 1
                ? Optional.of(statements.getFirst())
                : Optional.empty();
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder("only_queries:\n");
        Map<String, Integer> named = new LinkedHashMap<>();
        byFingerprint.values().stream()
                .sorted(Comparator.comparingLong(Learned::times).reversed())
                .forEach(one -> {
                    String name = name(one.statement());
                    int number = named.merge(name, 1, Integer::sum);
                    yaml.append("  - name: ")
                            .append(JsonText.quoted(number == 1 ? name : name + " " + number))
                            .append("  # ran ")
                            .append("%,d".formatted(one.times()))
                            .append(" times\n    sql: ")
                            .append(JsonText.quoted(one.sql()))
                            .append('\n');
                });
        if (byFingerprint.isEmpty()) {
            yaml.setLength(0);
            yaml.append("# no query ran\n");
        }
        unreadable.forEach(line -> yaml.append(line).append('\n'));
        return yaml.toString();
    }

    /** {@code select patients}. */
    private static String name(Statement statement) {
        return statement.verb().toLowerCase(java.util.Locale.ROOT)
                + statement.touches().relations().stream()
                        .findFirst()
                        .map(RelationUse::relation)
                        .map(relation -> " " + relation.name())
                        .orElse("");
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
