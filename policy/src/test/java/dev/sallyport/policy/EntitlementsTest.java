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
                                    Place.line("people.yaml", 1))),
                    Map.of(),
                    Map.of(
                            "helper", program(AskerKind.AGENTS, "helper"),
                            "feed", program(AskerKind.SERVICES, "feed")));

    private static Program program(AskerKind kind, String name) {
        return new Program(kind, name, "nora", Optional.empty(), Place.line("people.yaml", 9));
    }

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
    void keepsWhatOutlastsAStrongerAssignment() {
        String whole = "  - {group: nurses, role: nurse, until: 2027-01-31}\n";
        String reading =
                "  - {person: nora, role: nurse, until: 2027-06-30, reason: R, edit: false}\n";
        String brief =
                "  - {person: nora, role: nurse, until: 2027-01-15, reason: R, edit: false}\n";

        for (String all : List.of(whole + reading + brief, brief + reading + whole)) {
            Policy policy = policy(all);
            Entitlements.Held held = held(Entitlements.at(END.minusMillis(1), policy, NORA));
            Entitlements.Held left = held(Entitlements.at(END, policy, NORA));

            assertThat(held.until()).contains(END);
            assertThat(held.edit()).isTrue();
            assertThat(held.next()).contains(left);
            assertThat(left.until()).contains(Instant.parse("2027-06-30T00:00:00Z"));
            assertThat(left.edit()).isFalse();
            assertThat(left.next()).isEmpty();
        }
    }

    @Test
    void endsAnAgentsPartWithThePersonsNotBefore() {
        Policy policy =
                policy(
                        """
                          - {group: nurses, role: nurse, until: 2027-01-31}
                          - {person: nora, role: nurse, until: 2027-06-30, reason: R, edit: false}
                          - {agent: helper, role: nurse, on_behalf_of: "group:nurses"}
                        """);
        List<Entitlements.Held> held =
                Entitlements.at(END.minusMillis(1), policy, NORA).ofAgent("helper", "nora");

        assertThat(held)
                .singleElement()
                .satisfies(now -> {
                    assertThat(now.until()).contains(END);
                    assertThat(now.edit()).isTrue();
                    assertThat(now.next().orElseThrow().edit()).isFalse();
                    assertThat(now.next().orElseThrow().until())
                            .contains(Instant.parse("2027-06-30T00:00:00Z"));
                });
    }

    @Test
    void givesNothingOfARoleThatDoesNotStand() {
        Policy policy =
                new SmallPolicy()
                        .replacing(
                                SmallPolicy.ROLES,
                                "    allow:",
                                "    standing: false\n    request: {max: 2h, approve:"
                                        + " self_with_reason}\n    allow:")
                        .with(
                                SmallPolicy.ASSIGNMENTS,
                                """
                                version: 1
                                assignments:
                                  - {group: nurses, role: nurse}
                                  - {service: feed, role: nurse}
                                """)
                        .acceptedIn(folder);
        Entitlements entitlements = Entitlements.at(END, policy, NORA);

        assertThat(entitlements.holders()).isEmpty();
        assertThat(entitlements.services().getOrDefault("feed", List.of())).isEmpty();
    }

    @Test
    void givesEachEnvironmentItsOwn() {
        Policy policy =
                new SmallPolicy()
                        .replacing(
                                SmallPolicy.CATALOG,
                                "classes:\n",
                                """
                                environments:
                                  prod: {label: P, colour: red, require_purpose: true, record: full}
                                  test: {label: T, colour: grey, require_purpose: false, record: full}
                                classes:
                                """)
                        .replacing(SmallPolicy.ROLES, "    allow:", "    env: [prod]\n    allow:")
                        .with(
                                SmallPolicy.ROLES + ".more.yaml",
                                """
                                version: 1
                                roles:
                                  tester: {owner: o, reason: Tests., purposes: [treatment], allow: []}
                                """)
                        .with(
                                SmallPolicy.ASSIGNMENTS,
                                """
                                version: 1
                                assignments:
                                  - {group: nurses, role: nurse}
                                  - {group: nurses, role: tester, env: [test]}
                                """)
                        .acceptedIn(folder);

        assertThat(roles(Entitlements.at(END, policy, NORA, "prod"))).containsExactly("nurse");
        assertThat(roles(Entitlements.at(END, policy, NORA, "test"))).containsExactly("tester");
        assertThat(roles(Entitlements.at(END, policy, NORA))).containsExactly("nurse", "tester");
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

    @Test
    void givesNothingToAProgramThatNobodyAtWorkAnswersFor() {
        Policy policy =
                policy(
                        """
                          - {group: nurses, role: nurse}
                          - {agent: helper, role: nurse, on_behalf_of: "group:nurses"}
                          - {service: feed, role: nurse}
                        """);
        Directory zoe =
                new Directory(
                        Map.of(
                                "zoe",
                                new Directory.Person(
                                        "zoe",
                                        "Zoe",
                                        Set.of("nurses"),
                                        Map.of(),
                                        Place.line("people.yaml", 2))));
        Directory both = NORA.told(zoe);
        assertThat(accounts(policy, both))
                .containsExactlyInAnyOrder("nora", "zoe", "helper$nora", "helper$zoe", "feed");

        assertThat(accounts(policy, both.suspending(Set.of("nora")))).containsExactly("zoe");
        assertThat(Entitlements.at(END, policy, both).programAccounts(Set.of("nora")))
                .extracting(Entitlements.Account::login)
                .containsExactlyInAnyOrder("helper$nora", "helper$zoe", "feed");
        assertThat(Entitlements.at(END, policy, both).programAccounts(Set.of("zoe")))
                .extracting(Entitlements.Account::login)
                .containsExactly("helper$zoe");
        assertThat(accounts(policy, new Directory(both.people()))).doesNotContain("feed");
        assertThat(accounts(policy, both.suspending(Set.of("feed"))))
                .containsExactlyInAnyOrder("nora", "zoe", "helper$nora", "helper$zoe");
        assertThat(accounts(policy, both.suspending(Set.of("helper"))))
                .containsExactlyInAnyOrder("nora", "zoe", "feed");
        assertThat(Entitlements.at(END, policy, both).programAccounts(Set.of("helper", "feed")))
                .extracting(Entitlements.Account::login)
                .containsExactlyInAnyOrder("helper$nora", "helper$zoe", "feed");
        assertThat(Entitlements.at(END, policy, both.suspending(Set.of("nora"))).program("feed"))
                .isPresent();
        assertThat(Entitlements.at(END, policy, both).program("helper$anybody")).isPresent();
        assertThat(Entitlements.at(END, policy, both).program("helper")).isEmpty();
        assertThat(Entitlements.at(END, policy, both).program("feed$nora")).isEmpty();
    }

    private static List<String> accounts(Policy policy, Directory directory) {
        return Entitlements.at(END, policy, directory).accounts().stream()
                .map(Entitlements.Account::login)
                .toList();
    }

    private static Entitlements.Held held(Entitlements entitlements) {
        return entitlements.of("nora").orElseThrow().roles().getFirst();
    }

    private static List<String> roles(Entitlements entitlements) {
        return entitlements.of("nora").orElseThrow().roles().stream()
                .map(Entitlements.Held::role)
                .toList();
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
