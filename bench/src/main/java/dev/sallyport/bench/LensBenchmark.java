package dev.sallyport.bench;

import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A nurse's reads through the lens against the same reads with the predicate written by hand on the
 * base tables, on a million patients and two million encounters in a hundred clinics, one of them
 * hers. By hand in two ways: looking up the clinics of whoever signed in, which is what the lens
 * does and what it is judged by; and with her clinic as a constant, which asks nothing of anybody.
 * Run by {@code bench/lens.sh}.
 */
public final class LensBenchmark {
    private static final String DATABASE = "ehr";
    private static final String SECRET = "known-to-the-benchmark-alone";
    private static final String NURSE = "nora";

    /** Reads the base tables without row security and has the clinic that the nurse has. */
    private static final String BY_HAND = "hand";

    /** The condition on a patient's clinic, as somebody would write it without us. */
    private enum Way {
        /**
         * As in the reference policy: the staff's clinics, by login, while the account is alive.
         */
        LOOKUP(
                "clinic_id = ANY (ARRAY(SELECT c.clinic_id FROM hosp.staff_clinics c JOIN hosp.staff"
                        + " w ON w.id = c.staff_id WHERE w.login = session_user::text COLLATE"
                        + " \"default\" AND w.active AND coalesce(w.expires_at, 'infinity') >"
                        + " clock_timestamp()))"),
        CONSTANT("clinic_id = ANY ('{1}'::int[])"),
        LENS("");

        private final String mine;

        Way(String mine) {
            this.mine = mine;
        }

        String sql(Read read) {
            return this == LENS
                    ? read.sql()
                            .replace(":patients", "patients")
                            .replace(":encounters", "encounters")
                    : read.sql()
                            .replace(
                                    ":patients",
                                    "(SELECT id, mrn, first_name, last_name, dob, phone, clinic_id"
                                            + " FROM hosp.patients WHERE "
                                            + mine
                                            + ")")
                            .replace(
                                    ":encounters",
                                    "(SELECT e.id, e.patient_id, e.at, e.kind FROM hosp.encounters e"
                                            + " WHERE EXISTS (SELECT FROM hosp.patients s WHERE s.id"
                                            + " = e.patient_id AND s."
                                            + mine
                                            + "))");
        }
    }

    private static final List<Way> WAYS = List.of(Way.LOOKUP, Way.CONSTANT, Way.LENS);

    private static final Pattern EXECUTION = Pattern.compile("Execution Time: ([0-9.]+) ms");

    /**
     * @param sql with {@code :patients} and {@code :encounters} where the lens or the hand stands
     * @param times how often in a round
     */
    private record Read(String name, String sql, int times) {}

    private static final List<Read> READS =
            List.of(
                    new Read(
                            "point lookup",
                            "SELECT id, mrn, first_name, last_name, dob, phone FROM :patients p WHERE"
                                    + " id = ?",
                            400),
                    new Read(
                            "range scan",
                            "SELECT id, last_name, dob FROM :patients p WHERE dob BETWEEN date"
                                    + " '1930-01-01' + ?::int % 25000 AND date '1930-01-01' + ?::int %"
                                    + " 25000 + 90",
                            20),
                    new Read("full count", "SELECT count(*) FROM :patients p WHERE ?::int > 0", 10),
                    new Read(
                            "join",
                            "SELECT p.id, p.last_name, e.at, e.kind FROM :patients p JOIN :encounters e"
                                    + " ON e.patient_id = p.id WHERE p.id = ?",
                            400),
                    new Read(
                            "top 50",
                            "SELECT id, last_name FROM :patients p WHERE ?::int > 0 ORDER BY"
                                    + " last_name, id LIMIT 50",
                            40));

    private LensBenchmark() {}

    /**
     * @param arguments an empty folder to work in, the hospital's folder, rounds
     */
    public static void main(String[] arguments) throws Exception {
        Path hospital = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        try (BenchDatabase database =
                BenchDatabase.start(
                        Files.createDirectories(Path.of(arguments[0])),
                        DATABASE,
                        setup(Files.readString(hospital.resolve("schema.sql"))))) {
            apply(hospital, database);
            try (Connection lens = connect(database, NURSE, SECRET);
                    Connection hand = connect(database, BY_HAND, SECRET)) {
                System.out.printf(
                        "%-14s %-8s %10s %10s %10s %8s %10s%n",
                        "read", "", "lookup µs", "const. µs", "lens µs", "/lookup", "/constant");
                for (Read read : READS) {
                    measure(read, lens, hand, rounds);
                }
            }
        }
    }

