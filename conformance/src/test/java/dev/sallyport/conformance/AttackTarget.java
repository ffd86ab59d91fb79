package dev.sallyport.conformance;

import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.SampleHospital;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The corpus's hospital on one release, behind the database door of the sample policy. */
final class AttackTarget {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    /** Nurses write a phone number in the corpus. */
    private static final String NURSE_WRITES =
            "      - on: ehr.hosp.encounters\n        rows: my_clinics\n";

    private static final String ONE_MORE =
            "      - {on: ehr.hosp.patients, rows: my_clinics, edit: {update: [phone]}}\n";

    /** No answer by then is a hang; the longest statement takes well under a second. */
    private static final String ANSWER_SECONDS = "30";

    /** Everything a person could have changed beside rows. */
    private static final String CATALOGS =
            """
            SELECT md5(concat_ws('|',
              (SELECT string_agg(a::text, '' ORDER BY a.oid) FROM pg_authid a),
              (SELECT string_agg(m::text, '' ORDER BY m.roleid, m.member) FROM pg_auth_members m),
              (SELECT string_agg(s::text, '' ORDER BY s.setrole, s.setdatabase) FROM pg_db_role_setting s),
              (SELECT string_agg(concat_ws(',', c.oid, c.relname, c.relowner, c.relacl, c.reloptions, c.relrowsecurity,
                                           c.relforcerowsecurity), '' ORDER BY c.oid) FROM pg_class c WHERE c.oid >= 16384),
              (SELECT string_agg(a.attacl::text, '' ORDER BY a.attrelid, a.attnum) FROM pg_attribute a WHERE a.attacl IS NOT NULL),
              (SELECT string_agg(n::text, '' ORDER BY n.oid) FROM pg_namespace n WHERE n.nspname !~ '^pg_(toast_)?temp'),
              (SELECT string_agg(p::text, '' ORDER BY p.oid) FROM pg_proc p WHERE p.oid >= 16384),
              (SELECT string_agg(p::text, '' ORDER BY p.oid) FROM pg_policy p),
              (SELECT string_agg(d::text, '' ORDER BY d.oid) FROM pg_default_acl d),
              (SELECT string_agg(concat_ws(',', d.oid, d.datdba, d.datacl), '' ORDER BY d.oid) FROM pg_database d),
              (SELECT string_agg(t.oid::text, '' ORDER BY t.oid) FROM pg_trigger t),
              (SELECT string_agg(r.oid::text, '' ORDER BY r.oid) FROM pg_rewrite r WHERE r.oid >= 16384),
              (SELECT string_agg(l.oid::text, '' ORDER BY l.oid) FROM pg_largeobject_metadata l),
              (SELECT string_agg(s.slot_name, '' ORDER BY 1) FROM pg_replication_slots s),
              (SELECT string_agg(e.oid::text, '' ORDER BY e.oid) FROM pg_event_trigger e)))
            """;

    /** Every row of every table; a changed one changes the sum. Sequences move before a refusal. */
    private static final String ROWS =
            """
            SELECT concat_ws('|', (SELECT sum(hashtext(t::text)) FROM hosp.patients t),
              (SELECT sum(hashtext(t::text)) FROM hosp.encounters t), (SELECT sum(hashtext(t::text)) FROM hosp.diagnoses t),
              (SELECT sum(hashtext(t::text)) FROM hosp.mental_health_notes t),
              (SELECT sum(hashtext(t::text)) FROM hosp.prescriptions t), (SELECT sum(hashtext(t::text)) FROM hosp.invoices t),
              (SELECT sum(hashtext(t::text)) FROM hosp.staff_clinics t), (SELECT sum(hashtext(t::text)) FROM hosp.staff t),
              (SELECT sum(hashtext(t::text)) FROM sp.held t))
            """;

    final String database;
    private final RealPostgres postgres;

    private AttackTarget(RealPostgres postgres, String database) {
        this.postgres = postgres;
        this.database = database;
    }

    static AttackTarget open(PostgresRelease release) throws SQLException, IOException {
        RealPostgres postgres = RealPostgres.of(release);
        var target = new AttackTarget(postgres, postgres.newDatabase());
        try (Connection admin = target.admin()) {
            run(admin, Files.readString(SampleHospital.FOLDER.resolve("schema.sql")));
            run(admin, resource("people.sql"));
        }
        target.apply();
        return target;
    }

    private void apply() throws IOException {
        Path folder = Scratch.folder("attacks");
        ExamplePolicy.changed(folder, text -> text.replace(NURSE_WRITES, ONE_MORE + NURSE_WRITES));
        Files.writeString(folder.resolve("40-attacks.yaml"), resource("policy.yaml"));
        Path people = Files.writeString(folder.resolve("people.txt"), resource("people.yaml"));
        Policy policy =
                switch (PolicyReader.read(folder)) {
                    case PolicyReading.Accepted accepted -> accepted.policy();
                    case PolicyReading.Rejected rejected ->
                            throw new AssertionError(rejected.problems().toString());
                };
        var directory =
                switch (DirectoryReader.read(people)) {
                    case DirectoryReading.Accepted accepted -> accepted.directory();
                    case DirectoryReading.Rejected rejected ->
                            throw new AssertionError(rejected.problems().toString());
                };
        var provisioner =
                new Provisioner(
                        new TargetDatabase(
                                "ehr",
                                postgres.url(database),
                                RealPostgres.ADMIN,
                                postgres.adminPassword()),
                        Hospital::nativeSecret);
        var plan =
                switch (provisioner.plan(policy, Entitlements.at(NOW, policy, directory))) {
                    case PlanReading.Planned(var made) -> made;
                    case PlanReading.Refused(var problems) ->
                            throw new AssertionError(problems.toString());
                };
        if (provisioner.apply(plan) instanceof Applied.Failed(var problem)) {
            throw new AssertionError(problem.toString());
        }
    }

    Connection admin() throws SQLException {
        return postgres.asAdmin(database);
    }

    /** As somebody of the corpus: our people by their accounts, its intruders by its password. */
    Connection as(String login) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", login);
        properties.setProperty(
                "password", login.equals("u_evil") ? "pw" : Hospital.nativeSecret(login));
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        return DriverManager.getConnection(postgres.url(database), properties);
    }

    static String catalogs(Connection admin) throws SQLException {
        return first(admin, CATALOGS);
    }

    static String rows(Connection admin) throws SQLException {
        return first(admin, ROWS);
    }

    /** Role to verifier, as {@code ALTER ROLE} takes both. */
    static Map<String, String> passwords(Connection admin) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT quote_ident(rolname), rolpassword FROM pg_authid WHERE"
                                        + " rolpassword IS NOT NULL")) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    private static String first(Connection admin, String sql) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = AttackTarget.class.getResourceAsStream("attacks/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
