package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changes behind our back is seen, and what is nobody's business is not. */
final class DriftTest {
    private static final Duration PROMISE = Duration.ofSeconds(2);

    private static Hospital hospital;
    private static BaselineKeeper keeper;
    private static DriftWatch watch;
    private static Policy policy;

    @BeforeAll
    static void open() throws SQLException, IOException {
        keeper = new BaselineKeeper("a key".getBytes(StandardCharsets.UTF_8), "ehr");
        hospital = new Hospital(PostgresRelease.NEWEST, keeper);
        hospital.asAdmin(Changes.SETTING);
        hospital.withDoor();
        policy = Hospital.policy();
        watch = new DriftWatch(hospital.target, keeper, Duration.ZERO);
        assertThat(look().findings()).isEmpty();
        assertThat(look().notes()).isEmpty();
    }

    @AfterAll
    static void close() {
        watch.close();
    }

    static Stream<Changes> changes() {
        return Changes.all(hospital.database);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isSeen(Changes change) throws SQLException {
        Set<String> before = ids(look());

        hospital.asAdmin(change.sql());

        Look look = look();
        hospital.asAdmin(change.undo());
        assertThat(look.findings())
                .filteredOn(finding -> !before.contains(finding.id()))
                .anySatisfy(finding -> {
                    assertThat(finding.object()).isEqualTo(change.object());
                    assertThat(finding.severity()).isEqualTo(change.severity());
                });
    }

    @Test
    void hasATestForEveryEntryOfTheCorpus() {
        assertThat(Changes.ofTheCorpus(hospital.database).stream().map(Changes::id))
                .containsExactlyElementsOf(Changes.CORPUS);
    }

    @Test
    void saysNothingOfWhatConcernsNobodyHere() throws SQLException {
        List<Finding> before = look().findings();

        for (String sql : Changes.ofNobody()) {
            hospital.asAdmin(sql);
            assertThat(look().findings()).as(sql).isEqualTo(before);
        }
    }

    @Test
    void seesAMembershipGrantedAndRevokedBetweenTwoLooks() throws SQLException {
        Set<String> before = ids(look());

        logged("GRANT sp_role_physician TO nora");
        logged("REVOKE sp_role_physician FROM nora");

        assertThat(untilNew(before))
                .extracting(Finding::after)
                .containsExactly("granted and revoked again");
    }

    @Test
    void takesARolledBackGrantForNothing() throws SQLException {
        Set<String> before = ids(look());

        hospital.asAdmin("BEGIN; GRANT sp_role_physician TO nora; ROLLBACK");
        logged("GRANT application TO mallory; REVOKE application FROM mallory");

        assertThat(untilNew(before)).hasSize(1);
    }

    @Test
    void takesNoApplyOfOursForDriftAndKeepsWhatOthersDid() throws SQLException, IOException {
        hospital.apply(policy);
        hospital.asAdmin("GRANT SELECT ON hosp.patients TO application");
        Set<String> before = ids(look());

        hospital.apply(Hospital.policy("nora, role: nurse", "nora, role: analyst"));
        assertThat(ids(look())).isEqualTo(before);
        hospital.apply(policy);

        assertThat(ids(look())).isEqualTo(before);
        hospital.asAdmin("REVOKE SELECT ON hosp.patients FROM application");
    }

    @Test
    void seesWhereTheLogIsCopiedTo() throws SQLException {
        Set<String> before = ids(look());

        hospital.asAdmin("ALTER SYSTEM SET archive_command = 'cp %p /elsewhere'");
        hospital.asAdmin("SELECT pg_reload_conf()");

        List<Finding> found = untilNew(before);
        hospital.asAdmin("ALTER SYSTEM RESET archive_command");
        hospital.asAdmin("SELECT pg_reload_conf()");
        assertThat(found)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.object()).isEqualTo("archive_command");
                    assertThat(finding.after()).doesNotContain("elsewhere");
                });
    }

    /** As servers of others do it; the test cluster else commits before it writes its log. */
    private static void logged(String sql) throws SQLException {
        hospital.asAdmin("SET synchronous_commit = on; " + sql);
    }

    private static List<Finding> untilNew(Set<String> before) throws SQLException {
        long begun = System.nanoTime();
        List<Finding> found;
        do {
            found = look().findings().stream().filter(f -> !before.contains(f.id())).toList();
        } while (found.isEmpty() && System.nanoTime() - begun < PROMISE.toNanos());
        return found;
    }

    private static Look look() throws SQLException {
        return watch.tick(policy, Hospital.NOW);
    }

    private static Set<String> ids(Look look) {
        return look.findings().stream().map(Finding::id).collect(Collectors.toSet());
    }
}
