package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Whatever a directory, operators, the policy and the calendar say in whatever order, of people and
 * of services that are theirs: who may log in natively, which roles the database gives them, which
 * sessions live and which tokens open are what a model of a few lines says.
 */
final class RandomLivesTest {
    private static final int EVENTS = Boolean.getBoolean("sallyport.full") ? 300 : 30;
    private static final long SEED = Long.getLong("sallyport.seed", 7);
    private static final int PEOPLE = 4;
    private static final int SERVICES = 2;

    /** A plan of the sample and its apply, on a busy machine. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private static final String END = "urn:sallyport:params:scim:schemas:1.0:User:employmentEnd";

    private static final String NURSE = "sp_role_nurse";
    private static final String ANALYST = "sp_role_analyst";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static RunningDemo demo;

    @SuppressWarnings("NullAway.Init")
    private static ControlClient provider;

    @SuppressWarnings("NullAway.Init")
    private static ControlClient operator;

    @SuppressWarnings("NullAway.Init")
    private static String analysts;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, Life> lives = new TreeMap<>();
    private final List<String> story = new ArrayList<>();

    /** What was said of somebody, or of a service, and what they have open. */
    private static final class Life {
        String id = "";

        /** Who answers for it; nobody does for people. */
        @Nullable Life owner;

        boolean isActive;
        boolean isAnalyst;
        boolean isNurse;
        Instant ends = Instant.MAX;
        String token = "";
        final Map<Connection, Set<String>> open = new HashMap<>();

        boolean isAtWork() {
            return isActive && Instant.now().isBefore(ends) && (owner == null || owner.isAtWork());
        }

        Set<String> roles() {
            Set<String> roles = new TreeSet<>();
            if (isAtWork() && isNurse) {
                roles.add(NURSE);
            }
            if (isAtWork() && isAnalyst) {
                roles.add(ANALYST);
            }
            return roles;
        }

        /** Whoever is cut off has nothing left, whatever is said later. */
        void cut() {
            token = "";
            open.replaceAll((session, roles) -> Set.of("none that anybody holds"));
        }
    }

    /** What somebody can do. */
    private record Reach(Set<String> roles, boolean logsIn, boolean signsIn, boolean tokenOpens) {}

