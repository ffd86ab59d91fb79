package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a billing clerk takes is limited, asked for and agreed to in a running demo. */
final class LimitsTest {
    private static final int WRONG = 64;

    @TempDir Path folder;

    @Test
    void limitsRowsAndHasSomebodyElseAgreeToAnExport() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder.resolve("data"), policy());
                Connection bella = demo.connect("bella")) {
            assertThatThrownBy(() -> rows(bella, "SELECT id FROM patients"))
                    .hasMessageContaining(
                            "SP2070 role `billing_admin` gives at most 6 rows of one query: 6 were"
                                    + " delivered, and no more")
                    .hasMessageContaining("20-roles.yaml:")
                    .hasMessageContaining("ask cfo@hospital.example");
            assertThat(rows(bella, "SELECT id FROM patients LIMIT 6")).isEqualTo(6);
            assertThat(export("ls").output()).isEqualTo("Nobody asks for an export.\n");

            String copy = "COPY (SELECT id FROM patients ORDER BY id LIMIT 5) TO STDOUT";
            assertThatThrownBy(() -> copied(bella, copy))
                    .hasMessageContaining("SP2077 this leaves");
            JsonNode asked = JsonMapper.shared().readTree(export("ls", "--json").output());
            String id = asked.get("exports").get(0).get("id").asString();
            assertThat(export("ls").output()).contains(id, "bella", "waits", "copy (select id");

            Program.Finished own = export("approve", id, "--by", "bella");
            assertThat(own.output()).startsWith("SP5011 `bella` has asked for this export");
            assertThat(own.exit()).isNotZero();
            assertThat(export("approve", id, "--by", "cfo", "--for", "25h").output())
                    .startsWith("SP5012");
            assertThat(export("approve", "exp_0", "--by", "cfo").output()).startsWith("SP5010");
            assertThat(export("approve", id).exit()).isEqualTo(WRONG);
            assertThat(export("approve", id, "--by", "cfo").output())
                    .startsWith("bella may run it until ");

            bella.clearWarnings();
            assertThat(copied(bella, copy)).isEqualTo(5);
            assertThat(bella.getWarnings().getMessage()).contains("SP2078", id);
            assertThat(export("refuse", id).output()).isEqualTo("Refused " + id + " of bella.\n");
            assertThatThrownBy(() -> copied(bella, copy)).hasMessageContaining("SP2077");
        }
    }

    private Path policy() throws IOException {
        Path policy =
                ExamplePolicy.changed(
                        folder.resolve("policy"),
                        text ->
                                text.replace(
                                        "limits: {export: watermark}",
                                        "limits: {rows_per_query: 6, export: approve}"));
        Files.copy(SampleHospital.FOLDER.resolve("people.yaml"), folder.resolve("people.yaml"));
        return policy;
    }

    private static int rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    private static long copied(Connection connection, String sql) throws SQLException, IOException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, Writer.nullWriter());
    }

    private Program.Finished export(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("export"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Sallyport.program(all.toArray(String[]::new)).run();
    }
}
