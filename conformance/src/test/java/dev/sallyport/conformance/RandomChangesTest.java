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
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is changed, both doors do the same, and whoever's rows were changed or shown is named,
 * or the record says that not everybody is. Another run is {@code -Dsallyport.seed=N}.
 */
final class RandomChangesTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final int CHANGES = Integer.getInteger("sallyport.queries", FULL ? 2_000 : 200);
    private static final long SEED =
            Long.getLong("sallyport.seed", FULL ? System.currentTimeMillis() : 20_261_124);

    private static final List<Way> WAYS =
            Stream.concat(Way.FOR_WRITES.stream(), Stream.of(Way.COPY)).toList();
    private static final String PHYSICIAN = "omar";

    /** Of the physician's role, where more may be changed for the test. */
    private static final String VISITS =
            """
                  - on: ehr.hosp.encounters
                    rows: my_patients
            """;

    private static final String MORE =
            """
                  - {on: ehr.hosp.patients, rows: my_patients, edit: {update: [phone, email, mrn]}}
                  - {on: ehr.hosp.prescriptions, rows: my_patients, edit: {delete: true}}
            """;

    /** The database's own word for whose rows a transaction has touched. */
    private static final String WITNESS =
            """
            CREATE FUNCTION public.touched() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
              key text := TG_ARGV[0];
              was text := to_jsonb(OLD) ->> key;
              is_now text := to_jsonb(NEW) ->> key;
            BEGIN
              PERFORM set_config('witness.touched', concat_ws(' ',
                nullif(current_setting('witness.touched', true), ''), was, is_now), false);
              RETURN NULL;
            END $$;
            CREATE TRIGGER witness AFTER INSERT OR UPDATE OR DELETE ON hosp.encounters
              FOR EACH ROW EXECUTE FUNCTION public.touched('patient_id');
            CREATE TRIGGER witness AFTER INSERT OR UPDATE OR DELETE ON hosp.prescriptions
              FOR EACH ROW EXECUTE FUNCTION public.touched('patient_id');
            CREATE TRIGGER witness AFTER INSERT OR UPDATE OR DELETE ON hosp.patients
              FOR EACH ROW EXECUTE FUNCTION public.touched('id')
            """;

    private static final String ASKED = "SELECT current_setting('witness.touched', true)";

    /** Of all changes, those at least that touch somebody and are named, and are not. */
    private static final int NAMED = 4;

    private static final int UNNAMED = 25;

    private final Hospital hospital = Hospital.open();

    @BeforeEach
    void watch() throws SQLException {
        asAdmin(WITNESS);
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        asAdmin("DROP FUNCTION public.touched() CASCADE");
        hospital.apply(SampleHospital.FOLDER.resolve("policy"), Hospital.people());
    }

    /** The example's, with more that a physician may change. */
    private static String policy(String text) {
        return text.replace(VISITS, MORE + VISITS)
                .replace("update: [notes]}", "update: [notes, kind]}")
                .replace("update_without_where, delete_without_where", "truncate");
    }

    @Test
    void doesTheSameAndNamesWhoeverIsTouched(@TempDir Path folder) throws Exception {
        hospital.apply(ExamplePolicy.changed(folder, RandomChangesTest::policy), Hospital.people());
        Telling telling = Telling.of(hospital, PHYSICIAN);
        List<String> patients = hospital.sees(Door.NATIVE, PHYSICIAN, "SELECT id FROM patients");
        int named = 0;
        int unnamed = 0;
        try (BothDoors doors = new BothDoors(hospital, PHYSICIAN)) {
            for (int number = 0; number < CHANGES; number++) {
                RandomGenerator chance = new SplittableRandom(SEED + number);
                RandomChange change = new RandomChange(chance, patients);
                String sql = change.next();
                Way way = WAYS.get(chance.nextInt(WAYS.size()));
                String which = "-Dsallyport.seed=%d %s %s".formatted(SEED + number, way, sql);
                long before = hospital.recorded();
                Way.Seen seen = doors.same(way, sql, change.varies(), which);
                List<Subjects> told = hospital.told(before);
                Set<String> touched = seen instanceof Way.Seen.Rows ? touched(sql) : Set.of();
                boolean all = !has(told, Basis.UNNAMED) && !has(told, Basis.AGGREGATE);
                Set<String> people = new HashSet<>(all ? touched : Set.of());
                if (!has(told, Basis.UNNAMED)) {
                    people.addAll(telling.people(seen));
                }
                assertThat(Telling.missing(people, told)).as(which).isEmpty();
                named += all && !touched.isEmpty() ? 1 : 0;
                unnamed += !all && !touched.isEmpty() ? 1 : 0;
            }
        }
        assertThat(named).isGreaterThan(CHANGES / NAMED);
        assertThat(unnamed).isGreaterThan(CHANGES / UNNAMED);
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void showsNothingOfAClassThatIsKept(Kept kept, @TempDir Path folder) throws Exception {
        hospital.apply(
                ExamplePolicy.changed(folder, text -> kept.in(policy(text))), Hospital.people());
        Telling telling = Telling.ofContacts(hospital, PHYSICIAN);
        List<String> patients = hospital.sees(Door.NATIVE, PHYSICIAN, "SELECT id FROM patients");
        List<Way> ways = WAYS.stream().filter(kept.ways()::contains).toList();
        int refused = 0;
        int shown = 0;
        try (BothDoors doors = new BothDoors(hospital, PHYSICIAN)) {
            for (int number = 0; number < CHANGES; number++) {
                RandomGenerator chance = new SplittableRandom(SEED - number);
                String sql = new RandomChange(chance, patients).next();
                Way way = ways.get(chance.nextInt(ways.size()));
                long before = hospital.recorded();
                Way.Seen seen = doors.ask(Door.GATEWAY, way, sql);
                Set<String> people = telling.people(seen);
                assertThat(kept.wrong(people, hospital.told(before)))
                        .as("-Dsallyport.seed=%d %s %s", SEED - number, way, sql)
                        .isEmpty();
                shown += kept.isWhatMayBe(people, seen) ? 1 : 0;
                refused += seen.toString().contains(kept.code()) ? 1 : 0;
            }
        }
        assertThat(shown).isPositive();
        assertThat(refused).isGreaterThan(CHANGES / UNNAMED);
    }

    private static boolean has(List<Subjects> told, Basis basis) {
        return told.stream().anyMatch(one -> one.basis() == basis);
    }

    private Set<String> touched(String sql) throws SQLException {
        try (Connection direct = hospital.connect(Door.NATIVE, PHYSICIAN)) {
            direct.setAutoCommit(false);
            try (Statement statement = direct.createStatement()) {
                statement.execute(sql);
            }
            String ids = String.valueOf(Rows.of(direct, ASKED).getFirst());
            return ids.isEmpty() || ids.equals("null")
                    ? Set.of()
                    : Set.copyOf(List.of(ids.split(" ")));
        }
    }

    private void asAdmin(String sql) throws SQLException {
        try (Connection admin = hospital.admin(SampleHospital.DATABASE);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