    @BeforeAll
    static void startTheWholeServer() throws Exception {
        data = folder.resolve("data");
        copyPolicy();
        demo = RunningDemo.withControlPlane(data, folder.resolve("policy"));
        provider = client(command("scim", "issue", "okta"));
        operator = client(command("api-key", "issue", "ada", "test", "--scope", "policy:write"));
        analysts =
                provider.post(
                                "Groups",
                                """
                                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                                 "displayName": "data-science"}
                                """)
                        .get("id")
                        .asString();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void bothDoorsFollowWhateverHappens() throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            lives.put("p" + i, new Life());
        }
        for (int i = 0; i < SERVICES; i++) {
            lives.put("s" + i, new Life());
        }
        for (int event = 0; event < EVENTS; event++) {
            List<Map.Entry<String, Life>> all = List.copyOf(lives.entrySet());
            Map.Entry<String, Life> one = all.get(random.nextInt(all.size()));
            if (one.getKey().startsWith("s")) {
                happenToService(one.getKey(), one.getValue());
            } else {
                happen(one.getKey(), one.getValue());
            }
            settle();
        }
        for (Life life : lives.values()) {
            for (Connection session : life.open.keySet()) {
                session.close();
            }
        }
    }

    private void happen(String login, Life life) throws Exception {
        if (life.id.isEmpty()) {
            told(login, "joins");
            life.id = join(login);
            life.isActive = true;
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> suspend(login, life);
            case 1 -> takeBack(login, life);
            case 2, 3 -> {
                life.isAnalyst = !life.isAnalyst;
                told(login, life.isAnalyst ? "is an analyst" : "is no analyst");
                provider.patch("Groups/" + analysts, member(life));
            }
            case 4, 5 -> {
                life.isNurse = !life.isNurse;
                told(login, life.isNurse ? "is given nurse" : "loses nurse");
                applyPolicy();
            }
            case 6 -> open(login, life);
            case 7 -> {
                if (life.isAtWork()) {
                    ends(login, life);
                }
            }
            default -> throw new AssertionError();
        }
    }

    private void suspend(String login, Life life) throws Exception {
        told(login, "is suspended");
        provider.patch("Users/" + life.id, active("false"));
        life.isActive = false;
        for (Map.Entry<String, Life> gone : cut(life)) {
            // At once, not when both doors know the whole directory.
            for (Connection session : gone.getValue().open.keySet()) {
                assertThat(isAlive(session)).as("%s", story).isFalse();
            }
            assertThat(nativeRoles(gone.getKey()).logsIn()).as("%s", story).isFalse();
        }
    }

    /** Whoever is cut off, with what they answer for. */
    private List<Map.Entry<String, Life>> cut(Life life) {
        List<Map.Entry<String, Life>> all =
                lives.entrySet().stream()
                        .filter(one -> one.getValue() == life || one.getValue().owner == life)
                        .toList();
        all.forEach(one -> one.getValue().cut());
        return all;
    }

    private void happenToService(String login, Life life) throws Exception {
        List<Map.Entry<String, Life>> atWork =
                lives.entrySet().stream()
                        .filter(one -> one.getKey().startsWith("p") && one.getValue().isAtWork())
                        .toList();
        Optional<Map.Entry<String, Life>> owner =
                atWork.isEmpty()
                        ? Optional.empty()
                        : Optional.of(atWork.get(random.nextInt(atWork.size())));
        if (life.id.isEmpty()) {
            if (owner.isPresent()) {
                program(login, "add", "service", login, "--owner", owner.get().getKey());
                life.id = login;
                life.owner = owner.get().getValue();
                life.isActive = true;
            }
            return;
        }
        switch (random.nextInt(7)) {
            case 0 -> {
                if (!life.ends.isBefore(Instant.now())) {
                    program(login, "suspend", login);
                    life.isActive = false;
                    cut(life);
                    assertThat(nativeRoles(login).logsIn()).as("%s", story).isFalse();
                }
            }
            case 1 -> {
                if (life.ends.isBefore(Instant.now())) {
                    program(login, "dates", login);
                    life.ends = Instant.MAX;
                }
                program(login, "activate", login);
                life.isActive = true;
            }
            case 2 -> {
                if (owner.isPresent()) {
                    program(login, "owner", login, "--to", owner.get().getKey());
                    life.owner = owner.get().getValue();
                }
            }
            case 3, 4 -> {
                life.isAnalyst = !life.isAnalyst;
                told(login, life.isAnalyst ? "is given analyst" : "loses analyst");
                applyPolicy();
            }
            case 5 -> open(login, life);
            case 6 -> {
                if (life.isActive && !life.ends.isBefore(Instant.now())) {
                    Instant end = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
                    program(login, "dates", login, "--ends", end.toString());
                    life.ends = end;
                    while (Instant.now().isBefore(end)) {
                        assertThat(nativeRoles(login).roles()).as("%s", story).isSubsetOf(ANALYST);
                    }
                    life.isActive = false;
                    life.cut();
                }
            }
            default -> throw new AssertionError();
        }
    }

    private void program(String login, String... words) throws Exception {
        told(login, String.join(" ", words));
        Program.Finished done =
                command(
                        Stream.of(
                                        Stream.of("program"),
                                        Stream.of(words),
                                        Stream.of("--reason", "Drawn"))
                                .flatMap(all -> all)
                                .toArray(String[]::new));
        assertThat(done.exit()).as("%s %s", story, done.output()).isZero();
    }

    /** What nobody at work answers for is suspended, or no apply is taken. */
    private void suspendOwnerless() throws Exception {
        for (Map.Entry<String, Life> one : lives.entrySet()) {
            Life life = one.getValue();
            boolean isOwned = life.owner == null || life.owner.isAtWork();
            if (!isOwned && life.isActive && Instant.now().isBefore(life.ends)) {
                program(one.getKey(), "suspend", one.getKey());
                life.isActive = false;
                life.cut();
            }
        }
    }

    private void takeBack(String login, Life life) throws Exception {
        told(login, "is taken back");
        if (life.ends.isBefore(Instant.now())) {
            provider.patch("Users/" + life.id, "{\"op\": \"remove\", \"path\": \"" + END + "\"}");
            life.ends = Instant.MAX;
        }
        provider.patch("Users/" + life.id, active("true"));
        life.isActive = true;
    }

    private void open(String login, Life life) throws Exception {
        if (life.roles().isEmpty()) {
            return;
        }
        told(login, "signs in and takes a token");
        life.open.put(demo.connect(login), life.roles());
        life.token = secret(command("token", "issue", login));
    }

    /** Their time is over in a moment; the calendar does the rest. */
    private void ends(String login, Life life) throws Exception {
        told(login, "leaves in two seconds");
        life.ends = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        provider.patch(
                "Users/" + life.id,
                "{\"op\": \"replace\", \"path\": \"%s\", \"value\": \"%s\"}"
                        .formatted(END, life.ends));
        while (Instant.now().isBefore(life.ends)) {
            assertThat(nativeRoles(login).roles()).as("%s", story).isSubsetOf(NURSE, ANALYST);
        }
        life.isActive = false;
        cut(life);
    }

    private void told(String login, String what) {
        story.add(login + " " + what);
    }

    /** Both doors and all sessions are what the model says, within bounds. */
    private void settle() throws Exception {
        long begun = System.nanoTime();
        while (!observed().equals(expected()) || !strayed().isEmpty()) {
            if (System.nanoTime() - begun > SETTLED.toNanos()) {
                assertThat(observed()).as("%s", story).isEqualTo(expected());
                assertThat(strayed()).as("%s", story).isEmpty();
            }
        }
    }

    private Map<String, Reach> expected() {
        Map<String, Reach> all = new TreeMap<>();
        lives.forEach((login, life) -> {
            Set<String> roles = life.roles();
            all.put(
                    login,
                    new Reach(
                            roles,
                            !roles.isEmpty(),
                            !roles.isEmpty(),
                            !roles.isEmpty() && !life.token.isEmpty()));
        });
        return all;
    }

    private Map<String, Reach> observed() throws Exception {
        Map<String, Reach> all = new TreeMap<>();
        for (Map.Entry<String, Life> one : lives.entrySet()) {
            String login = one.getKey();
            String token = one.getValue().token;
            Reach inDatabase = nativeRoles(login);
            all.put(
                    login,
                    new Reach(
                            inDatabase.roles(),
                            inDatabase.logsIn(),
                            opens(login, SampleHospital.PASSWORD),
                            !token.isEmpty() && opens(login, token)));
        }
        return all;
    }

    /** Sessions that live although a right is gone, or died although none is. */
    private List<String> strayed() throws SQLException {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, Life> one : lives.entrySet()) {
            Life life = one.getValue();
            for (Map.Entry<Connection, Set<String>> session : life.open.entrySet()) {
                boolean mayLive = life.roles().containsAll(session.getValue());
                if (isAlive(session.getKey()) != mayLive) {
                    all.add(one.getKey() + (mayLive ? " lost a session" : " kept a session"));
                }
            }
            life.open.keySet().removeIf(session -> !isOpen(session));
        }
        return all;
    }

    private static boolean isOpen(Connection session) {
        try {
            return !session.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isAlive(Connection session) {
        try (Statement statement = session.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException ended) {
            return false;
        }
    }

    private static boolean opens(String login, String password) {
        try (Connection opened =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&socketTimeout=20"
                                .formatted(demo.port(), SampleHospital.DATABASE),
                        login,
                        password)) {
            return isAlive(opened);
        } catch (SQLException refused) {
            return false;
        }
    }

    private static Reach nativeRoles(String login) throws SQLException, IOException {
        try (Connection admin = RunningDemo.asAdministrator(data, SampleHospital.DATABASE);
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT a.rolcanlogin, g.rolname FROM pg_roles a LEFT JOIN"
                                        + " (pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
                                        + " AND g.rolname LIKE 'sp\\_role\\_%') ON m.member = a.oid"
                                        + " WHERE a.rolname = '"
                                        + login
                                        + "'")) {
            Set<String> roles = new TreeSet<>();
            boolean logsIn = false;
            while (rows.next()) {
                logsIn = rows.getBoolean(1);
                if (rows.getString(2) != null) {
                    roles.add(rows.getString(2));
                }
            }
            // Who is suspended keeps memberships that nobody can use.
            return new Reach(logsIn ? roles : Set.of(), logsIn, false, false);
        }
    }

    private static String join(String login) throws Exception {
        return provider.post(
                        "Users",
                        """
                        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                         "userName": "%1$s@hospital.example", "active": true,
                         "name": {"givenName": "%1$s", "familyName": "Told"},
                         "urn:sallyport:params:scim:schemas:1.0:User":
                           {"login": "%1$s", "clinics": ["1"], "staff_id": ["9%2$s"]}}
                        """
                                .formatted(login, login.substring(1)))
                .get("id")
                .asString();
    }

    private static String active(String value) {
        return "{\"op\": \"replace\", \"path\": \"active\", \"value\": " + value + "}";
    }

    private static String member(Life life) {
        return life.isAnalyst
                ? "{\"op\": \"add\", \"path\": \"members\", \"value\": [{\"value\": \""
                        + life.id
                        + "\"}]}"
                : "{\"op\": \"remove\", \"path\": \"members[value eq \\\"" + life.id + "\\\"]\"}";
    }

    /** By somebody who is elsewhere. */
    private void applyPolicy() throws Exception {
        suspendOwnerless();
        StringBuilder lines = new StringBuilder("version: 1\nassignments:\n");
        lives.forEach((login, life) -> {
            if (life.isNurse) {
                lines.append(
                        "  - {person: %s, role: nurse, until: 2027-06-30, reason: Drawn}\n"
                                .formatted(login));
            }
            if (life.isAnalyst && login.startsWith("s")) {
                lines.append(
                        "  - {service: %s, role: analyst, until: 2027-06-30, reason: Drawn}\n"
                                .formatted(login));
            }
        });
        Path drawn = folder.resolve("policy/40-drawn.yaml");
        if (lines.indexOf("  - ") > 0) {
            Files.writeString(drawn, lines.toString());
        } else {
            Files.deleteIfExists(drawn);
        }
        long begun = System.nanoTime();
        JsonNode done = apply();
        while (done.path("exit").asInt() != 0) {
            // Both doors are about to hear of a service that was added a moment ago.
            assertThat(done.toString()).contains("SP7260");
            assertThat(System.nanoTime() - begun)
                    .as("%s %s", story, done)
                    .isLessThan(SETTLED.toNanos());
            done = apply();
        }
    }

    private static JsonNode apply() throws Exception {
        return operator.post(
                "/api/v1/commands", "{\"command\": \"apply-policy\", \"arguments\": {}}");
    }

    private static void copyPolicy() throws IOException {
        ExamplePolicy.copied(folder.resolve("policy"));
        Files.copy(SampleHospital.FOLDER.resolve("people.yaml"), folder.resolve("people.yaml"));
    }

    private static ControlClient client(Program.Finished issued) {
        return new ControlClient(
                demo.controlPort(), data.resolve("keys/control.crt"), secret(issued));
    }

    private static String secret(Program.Finished issued) {
        assertThat(issued.exit()).as(issued.output()).isZero();
        return issued.output().lines().findFirst().orElseThrow();
    }

    private static Program.Finished command(String... words) throws IOException {
        return Sallyport.program(
                        Stream.concat(Stream.of(words), Stream.of("--data", data.toString()))
                                .toArray(String[]::new))
                .run();
    }
}
