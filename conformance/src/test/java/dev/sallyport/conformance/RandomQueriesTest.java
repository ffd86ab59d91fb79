package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is asked, both doors answer the same, and whoever is shown is named, or the record says
 * that not everybody is. Another run is {@code -Dsallyport.seed=N}.
 */
final class RandomQueriesTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final int QUERIES = Integer.getInteger("sallyport.queries", FULL ? 5_000 : 200);
    private static final long SEED =
            Long.getLong("sallyport.seed", FULL ? System.currentTimeMillis() : 20_261_123);

    private static final String CONTACTS =
            "SELECT id || '|' || v FROM patients, unnest(ARRAY[email, phone]) AS v"
                    + " WHERE v IS NOT NULL";
    private static final String VALUES =
            """
            SELECT id || '|' || v FROM (
              SELECT id, unnest(ARRAY[mrn, email, phone]) AS v FROM patients
              UNION ALL SELECT patient_id, unnest(ARRAY[at::text, notes]) FROM encounters) x
            WHERE v IS NOT NULL
            """;

    private static final List<Way> WAYS = List.of(Way.values());
    private static final String TOO_LONG = "57014";
    private static final int MOST_ROWS = 2_000;

    /** A value as long as that is nobody else's by chance. */
    private static final int TELLING = 9;

    /** Of all queries, those at least that show somebody and are named, and are not. */
    private static final int NAMED = 25;

    private static final int UNNAMED = 25;

    private final Hospital hospital = Hospital.open();
    private final Map<Door, Map<Way, Connection>> connections = new EnumMap<>(Door.class);

    @AfterEach
    void hangUp() throws SQLException {
        for (Map<Way, Connection> ways : connections.values()) {
            for (Connection connection : ways.values()) {
                connection.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nora", "omar"})
    void answersTheSameAndNamesWhoeverIsShown(String login) throws SQLException {
        Map<String, String> whose = whose(login, VALUES);
        int named = 0;
        int unnamed = 0;
        for (int number = 0; number < QUERIES; number++) {
            RandomGenerator chance = new SplittableRandom(SEED + number);
            RandomQuery query = RandomQuery.next(chance);
            Way way = WAYS.get(chance.nextInt(WAYS.size()));
            String which = "-Dsallyport.seed=%d %s %s".formatted(SEED + number, way, query.sql());
            if (!isLarge(login, query.sql())) {
                long before = hospital.events().size();
                Way.Seen seen = answer(login, way, query, which);
                Set<String> people = people(whose, seen);
                List<Subjects> told = hospital.told(before);
                boolean all = told.stream().allMatch(one -> one.basis() != Basis.UNNAMED);
                if (all) {
                    assertThat(missing(people, told)).as(which).isEmpty();
                }
                named += all && !people.isEmpty() ? 1 : 0;
                unnamed += !all && !people.isEmpty() ? 1 : 0;
            }
        }
        assertThat(named).isGreaterThan(QUERIES / NAMED);
        assertThat(unnamed).isGreaterThan(QUERIES / UNNAMED);
    }

    /** Contacts have to be accounted for: whoever's is shown is named, or nothing is shown. */
    @Test
    void showsNothingUnnamedOfAClassThatHasToBeAccountedFor(@TempDir Path folder) throws Exception {
        hospital.apply(accounting(folder), Hospital.people());
        try {
            Map<String, String> whose = whose("nora", CONTACTS);
            int refused = 0;
            int shown = 0;
            for (int number = 0; number < QUERIES; number++) {
                RandomGenerator chance = new SplittableRandom(SEED - number);
                String sql = RandomQuery.next(chance).sql();
                Way way = WAYS.get(chance.nextInt(WAYS.size()));
                if (!isLarge("nora", sql)) {
                    long before = hospital.events().size();
                    Way.Seen seen = way.ask(through(Door.GATEWAY, way, "nora"), sql);
                    hospital.forgive();
                    Set<String> people = people(whose, seen);
                    assertThat(missing(people, hospital.told(before)))
                            .as("-Dsallyport.seed=%d %s %s", SEED - number, way, sql)
                            .isEmpty();
                    shown += people.isEmpty() ? 0 : 1;
                    refused += seen.toString().contains("SP2080") ? 1 : 0;
                }
            }
            assertThat(shown).isGreaterThan(QUERIES / UNNAMED);
            assertThat(refused).isGreaterThan(QUERIES / UNNAMED);
        } finally {
            hospital.apply(Hospital.EXAMPLE.resolve("policy"), Hospital.people());
        }
    }

    private static Path accounting(Path folder) throws IOException {
        return ExamplePolicy.changed(
                folder,
                text ->
                        text.replace(
                                "phi.contact: {label", "phi.contact: {accounting: record, label"));
    }

    /** The gateway's, which is the database's own. */
    private Way.Seen answer(String login, Way way, RandomQuery query, String which)
            throws SQLException {
        Way.Seen bare = way.ask(through(Door.NATIVE, way, login), query.sql());
        Way.Seen seen = way.ask(through(Door.GATEWAY, way, login), query.sql());
        if (seen instanceof Way.Seen.Refusal refused) {
            hospital.forgive();
            assertThat(bare)
                    .as(which)
                    .isInstanceOfSatisfying(
                            Way.Seen.Refusal.class,
                            one -> assertThat(refused.sqlState()).isEqualTo(one.sqlState()));
        } else if (!query.isBounded()) {
            assertThat(cells(seen, way)).as(which).isEqualTo(cells(bare, way));
        } else {
            assertThat(seen).as(which).hasSameClassAs(bare);
        }
        return seen;
    }

    /** Rows in whatever order; one with binary lengths in it is not cut into lines. */
    private static List<String> cells(Way.Seen seen, Way way) {
        return switch (seen) {
            case Way.Seen.Rows(List<String> rows) ->
                    way == Way.COPY_BINARY
                            ? List.of(String.valueOf(rows.getFirst().length()))
                            : rows.stream().flatMap(String::lines).sorted().toList();
            case Way.Seen.Refusal refusal -> List.of(refusal.sqlState());
        };
    }

    /** It takes too long for a test, or has more rows than one should hold twice. */
    private boolean isLarge(String login, String sql) throws SQLException {
        try (Connection impatient =
                hospital.connect(Door.NATIVE, login, "options", "-c statement_timeout=500")) {
            String rows = "SELECT count(*) FROM (" + sql + ") AS asked";
            return Integer.parseInt(Hospital.rows(impatient, rows).getFirst()) > MOST_ROWS;
        } catch (SQLException e) {
            return TOO_LONG.equals(e.getSQLState());
        }
    }

    private Connection through(Door door, Way way, String login) throws SQLException {
        Map<Way, Connection> ways =
                connections.computeIfAbsent(door, _ -> new EnumMap<>(Way.class));
        Connection known = ways.get(way);
        if (known == null) {
            known = way.connect(hospital, door, login);
            ways.put(way, known);
        }
        return known;
    }

    /**
     * Values of one patient and no other, as the person sees them.
     *
     * @param values with whose they are before them
     */
    private Map<String, String> whose(String login, String values) throws SQLException {
        Map<String, String> whose = new HashMap<>();
        Set<String> several = new HashSet<>();
        for (String row : hospital.sees(Door.NATIVE, login, values)) {
            String id = row.substring(0, row.indexOf('|'));
            String value = row.substring(row.indexOf('|') + 1).toLowerCase(Locale.ROOT);
            String other = whose.put(value, id);
            if (value.length() < TELLING || (other != null && !other.equals(id))) {
                several.add(value);
            }
        }
        whose.keySet().removeAll(several);
        return whose;
    }

    /** The patients of whom something is seen. */
    private static Set<String> people(Map<String, String> whose, Way.Seen seen) {
        if (!(seen instanceof Way.Seen.Rows(List<String> rows))) {
            return Set.of();
        }
        String text = String.join("\n", rows).toLowerCase(Locale.ROOT);
        return whose.entrySet().stream()
                .filter(value -> text.contains(value.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /** Those of them who are named by neither of the keys that a patient has. */
    private static Set<String> missing(Set<String> people, List<Subjects> told) {
        Set<Pseudonym> named = told.stream().flatMap(Subjects::named).collect(Collectors.toSet());
        return people.stream()
                .filter(id -> !named.contains(Hospital.pseudonym(id)))
                .filter(id -> !named.contains(Hospital.pseudonymOfNumber(number(id))))
                .collect(Collectors.toSet());
    }

    private static String number(String id) {
        return "MRN%06d".formatted(Long.parseLong(id));
    }
}
