package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.policy.Program;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The sample hospital in a fresh database, with the sample policy to put a door into it. */
final class Hospital {
    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Path EXAMPLE = SampleHospital.FOLDER;

    static final Path PEOPLE = EXAMPLE.resolve("people.yaml");

    final RealPostgres postgres;
    final String database;
    final AccountSecrets secrets = login -> "secret of " + login;
    final TargetDatabase target;
    final Provisioner provisioner;

    Hospital() throws SQLException, IOException {
        this(PostgresRelease.NEWEST);
    }

    Hospital(PostgresRelease release) throws SQLException, IOException {
        this(release, Witness.NONE);
    }

    Hospital(PostgresRelease release, Witness witness) throws SQLException, IOException {
        postgres = RealPostgres.of(release);
        database = postgres.newDatabase();
        target =
                new TargetDatabase(
                        "ehr",
                        postgres.url(database),
                        RealPostgres.ADMIN,
                        postgres.adminPassword());
        provisioner = new Provisioner(target, secrets, witness);
        asAdmin(Files.readString(EXAMPLE.resolve("schema.sql")));
        try (InputStream rows = Hospital.class.getResourceAsStream("hospital_people.sql")) {
            asAdmin(
                    new String(
                            Objects.requireNonNull(rows).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The sample policy, each pair of words the first replaced by the second. */
    static Policy policy(String... replacements) throws IOException {
        Path folder = Scratch.folder("policy");
        int replaced = 0;
        try (Stream<Path> files = Files.list(EXAMPLE.resolve("policy"))) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                for (int i = 0; i < replacements.length; i += 2) {
                    replaced += text.contains(replacements[i]) ? 1 : 0;
                    text = text.replace(replacements[i], replacements[i + 1]);
                }
                int tests = text.indexOf("\ntests:");
                Files.writeString(
                        folder.resolve(Objects.requireNonNull(file.getFileName())),
                        tests < 0 ? text : text.substring(0, tests + 1));
            }
        }
        assertThat(replaced).isGreaterThanOrEqualTo(replacements.length / 2);
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems().toString());
        };
    }

    /** Frank's, in the policies that have them. */
    private static final Directory PROGRAMS =
            new Directory(
                    Map.of(),
                    Map.of(),
                    Map.of(
                            "helper", program(AskerKind.AGENTS, "helper"),
                            "portal", program(AskerKind.SERVICES, "portal")));

    private static Program program(AskerKind kind, String name) {
        return new Program(kind, name, "frank", Optional.empty(), Place.line("people.yaml", 1));
    }

    static Directory people() {
        return switch (DirectoryReader.read(EXAMPLE.resolve("people.yaml"))) {
            case DirectoryReading.Accepted accepted -> accepted.directory().told(PROGRAMS);
            case DirectoryReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems().toString());
        };
    }

    static Entitlements entitlements(Policy policy) {
        return Entitlements.at(NOW, policy, people());
    }

    Plan plan(Policy policy) {
        return planned(provisioner.plan(policy, entitlements(policy)));
    }

    static Plan planned(PlanReading reading) {
        return switch (reading) {
            case PlanReading.Planned(Plan plan) -> plan;
            case PlanReading.Refused(List<Problem> problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    List<String> problems(Policy policy) {
        return switch (provisioner.plan(policy, entitlements(policy))) {
            case PlanReading.Planned(Plan plan) -> List.of();
            case PlanReading.Refused(List<Problem> problems) ->
                    problems.stream().map(Problem::toString).toList();
        };
    }

    Plan apply(Policy policy) {
        Plan plan = plan(policy);
        assertThat(provisioner.apply(plan)).isInstanceOf(Applied.Done.class);
        return plan;
    }

    Hospital withDoor() throws IOException {
        apply(policy());
        return this;
    }

    Connection as(String login) throws SQLException {
        return postgres.as(login, secrets.secretFor(login), database);
    }

    void asAdmin(String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> adminSees(String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database)) {
            return rows(admin, sql);
        }
    }

    /** The rows as the person sees them, columns joined by a bar. */
    List<String> sees(String login, String sql) throws SQLException {
        try (Connection connection = as(login)) {
            return rows(connection, sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(rows.getString(i));
                }
                found.add(String.join("|", row));
            }
        }
        return found;
    }

    /** The SQLSTATE of the database's refusal; "none" where it does as told. */
    String refusal(String login, String... statements) throws SQLException {
        try (Connection connection = as(login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return "none";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
