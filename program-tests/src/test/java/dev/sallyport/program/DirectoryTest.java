package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogReader;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an identity provider says of people is true at both doors, in and out. */
final class DirectoryTest {
    /** A plan of the sample and its apply, on a busy machine. */
    private static final Duration JOINED = Duration.ofSeconds(30);

    private static final String ZIP = "ehr.hosp.patients.zip";

    private static final String OUT =
            "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}";
    private static final String BACK = "{\"op\":\"replace\",\"value\":{\"active\":true}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static RunningDemo demo;

    @SuppressWarnings("NullAway.Init")
    private static ControlClient provider;

    @BeforeAll
    static void startTheWholeServer() throws IOException, InterruptedException {
        data = folder.resolve("data");
        demo = RunningDemo.withControlPlane(data, SampleHospital.FOLDER.resolve("policy"));
        Program.Finished issued = command("scim", "issue", "okta");
        assertThat(issued.exit()).as(issued.output()).isZero();
        provider =
                new ControlClient(
                        demo.controlPort(),
                        data.resolve("keys/control.crt"),
                        issued.output().lines().findFirst().orElseThrow());
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void joinsLeavesAndComesBackAtBothDoors() throws Exception {
        String id = join("zoe", 2);
        group("data-science", id);
        try (Connection zoe = signsIn("zoe")) {
            assertThat(first(zoe, "SELECT count(*) > 0 FROM patients")).isEqualTo("t");
            assertThatThrownBy(() -> first(zoe, "SELECT ssn FROM patients"))
                    .hasMessageContaining("SP20");

            provider.patch("Users/" + id, OUT);

            assertThatThrownBy(() -> first(zoe, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> demo.connect("zoe")).hasMessageContaining("SP4002");
        assertThat(inDatabase("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'zoe'"))
                .isEqualTo("f");
        assertThat(recorded("person.suspended", "zoe")).isTrue();

        // What the folder says is applied again, and knows nothing of her.
        Program.Finished applied = command("apply");
        assertThat(applied.exit()).as(applied.output()).isZero();
        assertThatThrownBy(() -> demo.connect("zoe")).hasMessageContaining("SP4002");

        provider.patch("Users/" + id, BACK);
        signsIn("zoe").close();
    }

    @Test
    void rotatesTheKeyThatSecondFactorsAreSealedUnder() throws Exception {
        Program.Finished rotated = command("secrets", "rotate");

        assertThat(rotated.exit()).as(rotated.output()).isZero();
        assertThat(rotated.output()).contains("Sealed 0 second factors under another key.");
        assertThat(data.resolve("keys/second-factors")).doesNotExist();
        assertThat(data.resolve("keys/second-factors-2")).exists();
    }

    /** Somebody of the file of people is the directory's from the moment it speaks of them. */
    @Test
    void takesSomebodyOverFromTheFileOfPeople() throws Exception {
        demo.connect("frank").close();
        String id = join("frank", 1);
        provider.patch("Users/" + id, OUT);
        assertThatThrownBy(() -> demo.connect("frank")).hasMessageContaining("SP4002");
        demo.connect("nora").close();
    }

    /**
     * A small site has no identity provider, and its people are true at both doors all the same.
     */
    @Test
    void takesPeopleFromATableOnceItWasSeen() throws Exception {
        Path table =
                Files.writeString(
                        folder.resolve("people.csv"),
                        "userName,name,groups,clinics,staff_id\ntilda@x.example,Tilda,data-science,2,907\n");
        Program.Finished seen = command("people", "import", table.toString());
        assertThat(seen.exit()).as(seen.output()).isEqualTo(2);
        assertThat(seen.output()).contains("tilda", "joined", "group given");
        assertThat(command("people", "show", "tilda").output()).contains("SP7103 ");
        Matcher code = Pattern.compile("--seen ([0-9a-f]+)").matcher(seen.output());
        assertThat(code.find()).isTrue();

        Program.Finished done =
                command("people", "import", table.toString(), "--apply", "--seen", code.group(1));
        assertThat(done.exit()).as(done.output()).isZero();
        signsIn("tilda").close();
        assertThat(command("can", "tilda").exit()).isZero();
        assertThat(command("who-can", "see", ZIP).output()).contains("tilda");
        assertThat(command("people", "ls").output()).contains("tilda", "csv", "data-science");
        assertThat(command("people", "show", "tilda@x.example").output())
                .contains(
                        "state        active",
                        "doors        know the account `tilda`",
                        "by cli:" + System.getProperty("user.name") + ": csv import people.csv");
        assertThat(recorded("person.joined", "tilda")).isTrue();
        assertThat(command("people", "sync").output()).contains("SP7185 ");
        assertThat(command("people", "hand", "tilda", "--to", "ldap").output()).contains("SP7185 ");

        Files.writeString(table, "userName,name,end\ntilda@x.example,Tilda,soon\n");
        Program.Finished refused = command("people", "import", table.toString(), "--apply");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("SP7114 people.csv:2 `soon`");
        Files.writeString(table, "userName,name,end\ntilda@x.example,Tilda,2026-01-31\n");
        assertThat(command("people", "import", table.toString(), "--apply").output())
                .contains("active -> left");
        assertThatThrownBy(() -> demo.connect("tilda")).hasMessageContaining("SP4002");
        assertThat(command("why", "tilda", "see", ZIP).exit()).isNotZero();
        assertThat(command("who-can", "see", ZIP).output()).doesNotContain("tilda");
    }

    /** A program of somebody who may sees who is signed in, and ends it. */
    @Test
    void endsASessionOverTheApi() throws Exception {
        Program.Finished issued =
                command(
                        "api-key",
                        "issue",
                        "ada",
                        "watch",
                        "--scope",
                        "sessions:read",
                        "--scope",
                        "sessions:write");
        assertThat(issued.exit()).as(issued.output()).isZero();
        ControlClient program =
                new ControlClient(
                        demo.controlPort(),
                        data.resolve("keys/control.crt"),
                        issued.output().lines().findFirst().orElseThrow());
        try (Connection nora = demo.connect("nora")) {
            JsonNode session = program.get("/api/v1/sessions?login=nora").path("sessions").path(0);
            assertThat(session.path("purpose").asString()).isEqualTo("treatment");

            program.post(
                    "/api/v1/sessions/" + session.path("id").asString() + "/end",
                    "{\"reason\":\"left the desk\"}");

            assertThatThrownBy(() -> first(nora, "SELECT 1"))
                    .hasMessageContaining("SP4038 ada ended your session: left the desk");
        }
        assertThat(recorded("session.ended", "nora")).isTrue();
        assertThat(program.get("/api/v1/sessions?login=nora").path("sessions").size()).isZero();
    }

    /** What is typed elsewhere is done here, under the rights of whoever asks. */
    @Test
    void doesWhatIsTypedElsewhere() throws Exception {
        String key =
                command(
                                "api-key",
                                "issue",
                                "ada",
                                "laptop",
                                "--scope",
                                "sessions:read",
                                "--scope",
                                "sessions:write")
                        .output()
                        .lines()
                        .findFirst()
                        .orElseThrow();
        Path file = data.resolveSibling("elsewhere.key");
        Files.writeString(file, key + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (Connection nora = demo.connect("nora")) {
            Program.Finished seen = elsewhere(file, "session", "ls", "--json");
            assertThat(seen.exit()).as(seen.output()).isZero();
            JsonNode session =
                    JsonMapper.shared()
                            .readTree(seen.output())
                            .path("sessions")
                            .valueStream()
                            .filter(one -> one.path("person").asString().equals("nora"))
                            .findFirst()
                            .orElseThrow();

            Program.Finished killed =
                    elsewhere(
                            file,
                            "session",
                            "kill",
                            session.path("id").asString(),
                            "--reason",
                            "left the desk");

            assertThat(killed.exit()).as(killed.output()).isZero();
            assertThatThrownBy(() -> first(nora, "SELECT 1"))
                    .hasMessageContaining("SP4038 console:ada/key:");
        }
        assertThat(elsewhere(file, "plan").output()).contains("SP7205", "policy:read");
        assertThat(elsewhere(file, "token", "issue", "nora").output()).contains("SP7300");
        assertThat(recorded("command.given", "session-kill")).isTrue();
        Files.writeString(file, "sp_key_" + "A".repeat(43) + "00000000");
        assertThat(elsewhere(file, "session", "ls").output()).contains("SP7102");
    }

    private static Program.Finished elsewhere(Path key, String... words) throws IOException {
        return Sallyport.program(
                        Stream.concat(
                                        Stream.of(words),
                                        Stream.of(
                                                "--server",
                                                "https://127.0.0.1:" + demo.controlPort(),
                                                "--ca",
                                                data.resolve("keys/control.crt").toString(),
                                                "--key-file",
                                                key.toString()))
                                .toArray(String[]::new))
                .run();
    }

    /** What somebody could log in by before there was a gateway ends with their employment, too. */
    @Test
    void shutsTheLoginThatALeaverHadWithoutUs() throws Exception {
        inDatabase("CREATE ROLE old_ray LOGIN PASSWORD 'before us'");
        String id = join("ray", 1);
        assertThat(command("logins", "ls", "--due").output())
                .containsPattern("old_ray +yes +0 +nobody's +say whose it is");
        assertThat(command("logins", "map", "old_ray", "--to", "ray").exit()).isEqualTo(64);

        Program.Finished mapped =
                command("logins", "map", "old_ray", "--to", "ray", "--reason", "his own word");
        assertThat(mapped.exit()).as(mapped.output()).isZero();
        assertThat(recorded("person.login.mapped", "ray")).isTrue();
        assertThat(command("logins", "ls", "--due").output()).doesNotContain("old_ray");

        provider.patch("Users/" + id, OUT);

        assertThat(inDatabase("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'old_ray'"))
                .isEqualTo("f");
        assertThat(command("logins", "ls").output())
                .containsPattern("old_ray +shut +0 +ray, suspended");
        assertThat(command("drift").output()).doesNotContain("old_ray");
        assertThat(command("logins", "unmap", "old_ray", "--reason", "a test").exit()).isZero();
        inDatabase("DROP ROLE old_ray");
    }

    private static String join(String login, int clinic) throws Exception {
        return provider.post(
                        "Users",
                        """
                        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                         "userName": "%1$s@hospital.example", "active": true,
                         "name": {"givenName": "%1$s", "familyName": "Told"},
                         "urn:sallyport:params:scim:schemas:1.0:User":
                           {"login": "%1$s", "clinics": ["%2$d"], "staff_id": ["90%2$d"]}}
                        """
                                .formatted(login, clinic))
                .get("id")
                .asString();
    }

    private static void group(String name, String member) throws Exception {
        provider.post(
                "Groups",
                """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                 "displayName": "%s", "members": [{"value": "%s"}]}
                """
                        .formatted(name, member));
    }

    private static Connection signsIn(String login) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return demo.connect(login);
            } catch (SQLException notYet) {
                if (System.nanoTime() - begun > JOINED.toNanos()) {
                    throw notYet;
                }
            }
        }
    }

    /** The first value of what has rows. */
    private static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String inDatabase(String sql) throws SQLException, IOException {
        try (Connection admin = RunningDemo.asAdministrator(data, SampleHospital.DATABASE)) {
            return first(admin, sql);
        }
    }

    private static boolean recorded(String type, String about) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(demo.record())) {
            return events.map(LogReader.LoggedEvent::json)
                    .anyMatch(json ->
                            json.contains("\"type\":\"" + type + "\"")
                                    && json.contains(":\"" + about + "\""));
        }
    }

    private static Program.Finished command(String... words) throws IOException {
        return Sallyport.program(
                        Stream.concat(Stream.of(words), Stream.of("--data", data.toString()))
                                .toArray(String[]::new))
                .run();
    }
}