    private static String[] setup(String schema) {
        return new String[] {
            schema,
            "INSERT INTO hosp.clinics SELECT g, 'Clinic ' || g FROM generate_series(1, 100) g",
            "INSERT INTO hosp.staff(id, login, full_name) SELECT g, 'w' || g, 'W' FROM"
                    + " generate_series(1000, 5999) g UNION ALL SELECT 101, '"
                    + BY_HAND
                    + "', 'Hand' UNION ALL SELECT 102, 'omar', 'Omar'",
            "INSERT INTO hosp.staff_clinics SELECT id, id % 100 + 1 FROM hosp.staff WHERE id >= 1000"
                    + " UNION ALL SELECT 101, 1",
            "CREATE ROLE " + BY_HAND + " LOGIN BYPASSRLS PASSWORD '" + SECRET + "'",
            "GRANT USAGE ON SCHEMA hosp TO " + BY_HAND,
            "GRANT SELECT ON ALL TABLES IN SCHEMA hosp TO " + BY_HAND,
            "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + BY_HAND,
            "INSERT INTO hosp.patients (id, mrn, first_name, last_name, dob, ssn, phone, zip, clinic_id)"
                    + " SELECT g, 'M' || g, 'F' || g % 1000, 'L' || g * 7919::bigint % 1000003, date"
                    + " '1930-01-01' + g % 30000, lpad(g::text, 9, '0'), '555' || g, '12345', g % 100 +"
                    + " 1 FROM generate_series(1, 1000000) g",
            "INSERT INTO hosp.encounters (patient_id, clinic_id, physician_id, at, kind) SELECT (g *"
                    + " 7919::bigint) % 1000000 + 1, (g * 7919::bigint) % 100 + 1, 102, timestamptz"
                    + " '2020-01-01 00:00Z' + g * interval '1 minute', 'visit' FROM"
                    + " generate_series(1, 2000000) g",
            "CREATE INDEX ON hosp.patients (dob)",
            "CREATE INDEX ON hosp.patients (last_name, id)",
            "VACUUM ANALYZE"
        };
    }

    private static void apply(Path hospital, BenchDatabase database) {
        var policy = (PolicyReading.Accepted) PolicyReader.read(hospital.resolve("policy"));
        var people =
                (DirectoryReading.Accepted) DirectoryReader.read(hospital.resolve("people.yaml"));
        var door =
                new Provisioner(
                        new TargetDatabase(
                                DATABASE,
                                database.url(DATABASE),
                                BenchDatabase.ADMIN,
                                database.adminPassword()),
                        login -> SECRET);
        var planned =
                (PlanReading.Planned)
                        door.plan(
                                policy.policy(),
                                Entitlements.at(
                                        Instant.now(), policy.policy(), people.directory()));
        if (door.apply(planned.plan()) instanceof Applied.Failed(var problem)) {
            throw new IllegalStateException(problem.toString());
        }
    }

    private static Connection connect(BenchDatabase database, String login, String password)
            throws SQLException {
        return DriverManager.getConnection(
                database.url(DATABASE) + "?prepareThreshold=1", login, password);
    }

    /** The ways take turns within each round, so that a busy moment meets all of them. */
    private static void measure(Read read, Connection lens, Connection hand, int rounds)
            throws SQLException {
        List<List<Double>> inside = empty();
        List<List<Double>> trips = empty();
        var random = new SplittableRandom(1);
        for (int round = 0; round <= rounds; round++) {
            int[] keys = random.ints(read.times(), 1, 9_000).map(key -> key * 100).toArray();
            for (int i = 0; i < WAYS.size(); i++) {
                Way way = WAYS.get(i);
                Connection connection = way == Way.LENS ? lens : hand;
                List<Double> executed = inside(connection, way.sql(read), keys);
                List<Double> answered = trips(connection, way.sql(read), keys);
                // The first round warms caches and plans.
                if (round > 0) {
                    inside.get(i).addAll(executed);
                    trips.get(i).addAll(answered);
                }
            }
        }
        print(read.name(), "inside", inside);
        print("", "trip", trips);
    }

    private static List<List<Double>> empty() {
        return WAYS.stream().<List<Double>>map(way -> new ArrayList<>()).toList();
    }

    private static void print(String read, String where, List<List<Double>> times) {
        double lookup = median(times.get(0));
        double constant = median(times.get(1));
        double lens = median(times.get(2));
        System.out.printf(
                "%-14s %-8s %10.0f %10.0f %10.0f %8.2f %10.2f%n",
                read, where, lookup, constant, lens, lookup / lens, constant / lens);
    }

    /** Microseconds the server says it executed, a plan kept from before. */
    private static List<Double> inside(Connection connection, String sql, int[] keys)
            throws SQLException {
        List<Double> times = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            int parameters = (int) sql.chars().filter(c -> c == '?').count();
            String named = sql;
            for (int i = 1; i <= parameters; i++) {
                named = named.replaceFirst("\\?", "\\$" + i);
            }
            statement.execute("PREPARE measured AS " + named);
            for (int key : keys) {
                String values = String.join(",", Collections.nCopies(parameters, "" + key));
                try (ResultSet rows =
                        statement.executeQuery(
                                "EXPLAIN (ANALYZE, TIMING OFF) EXECUTE measured(" + values + ")")) {
                    while (rows.next()) {
                        Matcher found = EXECUTION.matcher(rows.getString(1));
                        if (found.find()) {
                            times.add(1000 * Double.parseDouble(found.group(1)));
                        }
                    }
                }
            }
            statement.execute("DEALLOCATE measured");
        }
        return times;
    }

    /** Microseconds of a prepared round trip, every row read. */
    private static List<Double> trips(Connection connection, String sql, int[] keys)
            throws SQLException {
        List<Double> times = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            for (int key : keys) {
                for (int i = 1; i <= parameters; i++) {
                    statement.setInt(i, key);
                }
                long begun = System.nanoTime();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
                times.add((System.nanoTime() - begun) / 1000.0);
            }
        }
        return times;
    }

    private static double median(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
