package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code sallyport doctor} names each missing right with the statement that gives it. */
final class DoctorTest {
    private static final String ACCOUNT = "doctored";
    private static final int DIFFERS = 2;

    private final Hospital hospital = Hospital.open();

    @BeforeEach
    void makeAnAccountThatMayNothing() throws SQLException {
        run("CREATE ROLE doctored LOGIN PASSWORD 'doctored'");
        run("GRANT CONNECT ON DATABASE ehr TO doctored");
    }

    @AfterEach
    void takeItAway() throws SQLException {
        run("REASSIGN OWNED BY doctored TO postgres");
        run("DROP OWNED BY doctored");
        run("DROP ROLE doctored");
    }

    @Test
    void asksForExactlyWhatIsMissingAndNothingMoreAfterIt() throws IOException, SQLException {
        Program.Finished sick = examine(ACCOUNT);

        assertThat(sick.exit()).as(sick.output()).isEqualTo(DIFFERS);
        assertThat(sick.output())
                .contains("as `doctored`, PostgreSQL 18")
                .contains("NO   make roles")
                .contains("NO   act for hosp_owner, who owns hosp.clinics")
                .contains("a password that somebody else gives an account of ours is not noticed");
        List<String> statements =
                sick.output()
                        .lines()
                        .dropWhile(line -> !line.startsWith("Have somebody"))
                        .skip(1)
                        .map(String::strip)
                        .toList();
        assertThat(statements)
                .hasSize(7)
                .allMatch(line -> line.endsWith(";"))
                .noneMatch(line -> line.contains("GRANT postgres"));
        for (String statement : statements) {
            run(statement);
        }

        Program.Finished well = examine(ACCOUNT);
        assertThat(well.exit()).as(well.output()).isZero();
        assertThat(well.output()).doesNotContain("NO ").doesNotContain("Have somebody");
    }

    @Test
    void saysOfAnUnreachableDatabaseThatItIsAndKeepsPasswordsOffTheLine() throws IOException {
        Program.Finished unreachable =
                Sallyport.program("doctor", "postgresql://a@127.0.0.1:1/ehr").run();
        assertThat(unreachable.output()).startsWith("SP3004 database `ehr` cannot be reached");

        Program.Finished told =
                Sallyport.program("doctor", "postgresql://a:secret@127.0.0.1:1/ehr").run();
        assertThat(told.output()).startsWith("SP6007 ").doesNotContain("secret");
    }

    private void run(String sql) throws SQLException {
        try (Connection admin = hospital.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private Program.Finished examine(String account) throws IOException {
        return Sallyport.program(
                        "doctor",
                        "postgresql://%s@127.0.0.1:%d/ehr"
                                .formatted(account, hospital.databasePort()),
                        "--policy",
                        SampleHospital.FOLDER.resolve("policy").toString())
                .with("PGPASSWORD", account)
                .run();
    }
}
