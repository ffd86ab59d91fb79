package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs that PostgreSQL brings along. A dump takes views without their rows, and locks each
 * table first: what a person may not see ends it, with the rule.
 */
final class ToolsTest {
    /** Debian's pg_dump refuses a server that is newer than itself. */
    private final Hospital hospital = Hospital.on(PostgresRelease.POSTGRES_15);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "--schema-only", "--data-only", "--table=hosp.patients"})
    void refusesADumpOfWhatANurseMaySeeNothingOf(String option) throws IOException {
        Program.Finished done = run("pg_dump", option);

        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.output())
                .contains("SP2046 role `nurse` does not include this", "Rule 20-roles.yaml:")
                .contains("cno@hospital.example", "LOCK TABLE hosp.")
                .doesNotContain("COPY hosp.");
    }

    @Test
    void dumpsTheNursesOwnViewsAndNoRow() throws IOException, SQLException {
        Program.Finished done = run("pg_dump", "--schema=nurse");

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output())
                .contains("CREATE VIEW nurse.patients AS", "CREATE VIEW nurse.encounters AS")
                .doesNotContain("COPY ", "INSERT INTO");
        hospital.truth("SELECT mrn FROM hosp.patients")
                .forEach(mrn -> assertThat(done.output()).doesNotContain(mrn));
    }

    @Test
    void restoresNothingAsANurse() throws IOException, SQLException {
        Path archive = folder.resolve("nurse.dump");
        assertThat(run("pg_dump", "--schema=nurse", "-Fc", "-f", archive.toString()).exit())
                .isZero();
        assertThat(run("pg_restore", "--list", archive.toString()).output())
                .contains("VIEW nurse patients sp_lens_nurse");
        List<String> before = relations();

        Program.Finished done =
                run("pg_restore", "--clean", "-d", SampleHospital.DATABASE, archive.toString());

        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.output()).contains("must be owner of", "errors ignored on restore");
        assertThat(relations()).isEqualTo(before);
    }

    private List<String> relations() throws SQLException {
        return hospital.truth(
                "SELECT oid, relname, relowner, relacl FROM pg_class WHERE oid > 16383 ORDER BY 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-M simple",
                "-M extended",
                "-M prepared",
                "-C -M simple",
                "-C -M extended",
                "-C -M prepared"
            })
    void servesPgbench(String mode) throws IOException {
        assertAllDone(mode, "pgbench.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-M extended", "-M prepared", "-C -M prepared"})
    void servesPgbenchsPipelines(String mode) throws IOException {
        assertAllDone(mode, "pgbench-pipeline.sql");
    }

    private void assertAllDone(String mode, String script) throws IOException {
        Path file = folder.resolve(script);
        try (var in = ToolsTest.class.getResourceAsStream("clients/" + script)) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        Program.Finished done =
                run(
                        "pgbench",
                        "-n -c 3 -t 4 " + mode + " -f " + file + " " + SampleHospital.DATABASE);

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).contains("actually processed: 12/12", "failed transactions: 0 ");
    }

    private Program.Finished run(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + tool));
        for (String argument : arguments) {
            command.addAll(List.of(argument.isEmpty() ? new String[0] : argument.split(" ")));
        }
        return Program.fromPackage("postgresql-15", command.toArray(String[]::new))
                .toward(hospital.port(), "nora")
                .run();
    }
}
