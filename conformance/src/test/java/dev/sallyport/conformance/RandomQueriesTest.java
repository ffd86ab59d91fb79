package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.SampleHospital;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is asked, both doors answer the same, and whoever is shown is named, or the record says
 * that not everybody is. Another run is {@code -Dsallyport.seed=N}.
 */
final class RandomQueriesTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final int QUERIES = Integer.getInteger("sallyport.queries", FULL ? 2_000 : 200);
    private static final long SEED =
            Long.getLong("sallyport.seed", FULL ? System.currentTimeMillis() : 20_261_123);

    private static final List<Way> WAYS = List.of(Way.values());
    private static final List<Way> LINES =
            WAYS.stream().filter(way -> way != Way.COPY_BINARY).toList();

    /** Of the role, and what is added behind it. */
    private static final String NURSE = "    reason: Cares for the patients of their clinics.\n";

    private static final int LIMIT = 6;
    private static final String LIMITED = "    limits: {rows_per_query: %d}\n".formatted(LIMIT);
    private static final String TOO_LONG = "57014";
    private static final int MOST_ROWS = 2_000;

    /** Of all queries, those at least that show somebody and are named, and are not. */
    private static final int NAMED = 25;

    private static final int UNNAMED = 25;

    /** The same, that show contacts although they are kept. */
    private static final int SHOWN = 50;

    private final Hospital hospital = Hospital.open();
    private final Map<String, Connection> counting = new HashMap<>();

    @AfterEach
    void close() throws SQLException {
        for (Connection one : counting.values()) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nora", "omar"})
    void answersTheSameAndNamesWhoeverIsShown(String login) throws SQLException {
        Telling telling = Telling.of(hospital, login);
        int named = 0;
        int unnamed = 0;
        try (BothDoors doors = new BothDoors(hospital, login)) {
            for (int number = 0; number < QUERIES; number++) {
                RandomGenerator chance = new SplittableRandom(SEED + number);
                RandomQuery query = new RandomQuery(chance);
                String sql = query.next();
                Way way = WAYS.get(chance.nextInt(WAYS.size()));
                if (!isLarge(login, sql)) {
                    String which = which(SEED + number, way, sql);
                    long before = hospital.recorded();
                    Way.Seen seen = doors.same(way, sql, query.isBounded(), which);
                    Set<String> people = telling.people(seen);
                    List<Subjects> told = hospital.told(before);
                    boolean all = told.stream().allMatch(one -> one.basis() != Basis.UNNAMED);
                    if (all) {
                        assertThat(Telling.missing(people, told)).as(which).isEmpty();
                    }
                    named += all && !people.isEmpty() ? 1 : 0;
                    unnamed += !all && !people.isEmpty() ? 1 : 0;
                }
            }
        }
        assertThat(named).isGreaterThan(QUERIES / NAMED);
        assertThat(unnamed).isGreaterThan(QUERIES / UNNAMED);
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void showsNothingOfAClassThatIsKept(Kept kept, @TempDir Path folder) throws Exception {
        hospital.apply(ExamplePolicy.changed(folder, kept::in), Hospital.people());
        try (BothDoors doors = new BothDoors(hospital, "nora")) {
            Telling telling = Telling.ofContacts(hospital, "nora");
            int refused = 0;
            int shown = 0;
            for (int number = 0; number < QUERIES; number++) {
                RandomGenerator chance = new SplittableRandom(SEED - number);
                String sql = new RandomQuery(chance).next();
                Way way = kept.ways().get(chance.nextInt(kept.ways().size()));
                if (!isLarge("nora", sql)) {
                    long before = hospital.recorded();
                    Way.Seen seen = doors.ask(Door.GATEWAY, way, sql);
                    Set<String> people = telling.people(seen);
                    assertThat(kept.wrong(people, hospital.told(before)))
                            .as(which(SEED - number, way, sql))
                            .isEmpty();
                    shown += kept.isWhatMayBe(people, seen) ? 1 : 0;
                    refused += seen.toString().contains(kept.code()) ? 1 : 0;
                }
            }
            assertThat(shown).isGreaterThan(QUERIES / SHOWN);
            assertThat(refused).isGreaterThan(QUERIES / UNNAMED);
        } finally {
            hospital.apply(SampleHospital.FOLDER.resolve("policy"), Hospital.people());
        }
    }

    @Test
    void deliversNoMoreRowsThanARoleGives(@TempDir Path folder) throws Exception {
        hospital.apply(
                ExamplePolicy.changed(folder, text -> text.replace(NURSE, NURSE + LIMITED)),
                Hospital.people());
        try (BothDoors doors = new BothDoors(hospital, "nora")) {
            int refused = 0;
            for (int number = 0; number < QUERIES; number++) {
                RandomGenerator chance = new SplittableRandom(SEED + number);
                String sql = new RandomQuery(chance).next();
                Way way = LINES.get(chance.nextInt(LINES.size()));
                if (RandomQuery.asksATable(sql) && !isLarge("nora", sql)) {
                    Way.Seen seen = doors.ask(Door.GATEWAY, way, sql);
                    if (seen instanceof Way.Seen.Rows(List<String> rows)) {
                        assertThat(rows(way, rows))
                                .as(which(SEED + number, way, sql))
                                .isLessThanOrEqualTo(LIMIT);
                    }
                    refused += seen.toString().contains("SP2070") ? 1 : 0;
                }
            }
            assertThat(refused).isGreaterThan(QUERIES / UNNAMED);
        } finally {
            hospital.apply(SampleHospital.FOLDER.resolve("policy"), Hospital.people());
        }
    }

    /**
     * Those of a COPY are lines of one string; others end with a mark, and names of columns do not.
     */
    private static long rows(Way way, List<String> seen) {
        return way == Way.COPY
                ? seen.getFirst().lines().count()
                : seen.stream().filter(row -> row.endsWith(Way.END)).count();
    }

    private static String which(long seed, Way way, String sql) {
        return "-Dsallyport.seed=%d %s %s".formatted(seed, way, sql);
    }

    /** It takes too long for a test, or has more rows than one should hold twice. */
    private boolean isLarge(String login, String sql) throws SQLException {
        Connection impatient = counting.get(login);
        if (impatient == null) {
            impatient = hospital.connect(Door.NATIVE, login, "options", "-c statement_timeout=500");
            counting.put(login, impatient);
        }
        try {
            // Of whole rows: what nobody counts PostgreSQL does not compute.
            String rows = "SELECT count(asked) FROM (" + sql + ") AS asked";
            return Integer.parseInt(Rows.of(impatient, rows).getFirst()) > MOST_ROWS;
        } catch (SQLException e) {
            return TOO_LONG.equals(e.getSQLState());
        }
    }
}
