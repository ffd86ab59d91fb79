package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;
import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static dev.sallyport.policy.SmallPolicy.ROLES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyReaderTest {
    @TempDir private Path folder;

    @Test
    void readsARectangleWithItsPlace() {
        Role nurse = new SmallPolicy().acceptedIn(folder).roles().get("nurse");

        assertThat(nurse)
                .isNotNull()
                .satisfies(role -> {
                    assertThat(role.place()).isEqualTo(Place.line(ROLES, 3));
                    assertThat(role.allow().getFirst().place()).isEqualTo(Place.line(ROLES, 8));
                    assertThat(role.allow().getFirst().see())
                            .isEqualTo(Set.of("ops.key", "phi.clinical"));
                    assertThat(role.allow().getFirst().masked())
                            .isEqualTo(Map.of("phi.identity", "last4"));
                });
    }

    @Test
    void readsConditionsOfAnyDepth() {
        Policy policy =
                new SmallPolicy()
                        .replacing(
                                CATALOG,
                                "where: {clinic_id: {in: $user.clinics}}",
                                "any: [{where: {clinic_id: 7, mrn: $user.mrn}}, {exists: {table:"
                                        + " ehr.hosp.visits, match: {id: patient_id}}}]")
                        .acceptedIn(folder);

        assertThat(policy.catalog().scopes().get("my_clinics"))
                .isNotNull()
                .extracting(Scope::condition)
                .isEqualTo(
                        new Scope.AnyOf(
                                List.of(
                                        new Scope.AllOf(
                                                List.of(
                                                        matches(
                                                                "clinic_id",
                                                                new Scope.Literal("7")),
                                                        matches(
                                                                "mrn",
                                                                new Scope.UserAttribute("mrn")))),
                                        new Scope.Exists(
                                                new TableName("hosp", "visits"),
                                                Map.of("id", "patient_id"),
                                                new Scope.Everything(),
                                                Place.line(CATALOG, 19)))));
    }

    private static Scope.Matches matches(String column, Scope.Value value) {
        return new Scope.Matches(column, value, Place.line(CATALOG, 19));
    }

    @Test
    void splitsAnEditByTableSoThatColumnsNeverMix() {
        Policy policy =
                new SmallPolicy()
                        .replacing(
                                ROLES,
                                "      - on: ehr\n",
                                """
                                      - on: [ehr.hosp.visits, ehr.hosp.patients]
                                        edit: {insert: [ops.key], delete: true}
                                """)
                        .acceptedIn(folder);

        assertThat(policy.roles().get("nurse"))
                .isNotNull()
                .satisfies(nurse ->
                        assertThat(nurse.allow().stream().map(r -> r.edit().insert()))
                                .containsExactly(
                                        Set.of("patient_id"), Set.of("id", "clinic_id"), Set.of()));
    }

    @Test
    void readsADateAsTheFirstDayOnWhichItNoLongerHolds() {
        Policy policy =
                new SmallPolicy()
                        .replacing(ASSIGNMENTS, "role: nurse", "role: nurse, until: 2027-01-31")
                        .acceptedIn(folder);

        assertThat(policy.assignments().getFirst().until())
                .isEqualTo(Optional.of(Instant.parse("2027-01-31T00:00:00Z")));
    }

    @Test
    void changesTheHashWithAnyByte() {
        String before = new SmallPolicy().acceptedIn(folder).hash();

        String after =
                new SmallPolicy().replacing(ROLES, "Cares.", "Cares!").acceptedIn(folder).hash();

        assertThat(before).hasSize(64).isNotEqualTo(after);
    }

    @Test
    void tellsTheMistakesOfAllFilesInOneRun() {
        SmallPolicy policy =
                new SmallPolicy()
                        .replacing(CATALOG, "notes: phi.clinical", "notes: phi.clinicall")
                        .replacing(ROLES, "    owner: cno@hospital.example\n", "")
                        .replacing(ASSIGNMENTS, "role: nurse", "role: nurse, untl: 2027-01-31");

        assertThat(policy.problemsIn(folder))
                .containsExactly(
                        "SP1101 10-catalog.yaml:14:49 unknown class `phi.clinicall` (did you mean"
                                + " `phi.clinical`?)",
                        "SP1003 20-roles.yaml:3:3 role `nurse` has no `owner` (add `owner:`, who"
                                + " answers for it)",
                        "SP1002 30-assignments.yaml:3:34 unknown key `untl` in an assignment (did"
                                + " you mean `until`?)");
    }

    @Test
    void keepsSilentOnWordsThatAnUnreadableFileMayDefine() {
        SmallPolicy policy =
                new SmallPolicy().replacing(CATALOG, "{label: Names", "{{label: Names");

        assertThat(policy.problemsIn(folder)).allMatch(problem -> problem.startsWith("SP1001"));
    }

    @Test
    void showsFiftyProblemsAndCountsTheRest() {
        StringBuilder columns = new StringBuilder("  ehr.hosp.many:\n");
        for (int i = 0; i < 70; i++) {
            columns.append("    c").append(i).append(": phi.nothing\n");
        }

        List<String> problems =
                new SmallPolicy()
                        .replacing(CATALOG, "masks:", columns + "masks:")
                        .problemsIn(folder);

        assertThat(problems).hasSize(51);
        assertThat(problems.getLast()).isEqualTo("SP1006 and 20 more problems (mend these first)");
    }

    @Test
    void warnsOfWordsThatNothingUses() {
        PolicyReading reading =
                new SmallPolicy()
                        .replacing(CATALOG, "scopes:\n", "scopes:\n  all_rows: {}\n")
                        .replacing(ASSIGNMENTS, "\n  - {group: nurses, role: nurse}", " []")
                        .readIn(folder);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        PolicyReading.Accepted.class,
                        accepted ->
                                assertThat(accepted.warnings().stream().map(Object::toString))
                                        .containsExactly(
                                                "SP1110 10-catalog.yaml:19:3 scope `all_rows` is used"
                                                        + " nowhere (use it, or take it out)",
                                                "SP1110 20-roles.yaml:3:3 role `nurse` is used"
                                                        + " nowhere (use it, or take it out)"));
    }

    @Test
    void refusesAMissingFolder() {
        Path missing = folder.resolve("nowhere");

        assertThat(problems(missing))
                .containsExactly(
                        "SP1005 " + missing + " no such folder (name the folder of the policy)");
    }

    @Test
    void refusesAnEmptyFolder() {
        assertThat(problems(folder))
                .containsExactly(
                        "SP1005 " + folder + " no `*.yaml` file here (name the policy's folder)");
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        Files.createDirectory(folder.resolve("40-more.yaml"));

        assertThat(new SmallPolicy().problemsIn(folder))
                .containsExactly("SP1005 40-more.yaml not a file (put a regular file here)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40-more.yml", "40-more.YAML", "40-more.Yml"})
    void refusesAFileThatWouldBeLeftOut(String name) {
        assertThat(new SmallPolicy().with(name, "version: 1\nguardrails: []\n").problemsIn(folder))
                .containsExactly(
                        "SP1005 "
                                + name
                                + " only `*.yaml` files are read (rename it to `40-more.yaml`)");
    }

    @Test
    void readsOverFilesOfOtherKinds() {
        assertThat(
                        new SmallPolicy()
                                .with("README.md", "# Ours")
                                .with(".40-more.yml.swp", "")
                                .with(".40-more.yml", "")
                                .problemsIn(folder))
                .isEmpty();
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(new SmallPolicy().with("40-more.yaml", "# later\n").problemsIn(folder))
                .containsExactly(
                        "SP1001 40-more.yaml the file is empty (write at least `version: 1`)");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(
                folder.resolve("40-more.yaml"),
                "version: 1 # é".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new SmallPolicy().problemsIn(folder))
                .containsExactly("SP1001 40-more.yaml not UTF-8 (save the file as UTF-8)");
    }

    @Test
    void refusesAFileOfMoreThanTenMegabytes() {
        String text = "#".repeat(PolicyFiles.MAX_BYTES + 1);

        assertThat(new SmallPolicy().with("40-more.yaml", text).problemsIn(folder))
                .containsExactly("SP1005 40-more.yaml longer than 10 MB (split the file)");
    }

    @Test
    void refusesMoreValuesThanAPersonReads() {
        String text = "version: 1\ntests: [" + "a,".repeat(2_100_000) + "]\n";

        assertThat(new SmallPolicy().with("40-more.yaml", text).problemsIn(folder))
                .containsExactly(
                        "SP1001 40-more.yaml:2:3999999 more than 2000000 values (split the file)");
    }

    @Test
    void passesOverWhatEditorsLeaveBehind() {
        assertThat(new SmallPolicy().with(".#20-roles.yaml", "{").problemsIn(folder)).isEmpty();
    }

    private static List<String> problems(Path folder) {
        return ((PolicyReading.Rejected) PolicyReader.read(folder))
                .problems().stream().map(Object::toString).toList();
    }
}
