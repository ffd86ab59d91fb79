package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntitlementsTest {
    private static final Instant END = Instant.parse("2027-01-31T00:00:00Z");
    private static final Directory NORA =
            new Directory(
                    Map.of(
                            "nora",
                            new Directory.Person(
                                    "nora",
                                    "Nora Quinn",
                                    Set.of("nurses"),
                                    Map.of(),
                                    Place.line("people.yaml", 1))));

    @TempDir private Path folder;

    @Test
    void endsOutsideTheInterval() {
        Policy policy = policy("  - {group: nurses, role: nurse, until: 2027-01-31}\n");

        assertThat(Entitlements.at(END.minusMillis(1), policy, NORA).of("nora")).isPresent();
        assertThat(Entitlements.at(END, policy, NORA).of("nora")).isEmpty();
    }

    @Test
    void keepsTheLongerOfTwoAssignments() {
        String shorter = "  - {group: nurses, role: nurse, until: 2027-01-31}\n";
        String longer = "  - {person: nora, role: nurse, until: 2027-06-30, reason: Lead}\n";

        for (String both : List.of(shorter + longer, longer + shorter)) {
            assertThat(until(policy(both))).contains(Instant.parse("2027-06-30T00:00:00Z"));
        }
    }

    @Test
    void keepsAnAssignmentWithoutAnEndOverOneThatEnds() {
        String ending = "  - {person: nora, role: nurse, until: 2027-06-30, reason: Lead}\n";
        String endless = "  - {group: nurses, role: nurse}\n";

        for (String both : List.of(ending + endless, endless + ending)) {
            assertThat(until(policy(both))).isEmpty();
        }
    }

    @Test
    void leavesOutWhoHoldsNothing() {
        Policy policy = policy("  - {group: physicians, role: nurse}\n");

        assertThat(Entitlements.at(END, policy, NORA).holders()).isEmpty();
    }

    @Test
    void namesTheAssignmentThatGaveTheRole() {
        Policy policy = policy("  - {group: nurses, role: nurse}\n");

        assertThat(Entitlements.at(END, policy, NORA).of("nora").orElseThrow().roles())
                .singleElement()
                .satisfies(held -> assertThat(held.because()).hasToString("30-assignments.yaml:3"));
    }

    @Test
    void givesNothingToWhoMayOnlyAsk() {
        Policy policy = policy("  - {group: nurses, role: nurse, eligible: true}\n");

        assertThat(Entitlements.at(END, policy, NORA).holders()).isEmpty();
    }

    @Test
    void givesAFunctionsRoles() {
        Policy policy =
                policy(
                        """
                          - {group: nurses, function: ward.work, until: review}
                        functions: {ward.work: {roles: [nurse], reason: Works}}
                        """);

        assertThat(Entitlements.at(END, policy, NORA).of("nora").orElseThrow().roles())
                .singleElement()
                .satisfies(held -> assertThat(held.role()).isEqualTo("nurse"));
    }

    @Test
    void givesAnAgentNoMoreThanThePersonItActsFor() {
        Policy policy =
                policy(
                        """
                          - {group: nurses, role: nurse, until: 2027-01-31}
                          - {agent: helper, role: nurse, on_behalf_of: "group:nurses", edit: false}
                        """);
        Entitlements before = Entitlements.at(END.minusMillis(1), policy, NORA);

        assertThat(before.ofAgent("helper", "nora"))
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.until()).contains(END);
                    assertThat(held.edit()).isFalse();
                });
        assertThat(before.ofAgent("helper", "omar")).isEmpty();
        assertThat(Entitlements.at(END, policy, NORA).ofAgent("helper", "nora")).isEmpty();
    }

    @Test
    void knowsServicesByThemselves() {
        Policy policy = policy("  - {service: feed, role: nurse}\n");
        Entitlements entitlements = Entitlements.at(END, policy, NORA);

        assertThat(entitlements.services()).containsOnlyKeys("feed");
        assertThat(entitlements.holders()).isEmpty();
    }

    private static Optional<Instant> until(Policy policy) {
        return Entitlements.at(Instant.parse("2027-01-01T00:00:00Z"), policy, NORA)
                .of("nora")
                .orElseThrow()
                .roles()
                .getFirst()
                .until();
    }

    private Policy policy(String assignments) {
        return new SmallPolicy()
                .with(SmallPolicy.ASSIGNMENTS, "version: 1\nassignments:\n" + assignments)
                .acceptedIn(folder);
    }
}
