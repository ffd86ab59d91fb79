package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;
import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static dev.sallyport.policy.SmallPolicy.ROLES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeparationTest {
    private static final String ROLE =
            """
              %s:
                owner: o@hospital.example
                reason: Works.
                purposes: [treatment]
                allow:
                  - {on: ehr.hosp.patients, rows: my_clinics, %s}
            """;
    private static final String RULE =
            "separation_of_duties:\n  - {name: apart, never_both: [pays, audits]}\n";

    @TempDir private Path folder;

    @Test
    void refusesOneGroupWithBoth() {
        assertThat(
                        problems(
                                RULE
                                        + """
                                        assignments:
                                          - {group: office, role: pays, until: review}
                                          - {group: office, role: audits, until: review}
                                        """))
                .containsExactly(
                        "SP1121 30-assignments.yaml:6:5 group `office` gets `pays` and `audits`,"
                                + " which `apart` keeps apart (see 30-assignments.yaml:5 and"
                                + " 30-assignments.yaml:6; take one out)");
    }

    @Test
    void countsEligibilityAndFunctions() {
        assertThat(
                        problems(
                                RULE
                                        + """
                                        functions: {office.pay: {roles: [pays], reason: Pays}}
                                        assignments:
                                          - {service: feed, function: office.pay}
                                          - {service: feed, role: audits, eligible: true}
                                        """))
                .singleElement()
                .asString()
                .contains("service `feed` gets `pays` and `audits`");
    }

    @Test
    void refusesARoleThatInheritsBoth() {
        SmallPolicy policy =
                small("", RULE)
                        .with(
                                "21-roles.yaml",
                                """
                                version: 1
                                roles:
                                  manages: {owner: o, reason: R., purposes: [treatment], inherits: [pays, audits], allow: []}
                                """);

        assertThat(policy.problemsIn(folder))
                .containsExactly(
                        "SP1121 21-roles.yaml:3:3 role `manages` includes `pays` and `audits`, which"
                                + " `apart` keeps apart (inherit one of them)");
    }

    @Test
    void letsTwoGroupsHoldOneEach() {
        assertThat(
                        problems(
                                RULE
                                        + """
                                        assignments:
                                          - {group: office, role: pays, until: review}
                                          - {group: audit, role: audits, until: review}
                                        """))
                .isEmpty();
    }

    @Test
    void refusesAPersonInBothGroups() {
        Policy policy =
                policy(
                        RULE
                                + """
                                assignments:
                                  - {group: office, role: pays, until: review}
                                  - {group: audit, role: audits, until: review}
                                """);

        assertThat(
                        new Separation(policy)
                                .problems(people(Set.of("office", "audit"), Set.of("office"))))
                .singleElement()
                .hasToString(
                        "SP1121 people.yaml:1 person `p0` gets `pays` and `audits`, which `apart`"
                                + " keeps apart (see 30-assignments.yaml:5 and"
                                + " 30-assignments.yaml:6; take one out)");
    }

    @Test
    void keepsEnvironmentsApart() {
        String catalog =
                """
                environments:
                  prod: {label: P, colour: red, require_purpose: true, record: full}
                  test: {label: T, colour: grey, require_purpose: true, record: full}
                """;
        Policy policy =
                policyWith(
                        catalog,
                        RULE
                                + """
                                assignments:
                                  - {group: office, role: pays, env: [prod], until: review}
                                  - {group: office, role: audits, env: [test], until: review}
                                """);

        assertThat(new Separation(policy).problems()).isEmpty();
    }

    @Test
    void knowsWhatOneSessionMayNotHoldTogether() {
        Policy policy =
                policy(
                        RULE.replace("audits]", "audits], in_one: session")
                                + """
                                assignments:
                                  - {group: office, role: pays, until: review}
                                  - {group: office, role: audits, until: review}
                                """);

        assertThat(new Separation(policy).conflicts(List.of("pays", "audits"), Optional.empty()))
                .singleElement()
                .satisfies(conflict -> {
                    assertThat(conflict.reach()).isEqualTo(Duty.Reach.SESSION);
                    assertThat(conflict.rule().orElseThrow().name()).isEqualTo("apart");
                });
        assertThat(new Separation(policy).conflicts(List.of("pays"), Optional.empty())).isEmpty();
    }

    @Test
    void refusesNamesAndPseudonymsInOneHandUnlessAccepted() {
        String both =
                """
                assignments:
                  - {group: office, role: pays, until: review}
                  - {group: office, role: studies, until: review}
                """;
        String accepted =
                """
                separation_of_duties:
                  - {name: agreed, accept: [pays, studies], reason: Agreed}
                """;

        assertThat(problems(both))
                .containsExactly(
                        "SP1121 30-assignments.yaml:4:5 group `office` gets `pays` and `studies`,"
                                + " which together re-identify (see 30-assignments.yaml:3 and"
                                + " 30-assignments.yaml:4; take one out, or `accept` both with a"
                                + " reason)");
        assertThat(problems(accepted + both)).isEmpty();
    }

    @Test
    void findsTheDemosDoublePersonWithoutTheAcceptance() {
        Policy policy = HospitalExampleTest.policy();

        assertThat(new Separation(policy).conflicts(List.of("nurse", "analyst"), Optional.empty()))
                .isEmpty();
        assertThat(
                        new Separation(policy)
                                .conflicts(List.of("physician", "analyst"), Optional.empty()))
                .singleElement()
                .satisfies(conflict -> {
                    assertThat(conflict.one()).isEqualTo("physician");
                    assertThat(conflict.other()).isEqualTo("analyst");
                    assertThat(conflict.rule()).isEmpty();
                });
    }

    @SafeVarargs
    private static Directory people(Set<String>... groups) {
        Map<String, Directory.Person> people = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            people.put(
                    "p" + i,
                    new Directory.Person(
                            "p" + i, "P", groups[i], Map.of(), Place.line("people.yaml", i + 1)));
        }
        return new Directory(people);
    }

    private List<String> problems(String assignments) {
        return small("", assignments).problemsIn(folder);
    }

    private Policy policy(String assignments) {
        return policyWith("", assignments);
    }

    private Policy policyWith(String catalog, String assignments) {
        return small(catalog, assignments).acceptedIn(folder);
    }

    private static SmallPolicy small(String catalog, String assignments) {
        return new SmallPolicy()
                .replacing(
                        CATALOG,
                        "classes:\n",
                        catalog
                                + "classes:\n  phi.pseudonym: {label: Research number, risk: low}\n")
                .replacing(CATALOG, "mrn: phi.identity", "mrn: phi.identity, rid: phi.pseudonym")
                .with(
                        ROLES,
                        "version: 1\nroles:\n"
                                + ROLE.formatted("pays", "see: [phi.identity]")
                                + ROLE.formatted("audits", "see: [ops.key]")
                                + ROLE.formatted("studies", "see: [phi.pseudonym]"))
                .with(ASSIGNMENTS, "version: 1\n" + assignments);
    }
}
