package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running demo has seen run is proposed, allows nothing, and is what runs once applied. */
final class LearnTest {
    private static final String OWNER = "    owner: cfo@hospital.example\n";

    @TempDir Path folder;

    @Test
    void proposesWhatRanAndRunsNothingElseOnceItIsApplied() throws Exception {
        Path policy = policy("policy", "");
        try (RunningDemo demo = RunningDemo.start(data(), policy);
                Connection bella = demo.connect("bella");
                Connection nora = demo.connect("nora")) {
            run(bella, "SELECT status FROM invoices WHERE amount > 10 LIMIT 3");
            run(bella, "select status from invoices where amount > 99 limit 5");
            run(bella, "SELECT last_name FROM patients WHERE mrn = 'MRN000001'");
            run(nora, "SELECT dob FROM patients");
            assertThatThrownBy(() -> run(bella, "SELECT body FROM mental_health_notes"))
                    .isInstanceOf(SQLException.class);

            Program.Finished printed = learn("--person", "bella");
            assertThat(printed.exit()).isZero();
            assertThat(printed.output())
                    .startsWith("only_queries:\n  - name: \"select invoices\"  # ran 2 times\n")
                    .contains("select patients")
                    .doesNotContain("99", "MRN000001", "dob", "mental_health_notes");
            assertThat(learn("--role", "nurse").output()).contains("dob").doesNotContain("status");
            assertThat(learn("--since", "2100-01-01T00:00:00Z").output())
                    .isEqualTo("# no query ran\n");

            Path draft = folder.resolve("draft.yaml");
            assertThat(learn("--person", "bella", "--out", draft.toString()).output())
                    .contains("Nothing is allowed by it");
            assertThat(learn("--out", draft.toString()).output()).startsWith("SP6007");
            run(bella, "SELECT amount FROM invoices");

            Path learned = policy("learned", Files.readString(draft).indent(4));
            assertThat(command("apply", "--policy", learned.toString()).exit()).isZero();
            try (Connection again = demo.connect("bella")) {
                run(again, "SELECT status FROM invoices WHERE amount > 7 LIMIT 1");
                assertThatThrownBy(() -> run(again, "SELECT amount FROM invoices"))
                        .hasMessageContaining("SP2061");
                assertThatThrownBy(() ->
                                run(
                                        again,
                                        "SELECT status FROM invoices WHERE amount > 7"
                                                + " LIMIT ALL"))
                        .hasMessageContaining("SP2061");
            }
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** The sample, with more in the clerk's role. */
    private Path policy(String name, String more) throws IOException {
        Path policy =
                ExamplePolicy.changed(
                        folder.resolve(name), text -> text.replace(OWNER, OWNER + more));
        Path people = folder.resolve("people.yaml");
        if (!Files.exists(people)) {
            Files.copy(SampleHospital.FOLDER.resolve("people.yaml"), people);
        }
        return policy;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Program.Finished learn(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("policy", "learn"));
        all.addAll(List.of(arguments));
        return command(all.toArray(String[]::new));
    }

    private Program.Finished command(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data().toString()));
        return Sallyport.program(all.toArray(String[]::new)).run();
    }
}
