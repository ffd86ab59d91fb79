package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was adopted is read as strictly as everything else. */
final class AdoptedReaderTest {
    private static final String CATALOG =
            "version: 1\ndatabases: {ehr: {engine: postgresql, manage: {schemas: []}}}\n";

    @TempDir private Path folder;

    private PolicyReading read(String adopted) throws IOException {
        Files.writeString(folder.resolve("10-catalog.yaml"), CATALOG);
        Files.writeString(folder.resolve("adopted.yaml"), "version: 1\nadopted: " + adopted);
        return PolicyReader.read(folder);
    }

    @Test
    void readsEachPrivilegeByItself() throws IOException {
        PolicyReading reading =
                read(
                        "{ehr: {roles: {a: {attributes: [LOGIN]}}, rights: {a: [{on: table, names: [h.t, h.u],"
                                + " columns: [x], may: [SELECT], passes_on: [UPDATE], by: a}]}}}");

        Adopted read =
                Objects.requireNonNull(
                        ((PolicyReading.Accepted) reading).policy().adopted().get("ehr"));
        assertThat(read.rights())
                .hasSize(4)
                .contains(
                        new Adopted.Right(
                                "a",
                                new Adopted.Thing("table", "h.u"),
                                Optional.of("x"),
                                "UPDATE",
                                Adopted.Hold.PASSES_ON,
                                Optional.of("a")));
        assertThat(read.roles()).containsExactly(new Adopted.NativeRole("a", List.of("LOGIN")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{her: {}} | SP1102 adopted.yaml:2:11 unknown database `her`",
                "{ehr: {rights: {a: [{on: table, names: [h.t], may: [SELECT]}]}}} | SP1105 adopted.yaml:2:26 unknown native role `a`",
                "{ehr: {rights: {public: [{on: table, names: [h.t]}]}}} | SP1003 adopted.yaml:2:",
                "{ehr: {rights: {public: [{on: table, may: [SELECT]}]}}} | SP1003 adopted.yaml:2:",
                "{ehr: {rights: {public: [{on: table, names: [h.t], may: [LOOK]}]}}} | SP1004 adopted.yaml:2:",
                "{ehr: {rights: {public: [{on: tabel, names: [h.t], may: [SELECT]}]}}} | SP1004 adopted.yaml:2:",
                "{ehr: {roles: {a: {attributes: [MIGHTY]}}}} | SP1004 adopted.yaml:2:",
                "{ehr: {roles: {a: {password: x}}}} | SP1002 adopted.yaml:2:",
                "{ehr: {members: {pg_monitor: [{member: b}]}}} | SP1105 adopted.yaml:2:"
            })
    void refusesWhatItDoesNotKnow(String adopted, String problem) throws IOException {
        assertThat(read(adopted))
                .isInstanceOfSatisfying(
                        PolicyReading.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .extracting(Problem::toString)
                                        .anyMatch(told -> told.startsWith(problem)));
    }
}
