package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static dev.sallyport.policy.SmallPolicy.ROLES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role has from others, and on whose terms. */
final class InheritanceTest {
    @TempDir private Path folder;

    private static SmallPolicy with(String nurse, String... others) {
        StringBuilder roles = new StringBuilder("roles:\n");
        for (int i = 0; i < others.length; i += 2) {
            roles.append(role(others[i], others[i + 1]));
        }
        return new SmallPolicy()
                .replacing(
                        CATALOG,
                        "databases:",
                        "environments:\n  prod: {label: P, colour: red}\n"
                                + "  staging: {label: S, colour: amber}\ndatabases:")
                .replacing(
                        ROLES,
                        "    purposes: [treatment]\n",
                        "    purposes: [treatment]\n    " + nurse + "\n")
                .replacing(ROLES, "roles:\n", roles.toString());
    }

    private static String role(String name, String terms) {
        return "  "
                + name
                + ":\n    owner: coo@hospital.example\n    reason: Works here.\n"
                + "    purposes: [treatment]\n    "
                + terms
                + "\n    allow:\n"
                + "      - {on: ehr.hosp.labs, rows: my_clinics, see: [phi.clinical]}\n";
    }

    private Role nurse(String nurse, String... others) {
        return with(nurse, others).acceptedIn(folder).effective("nurse").orElseThrow();
    }

    @Test
    void printsTheCircle() {
        assertThat(
                        with("inherits: [a]", "a", "inherits: [b]", "b", "inherits: [a]")
                                .problemsIn(folder))
                .singleElement()
                .asString()
                .contains("SP1115 20-roles.yaml:", "circle: `a → b → a`");
    }

    @Test
    void countsARoleReachedTwiceOnce() {
        Role nurse =
                nurse(
                        "inherits: [a, b]",
                        "a",
                        "inherits: [c]",
                        "b",
                        "inherits: [c]",
                        "c",
                        "standing: true");

        assertThat(nurse.allow()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void neverHoldsMoreWidelyThanWhereItIsWritten() {
        Terms terms =
                nurse(
                                "inherits: [a]",
                                "a",
                                "standing: false\n    when: 'purpose == \"x\"'\n    env: [prod]\n    limits: {rows_per_query: 5}")
                        .terms();

        assertThat(terms.standing()).isFalse();
        assertThat(terms.env()).containsExactly("prod");
        assertThat(terms.limits().rowsPerQuery()).hasValue(5);
        assertThat(terms.when()).hasToString("Optional[purpose == \"x\"]");
    }

    @Test
    void joinsBothConditionsAndTheNarrowerLimits() {
        Terms terms =
                nurse(
                                "inherits: [a]\n    when: 'purpose == \"y\"'\n    limits: {rows_per_query: 9, min_group: 5}",
                                "a",
                                "when: 'purpose == \"x\"'\n    limits: {rows_per_query: 7, min_group: 3, export: deny}")
                        .terms();

        assertThat(terms.when()).hasToString("Optional[(purpose == \"y\") && (purpose == \"x\")]");
        assertThat(terms.limits().rowsPerQuery()).hasValue(7);
        assertThat(terms.limits().minGroup()).hasValue(5);
        assertThat(terms.limits().export()).hasValue(Limits.ExportRule.DENY);
    }

    @Test
    void isForNoEnvironmentWhereBothHaveNoneInCommon() {
        assertThat(with("inherits: [a]\n    env: [prod]", "a", "env: [staging]").problemsIn(folder))
                .singleElement()
                .asString()
                .contains(
                        "SP1004 20-roles.yaml:", "role `nurse` is for no environment", "`staging`");
    }
}
