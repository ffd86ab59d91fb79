package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.policy.Adopted;
import dev.sallyport.provision.adopt.AdoptedFolder;
import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a DBA does behind a running demo is on record within two seconds, and can be answered. */
final class DriftTest {
    private static final Duration PROMISE = Duration.ofSeconds(2);
    private static final int DIFFERS = 2;
    private static final int USAGE = 64;

    @TempDir static Path folder;

    private static Path data;
    private static Path policy;
    private static RunningDemo demo;

    @BeforeAll
    static void startADemoWithAPolicyOfItsOwn() throws IOException, InterruptedException {
        data = folder.resolve("data");
        policy = ExamplePolicy.copied(folder.resolve("policy"));
        Files.copy(SampleHospital.FOLDER.resolve("people.yaml"), folder.resolve("people.yaml"));
        demo = RunningDemo.start(data, policy);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void isOnRecordWithinTwoSecondsAndUndone() throws IOException, SQLException {
        assertThat(command("drift").output()).startsWith("OK  ehr is as Sallyport left it");

        asAdmin("CREATE ROLE mallory; GRANT SELECT ON hosp.patients TO mallory");
        long done = System.nanoTime();
        while (recorded("SELECT on table hosp.patients to mallory").isEmpty()) {
            assertThat(System.nanoTime() - done).isLessThan(PROMISE.toNanos());
        }

        Program.Finished listed = command("drift", "--json");
        assertThat(listed.exit()).isEqualTo(DIFFERS);
        JsonNode grant = finding(listed, "grant");
        assertThat(grant.get("severity").asString()).isEqualTo("alert");
        assertThat(grant.get("who").asString()).isEqualTo("sallyport_admin with dba, GRANT");

        Program.Finished undone = command("drift", "revert", grant.get("id").asString());
        assertThat(undone.exit()).as(undone.output()).isZero();
        assertThat(undone.output()).contains("REVOKE SELECT ON TABLE");
        assertThat(recorded("\"st\":\"revert\"")).hasSize(1);

        Program.Finished left = command("drift", "revert");
        assertThat(left.exit()).as(left.output()).isEqualTo(DIFFERS);
        assertThat(left.output()).contains("SP3031", "DROP ROLE \"mallory\"");
        asAdmin("DROP ROLE mallory");
        assertNoDrift();
    }

    @Test
    void givesANewColumnItsClassOrKeepsItAsAnException() throws IOException, SQLException {
        asAdmin("ALTER TABLE hosp.patients ADD nickname text");
        String id = finding(command("drift", "--json"), "column").get("id").asString();

        assertThat(command("drift", "accept", id).output()).startsWith("SP3032");
        Program.Finished past =
                command("drift", "accept", id, "--reason", "soon gone", "--until", "2020-01-01");
        assertThat(past.output()).startsWith("SP3032");
        Program.Finished unknown = command("drift", "accept", "0badcafe");
        assertThat(unknown.output()).startsWith("SP3030");
        Program.Finished noClass = command("drift", "accept", id, "--class", "phi.nick");
        assertThat(noClass.exit()).as(noClass.output()).isEqualTo(USAGE);

        Program.Finished written = command("drift", "accept", id, "--class", "phi.identity");
        assertThat(written.exit()).as(written.output()).isZero();
        assertThat(Files.readString(policy.resolve("10-catalog.yaml")))
                .contains("    primary_physician: ops.key\n    nickname: phi.identity\n");
        assertThat(command("apply", "--policy", policy.toString()).exit()).isZero();
        assertNoDrift();

        asAdmin("ALTER TABLE hosp.patients ADD shoe_size int");
        String other = finding(command("drift", "--json"), "column").get("id").asString();
        Program.Finished kept =
                command("drift", "accept", other, "--reason", "asked for", "--until", "2099-01-01");
        assertThat(kept.exit()).as(kept.output()).isZero();
        assertNoDrift();
    }

    @Test
    void takesAGrantIntoWhatWasAdoptedButNotWhatTheNextApplyTakesBack()
            throws IOException, SQLException {
        asAdmin("CREATE ROLE portal");
        Path adopted = policy.resolve("adopted.yaml");
        Files.writeString(
                adopted,
                AdoptedFolder.text(
                        "ehr",
                        new Adopted(
                                Set.of(new Adopted.NativeRole("portal", List.of())),
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                Set.of())));
        assertThat(command("policy", "fmt").exit()).isZero();
        assertThat(command("apply", "--policy", policy.toString()).exit()).isZero();
        assertThat(command("drift", "revert").exit()).isEqualTo(DIFFERS);
        String role = finding(command("drift", "--json"), "role").get("id").asString();
        Program.Finished kept =
                command("drift", "accept", role, "--reason", "asked", "--until", "2099-01-01");
        assertThat(kept.exit()).as(kept.output()).isZero();

        asAdmin("GRANT SELECT ON hosp.clinics TO portal");
        String id = finding(command("drift", "--json"), "grant").get("id").asString();
        String asWritten = Files.readString(adopted);
        Files.writeString(adopted, "# by hand\n" + asWritten);
        assertThat(command("drift", "accept", id).output()).startsWith("SP3080 no file of");
        Files.writeString(adopted, asWritten);
        Program.Finished accepted = command("drift", "accept", id);
        assertThat(accepted.exit()).as(accepted.output()).isZero();
        assertThat(Files.readString(adopted))
                .contains("on: table", "hosp.clinics", "may: [SELECT]");
        Program.Finished checked = Sallyport.program("policy", "check", policy.toString()).run();
        assertThat(checked.exit()).as(checked.output()).isZero();
        assertNoDrift();

        asAdmin("GRANT sp_role_physician TO portal");
        String ours = finding(command("drift", "--json"), "member").get("id").asString();
        assertThat(
                        command("drift", "accept", ours, "--reason", "no", "--until", "2099-01-01")
                                .output())
                .startsWith("SP3081 `portal in role sp_role_physician`");
        assertThat(command("drift", "revert").exit()).isZero();

        Files.delete(adopted);
        asAdmin("DROP OWNED BY portal; DROP ROLE portal");
        assertThat(command("apply", "--policy", policy.toString()).exit()).isZero();
        String gone = finding(command("drift", "--json"), "grant").get("id").asString();
        Program.Finished left =
                command("drift", "accept", gone, "--reason", "dropped", "--until", "2099-01-01");
        assertThat(left.exit()).as(left.output()).isZero();
        assertNoDrift();
    }

    @Test
    void tellsOfABaselineThatIsGoneAndTakesANewOne() throws IOException, SQLException {
        asAdmin("DELETE FROM sp.baseline");
        String id = finding(command("drift", "--json"), "baseline").get("id").asString();

        assertThat(
                        command("drift", "accept", id, "--reason", "no", "--until", "2099-01-01")
                                .output())
                .startsWith("SP3033");
        assertThat(command("drift", "revert", id).exit()).isZero();
        assertNoDrift();
    }

    @Test
    void runsTheFoldersTestsInTheDatabaseAndFindsWhatSomebodyBroke()
            throws IOException, SQLException {
        Program.Finished asApplied = command("policy", "test", "--live");
        assertThat(asApplied.exit()).as(asApplied.output()).isZero();
        assertThat(asApplied.output()).contains("OK  33 tests: 31 hold in the database, 0 fail");

        asAdmin("GRANT SELECT ON billing_admin.patients TO sp_role_nurse");
        asAdmin("GRANT USAGE ON SCHEMA billing_admin TO sp_role_nurse");
        Program.Finished broken = command("policy", "test", "--live");
        assertThat(broken.exit()).isEqualTo(DIFFERS);
        assertThat(broken.output())
                .contains("SP3060 ", "30-assignments.yaml:", "read `billing_admin.patients`, too");

        assertThat(command("drift", "revert").exit()).isZero();
        assertThat(command("policy", "test", "--live").exit()).isZero();
        assertNoDrift();
    }

    @Test
    void governsASecondDatabaseOfTheClusterWithoutTakingItForDrift()
            throws IOException, SQLException {
        asAdmin("CREATE DATABASE lab");
        asAdmin("lab", "CREATE SCHEMA lab CREATE TABLE samples (id int PRIMARY KEY, result text)");
        Path both = ExamplePolicy.copied(folder.resolve("both"));
        Path catalog = both.resolve("10-catalog.yaml");
        Files.writeString(
                catalog,
                Files.readString(catalog)
                        .replace(
                                "databases:\n",
                                "databases:\n  lab: {engine: postgresql, manage: {schemas: [lab]}}\n")
                        .replace(
                                "columns:\n",
                                "columns:\n  lab.lab.samples: {id: ops.key, result: phi.clinical}\n"));
        Path roles = both.resolve("20-roles.yaml");
        Files.writeString(
                roles,
                Files.readString(roles)
                        + "  technician:\n    owner: l@h.example\n    reason: Runs samples.\n"
                        + "    purposes: [treatment]\n"
                        + "    allow: [{on: lab, rows: all_rows, see: [ops.key, phi.clinical]}]\n");

        Program.Finished applied = command("apply", "--policy", both.toString());
        assertThat(applied.exit()).as(applied.output()).isZero();
        Program.Finished planned = command("plan", "--policy", both.toString());
        assertThat(planned.exit()).as(planned.output()).isZero();
        // That there is another database is all that others did here.
        Program.Finished listed = command("drift", "--json");
        String id = finding(listed, "ehr", "database").get("id").asString();
        assertThat(listed.output().split("\"id\"")).as(listed.output()).hasSize(2);
        Program.Finished kept =
                command("drift", "accept", id, "--reason", "a lab", "--until", "2099-01-01");
        assertThat(kept.exit()).as(kept.output()).isZero();

        assertThat(command("apply", "--policy", policy.toString()).exit()).isZero();
        assertNoDrift();
    }

    private static JsonNode finding(Program.Finished listed, String kind) {
        return finding(listed, "ehr", kind);
    }

    private static JsonNode finding(Program.Finished listed, String database, String kind) {
        JsonNode document = JsonMapper.shared().readTree(listed.output());
        assertThat(document.get("v").asInt()).isEqualTo(1);
        for (JsonNode each : document.get("databases")) {
            for (JsonNode one : each.get("findings")) {
                if (each.get("database").asString().equals(database)
                        && one.get("kind").asString().equals(kind)) {
                    return one;
                }
            }
        }
        throw new AssertionError(listed.output());
    }

    private static List<String> recorded(String words) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(demo.record())) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains("\"type\":\"drift.") && json.contains(words))
                    .toList();
        }
    }

    private static void asAdmin(String sql) throws SQLException, IOException {
        asAdmin("ehr", sql);
    }

    private static void asAdmin(String database, String sql) throws SQLException, IOException {
        try (Connection admin = RunningDemo.asAdministrator(data, database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertNoDrift() throws IOException {
        Program.Finished listed = command("drift");
        assertThat(listed.exit()).as(listed.output()).isZero();
    }

    private static Program.Finished command(String first, String... words) throws IOException {
        String[] all =
                Stream.concat(
                                Stream.concat(Stream.of(first), Stream.of(words)),
                                Stream.of("--data", data.toString()))
                        .toArray(String[]::new);
        return Sallyport.program(all).run();
    }
}
