package dev.sallyport.provision.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Adopted;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.provision.drift.Reversal;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change to what was adopted is drift, and can be put back or taken into {@code adopted:}. */
@ParameterizedClass
@MethodSource("dev.sallyport.testkit.PostgresRelease#forLongSuites")
final class AdoptedDriftTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private static final String ROLES =
            """
            version: 1
            scopes: {all_rows: {}}
            purposes: {treatment: {code: TREAT, label: Treating}}
            roles:
              reader: {owner: o@h.example, reason: Reads., purposes: [treatment], allow: [{on: ehr, rows: all_rows, see: [ops.plain]}]}
            assignments:
              - {group: all, role: reader, until: review}
            """;

    private final Brownfield brownfield;
    private final BaselineKeeper keeper =
            new BaselineKeeper("a key".getBytes(StandardCharsets.UTF_8), Brownfield.NAME);
    private final Adopted adopted;
    private final Policy policy;
    private final Adopted withDoor;
    private final DriftWatch watch;

    AdoptedDriftTest(PostgresRelease release) throws SQLException, IOException {
        brownfield = new Brownfield(release);
        brownfield.run(
                "CREATE SCHEMA care; CREATE TABLE care.visits (id int PRIMARY KEY, note text)",
                "CREATE SCHEMA books; CREATE TABLE books.lines (id int)",
                "CREATE ROLE portal LOGIN; CREATE ROLE readers; CREATE ROLE stranger",
                "GRANT readers TO portal; GRANT SELECT ON books.lines TO readers",
                "GRANT USAGE ON SCHEMA care TO readers; GRANT SELECT ON care.visits TO readers",
                "ALTER DEFAULT PRIVILEGES FOR ROLE portal GRANT SELECT ON TABLES TO readers");
        adopted = brownfield.survey().found();
        Path folder = Scratch.folder("adopted-drift");
        Files.writeString(
                folder.resolve("10-catalog.yaml"),
                """
                version: 1
                databases:
                  ehr: {engine: postgresql, manage: {schemas: [care]}}
                classes: {ops.plain: {label: Plain, risk: low}}
                columns:
                  ehr.care.visits: {id: ops.plain, note: ops.plain}
                """);
        Files.writeString(folder.resolve("20-roles.yaml"), ROLES);
        Files.writeString(
                folder.resolve("adopted.yaml"), AdoptedFolder.text(Brownfield.NAME, adopted));
        policy =
                switch (PolicyReader.read(folder)) {
                    case PolicyReading.Accepted accepted -> accepted.policy();
                    case PolicyReading.Rejected rejected ->
                            throw new AssertionError(rejected.problems().toString());
                };
        Provisioner door = new Provisioner(brownfield.target(), login -> "of " + login, keeper);
        switch (door.plan(policy, Entitlements.at(NOW, policy, people()))) {
            case PlanReading.Planned(var plan) ->
                    assertThat(door.apply(plan)).isInstanceOf(Applied.Done.class);
            case PlanReading.Refused(var problems) -> throw new AssertionError(problems.toString());
        }
        withDoor = Surveyor.surveyBeside(brownfield.target()).found();
        watch = new DriftWatch(brownfield.target(), keeper, Duration.ZERO);
        assertThat(look().findings()).isEmpty();
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE portal CREATEDB|role portal",
                "ALTER ROLE portal SET work_mem = '8MB'|work_mem of portal",
                "GRANT readers TO stranger|stranger in role readers",
                "REVOKE readers FROM portal|portal in role readers",
                "GRANT stranger TO portal|portal in role stranger",
                "GRANT INSERT ON care.visits TO readers|INSERT on table care.visits to readers",
                "REVOKE SELECT ON care.visits FROM readers|SELECT on table care.visits to readers",
                "ALTER TABLE care.visits OWNER TO portal|table care.visits",
                "ALTER DEFAULT PRIVILEGES FOR ROLE portal GRANT INSERT ON TABLES TO readers|INSERT"
                        + " on new TABLES of portal to readers"
            })
    void isPutBackAsItWasAdopted(String both) throws SQLException {
        String[] words = both.split("\\|", 2);
        brownfield.run(words[0]);
        Look look = look();
        assertThat(look.findings()).extracting(Finding::object).contains(words[1]);

        Provisioner door = new Provisioner(brownfield.target(), login -> "of " + login, keeper);
        for (Finding finding : look.findings()) {
            if (look.reversal(finding) instanceof Reversal.Statements(List<String> sql)) {
                assertThat(door.revert(sql)).isInstanceOf(Applied.Done.class);
            }
        }

        assertThat(look().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE portal CREATEDB",
                "ALTER ROLE portal SET work_mem = '8MB'",
                "GRANT readers TO stranger WITH ADMIN OPTION",
                "REVOKE readers FROM portal",
                "CREATE ROLE novice; GRANT readers TO novice",
                "GRANT INSERT ON books.lines TO readers",
                "GRANT UPDATE (note) ON care.visits TO readers WITH GRANT OPTION",
                "REVOKE SELECT ON books.lines FROM readers",
                "ALTER TABLE books.lines OWNER TO portal",
                "ALTER SCHEMA books OWNER TO portal",
                "ALTER DEFAULT PRIVILEGES FOR ROLE portal GRANT INSERT ON TABLES TO readers"
            })
    void isTakenIntoWhatWasAdopted(String sql) throws SQLException {
        brownfield.run(sql);
        Look look = look();
        assertThat(look.findings()).isNotEmpty();
        Adopted now = Surveyor.surveyBeside(brownfield.target()).found();

        Adopted next = adopted;
        for (Finding finding : look.findings()) {
            next = look.accepted(finding, next, now).orElse(next);
            assertThat(keeper.note(brownfield.target(), look, finding)).isTrue();
        }

        assertThat(next).isNotEqualTo(adopted);
        assertThat(next.roles()).isEqualTo(changed(Adopted::roles, now));
        assertThat(next.members()).isEqualTo(changed(Adopted::members, now));
        assertThat(next.owned()).isEqualTo(changed(Adopted::owned, now));
        assertThat(next.settings()).isEqualTo(changed(Adopted::settings, now));
        assertThat(next.rights()).isEqualTo(changed(Adopted::rights, now));
        assertThat(next.defaults()).isEqualTo(changed(Adopted::defaults, now));
        assertThat(look().findings()).isEmpty();
    }

    /** What was adopted, with what changed since the door stands. */
    private <T> Set<T> changed(Function<Adopted, Set<T>> part, Adopted now) {
        Set<T> expected = new HashSet<>(part.apply(adopted));
        expected.removeIf(
                one -> !part.apply(now).contains(one) && part.apply(withDoor).contains(one));
        part.apply(now).stream()
                .filter(one -> !part.apply(withDoor).contains(one))
                .forEach(expected::add);
        return expected;
    }

    @Test
    void takesADatabaseWithoutADoorForNoDrift() throws SQLException {
        Brownfield untouched = new Brownfield(brownfield.postgres.release());
        try (DriftWatch early = new DriftWatch(untouched.target(), keeper, Duration.ZERO)) {
            Look look = early.tick(policy, NOW);

            assertThat(look.findings()).isEmpty();
            assertThat(look.notes())
                    .contains("nothing was applied here yet, so nothing can have drifted");
        }
    }

    @Test
    void touchesNothingThatNobodyManages() throws SQLException {
        brownfield.run("GRANT INSERT ON books.lines TO readers; ALTER ROLE stranger CREATEDB");
        Look look = look();

        assertThat(look.findings())
                .extracting(Finding::object)
                .containsExactlyInAnyOrder(
                        "INSERT on table books.lines to readers", "role stranger");
        assertThat(look.findings())
                .filteredOn(finding -> finding.kind().equals("grant"))
                .extracting(look::reversal)
                .singleElement()
                .isInstanceOfSatisfying(
                        Reversal.Refused.class, refused -> assertThat(refused.sql()).hasSize(1));
    }

    private Look look() throws SQLException {
        return watch.tick(policy, NOW);
    }

    private static Directory people() throws IOException {
        Path file = Scratch.folder("people").resolve("people.yaml");
        Files.writeString(file, "version: 1\npeople:\n  ada: {name: Ada, groups: [all]}\n");
        return switch (DirectoryReader.read(file)) {
            case DirectoryReading.Accepted accepted -> accepted.directory();
            case DirectoryReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems().toString());
        };
    }
}
