package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong only between a policy, its people and the day. */
final class PolicyFolderTest {
    private static final Instant BEFORE = Instant.parse("2027-01-30T23:59:59Z");
    private static final Instant END = Instant.parse("2027-01-31T00:00:00Z");
    private static final Path CHECKOUT = Project.ROOT;

    @TempDir private Path place;
    private Path policy;

    @BeforeEach
    void writeAPolicy() throws IOException {
        policy = Files.createDirectory(place.resolve("policy"));
        Files.writeString(
                policy.resolve("10-all.yaml"),
                """
                version: 1
                databases: {ehr: {engine: postgresql, manage: {schemas: [hosp]}}}
                classes: {ops.key: {label: Keys, risk: low}}
                columns: {ehr.hosp.patients: {id: ops.key, mrn: ops.key}}
                scopes: {all_rows: {}}
                purposes: {payment: {code: HPAYMT, label: Paying}}
                roles:
                  pays: {owner: o@h.example, reason: Pays., purposes: [payment], allow: [{on: ehr, rows: all_rows, see: [ops.key]}]}
                  audits: {owner: o@h.example, reason: Audits., purposes: [payment], console: [audit.read], allow: []}
                  paid: {owner: o@h.example, reason: Paid., purposes: [payment], allow: [], deprecated: {replaced_by: pays, until: 2027-01-31}}
                assignments:
                  - {group: office, role: pays, until: review}
                  - {group: audit, role: audits, until: review}
                  - {group: office, role: paid, until: review}
                separation_of_duties:
                  - {name: apart, never_both: [pays, audits]}
                """);
        people("[office]");
    }

    /** A server reads copies, and there the file was lost before anybody could refuse it. */
    @Test
    void copiesAlsoWhatIsRefusedForItsName() throws IOException {
        Files.writeString(policy.resolve("40-guardrails.yml"), "version: 1\n");
        Files.writeString(policy.resolve("README.md"), "Ours.\n");

        assertThat(
                        PolicyFiles.of(new PolicyFolder(policy, place.resolve("people.yaml")))
                                .policy()
                                .keySet())
                .containsExactly("10-all.yaml", "40-guardrails.yml");
    }

    @Test
    void refusesAPersonWhoseGroupsMeetInWhatARuleKeepsApart() throws IOException {
        people("[office, audit]");

        assertThat(problemsAt(BEFORE))
                .containsExactly(
                        "SP1121 people.yaml:3 person `paula` gets `pays` and `audits`, which `apart`"
                                + " keeps apart (see 10-all.yaml:12 and 10-all.yaml:13; take one"
                                + " out)");
    }

    @Test
    void refusesAnAssignmentOfARoleThatHasEnded() {
        assertThat(new PolicyFolder(policy, place.resolve("people.yaml")).readAt(BEFORE).people())
                .isNotNull();
        assertThat(problemsAt(END))
                .containsExactly(
                        "SP1127 10-all.yaml:14 role `paid` ended on 2027-01-31 and is still assigned"
                                + " (assign `pays`)");
    }

    @Test
    void refusesAServiceWithTheLoginOfAPerson() throws IOException {
        Path file = policy.resolve("10-all.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "assignments:\n",
                                "assignments:\n  - {service: paula, role: pays, until: review}\n"));

        assertThat(problemsAt(BEFORE))
                .containsExactly(
                        "SP1130 10-all.yaml:12 service `paula` has the login of a person, at"
                                + " people.yaml:3 (give the service a name that is, and was,"
                                + " nobody's login)");
    }

    @Test
    void refusesBothAtTheCheck() throws Exception {
        assertThat(check(BEFORE)).isEqualTo(Exit.DONE);
        people("[office, audit]");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> check(END))
                .satisfies(refused -> assertThat(refused.problems()).hasSize(2));
    }

    @Test
    void explainsWhatItRefuses() throws IOException {
        people("[office, audit]");

        assertThat(new PolicyFolder(policy, place.resolve("people.yaml")).read().people().people())
                .containsOnlyKeys("paula");
    }

    private Exit check(Instant now) throws Exception {
        return new Commands(InstantSource.fixed(now), new Checkout(CHECKOUT))
                .perform(
                        new Request.PolicyCheck(place.resolve("data"), Optional.of(policy)),
                        Terminal.silent());
    }

    private List<String> problemsAt(Instant now) {
        try {
            new PolicyFolder(policy, place.resolve("people.yaml")).readAt(now);
            return List.of();
        } catch (Refused refused) {
            return refused.problems().stream().map(Object::toString).toList();
        }
    }

    private void people(String groups) throws IOException {
        Files.writeString(
                place.resolve("people.yaml"),
                "version: 1\npeople:\n  paula: {name: Paula, groups: " + groups + "}\n");
    }
}
