package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;
import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static dev.sallyport.policy.SmallPolicy.ROLES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every problem says file, line and column; each kind of place once, exactly. */
final class PositionsTest {
    @TempDir private Path folder;

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "an unknown key is told at the key, a missing one at the name",
                        ROLES,
                        "owner: cno",
                        "ownr: cno",
                        "SP1003 20-roles.yaml:3:3 role `nurse` has no `owner` (add `owner:`, who answers for it)",
                        "SP1002 20-roles.yaml:4:5 unknown key `ownr` in role `nurse` (did you mean `owner`?)"),
                new Mistake(
                        "a wrong value is told at the value",
                        ROLES,
                        "phi.clinical]",
                        "phi.clinicl]",
                        "SP1101 20-roles.yaml:10:24 unknown class `phi.clinicl` (did you mean `phi.clinical`?)"),
                new Mistake(
                        "a table is told at its name",
                        CATALOG,
                        "[hosp]",
                        "[other, hops]",
                        "SP1102 10-catalog.yaml:13:3 table `hosp.patients` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)",
                        "SP1102 10-catalog.yaml:14:3 table `hosp.visits` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)",
                        "SP1102 10-catalog.yaml:15:3 table `hosp.labs` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)"),
                new Mistake(
                        "a rectangle is told at its first word, not at its dash",
                        ROLES,
                        "masked: {phi.identity: last4}",
                        "masked: {phi.identity: last4}\n        edit: {delete: true}",
                        "SP1004 20-roles.yaml:12:15 `edit` on the whole database `ehr` (name the tables in `on`, as `database.schema.table`, or edit by class)"),
                new Mistake(
                        "a control character is told at the character",
                        CATALOG,
                        "label: Names",
                        "label: Na\007mes",
                        "SP1001 10-catalog.yaml:9:27 a control character (take it out)"),
                new Mistake(
                        "broken syntax is told where it breaks",
                        ASSIGNMENTS,
                        "role: nurse}",
                        "role: nurse",
                        "SP1001 30-assignments.yaml:4:1 not YAML: expected ',' or '}', but got <stream end> (fix the syntax)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsTheColumn(Mistake mistake) {
        mistake.isToldToTheColumn(folder);
    }

    @Test
    void tellsTheColumnOfANote() {
        PolicyReading reading =
                new SmallPolicy()
                        .replacing(CATALOG, "scopes:\n", "scopes:\n  all_rows: {}\n")
                        .readIn(folder);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        PolicyReading.Accepted.class,
                        accepted -> assertThat(columns(accepted.warnings())).containsExactly(3, 5));
    }

    private static List<Integer> columns(List<Problem> problems) {
        return problems.stream().map(problem -> problem.place().orElseThrow().column()).toList();
    }
}
