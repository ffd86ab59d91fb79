package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sallyport adopt} writes a whole folder that the policy language accepts, or nothing. */
final class AdoptTest {
    private static final int USAGE = 64;

    private final Hospital hospital = Hospital.open();
    @TempDir private Path folder;

    @BeforeEach
    void makeADatabaseWithAHistory() throws SQLException {
        run(
                "CREATE ROLE adoptee LOGIN PASSWORD 'adoptee'; CREATE SCHEMA care; CREATE TABLE"
                        + " care.patients (id int PRIMARY KEY, ssn text, shoe int); GRANT SELECT ON"
                        + " care.patients TO adoptee; GRANT CONNECT ON DATABASE postgres TO adoptee");
    }

    @AfterEach
    void dropIt() throws SQLException {
        run("DROP SCHEMA care CASCADE; DROP OWNED BY adoptee; DROP ROLE adoptee");
    }

    @Test
    void writesAFolderThatTheLanguageAcceptsAndNeverIntoOneInUse() throws IOException {
        Path out = folder.resolve("policy");
        Program.Finished first = adopt("postgres", out);
        assertThat(first.exit()).as(first.output()).isZero();
        assertThat(first.output())
                .contains(
                        "as `adoptee`, PostgreSQL 18: read in one snapshot, nothing written there")
                .contains("classes  2 of 3 columns")
                .contains("care.patients.shoe")
                .contains("role sp_person: Sallyport made it for another database");
        assertThat(names(folder)).containsExactly("policy");
        assertThat(names(out)).containsExactly("10-catalog.yaml", "README.md", "adopted.yaml");
        Program.Finished checked = Sallyport.program("policy", "check", out.toString()).run();
        assertThat(checked.exit()).as(checked.output()).isZero();

        Program.Finished again = adopt("postgres", out);

        assertThat(again.output()).startsWith("SP3040 `" + out + "` is there and is not an empty");
        assertThat(again.exit()).isEqualTo(1);
    }

    @Test
    void answersProgramsWithAVersionedDocument() throws IOException {
        Program.Finished finished = adopt("postgres", folder.resolve("policy"), "--json");

        assertThat(finished.exit()).as(finished.output()).isZero();
        assertThat(finished.output())
                .contains("\"v\" : 1")
                .containsPattern(
                        "\"column\" : \"care.patients.ssn\",\\s*\"class\" : \"phi.national_id\"")
                .containsPattern("\"unclassified\" : \\[ \"care.patients.shoe\" ]")
                .containsPattern("\"kind\" : \"host rules\"");
    }

    @Test
    void refusesADatabaseWithADoorAndWritesNothing() throws IOException, SQLException {
        run("GRANT CONNECT ON DATABASE ehr TO adoptee");
        Program.Finished governed = adopt("ehr", folder.resolve("policy"));
        run("REVOKE CONNECT ON DATABASE ehr FROM adoptee");

        assertThat(governed.output()).startsWith("SP3041 database `ehr` has a door");
        assertThat(names(folder)).isEmpty();
        assertThat(adopt("postgres", folder.resolve("p"), "--database", "Not a word").exit())
                .isEqualTo(USAGE);
    }

    private Program.Finished adopt(String database, Path out, String... more) throws IOException {
        return Sallyport.program(
                        Stream.concat(
                                        Stream.of(
                                                "adopt",
                                                "postgresql://adoptee@127.0.0.1:%d/%s"
                                                        .formatted(
                                                                hospital.databasePort(), database),
                                                "--out",
                                                out.toString()),
                                        Stream.of(more))
                                .toArray(String[]::new))
                .with("PGPASSWORD", "adoptee")
                .run();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Beside the governed database, in the same cluster. */
    private static void run(String sql) throws SQLException {
        try (Connection admin = Hospital.open().admin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
