package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator sees, warns and ends the sessions of a running gateway from the command line. */
final class SessionCommandTest {
    private static final int FAILED = 1;

    /** A notice is on its way within a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir Path folder;

    @Test
    void seesSpeaksToAndEndsASession() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder.resolve("data"));
                Connection nora = demo.connect("nora")) {
            JsonNode listed = JsonMapper.shared().readTree(session("ls", "--json").output());
            assertThat(listed.get("v").asInt()).isEqualTo(1);
            JsonNode only = listed.get("sessions").get(0);
            assertThat(listed.get("sessions").size()).isEqualTo(1);
            assertThat(only.get("person").asString()).isEqualTo("nora");
            assertThat(only.get("roles").get(0).asString()).isEqualTo("nurse");
            String id = only.get("id").asString();
            assertThat(session("ls").output()).contains(id, "nora", "treatment");
            assertThat(session("show", id.substring(0, 8)).output()).contains(id);

            assertThat(session("message", id, "The database restarts at noon.").output())
                    .isEqualTo("Told nora.\n");
            awaitNotice(nora, "restarts at noon");

            Program.Finished ended = session("kill", id, "--reason", "A test of the operators");
            assertThat(ended.exit()).as(ended.output()).isZero();
            assertThatThrownBy(() -> notices(nora))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e ->
                                    assertThat(e.getMessage())
                                            .contains(
                                                    "SP4038 " + System.getProperty("user.name"),
                                                    "A test of the operators"));
            assertThat(session("ls").output()).isEqualTo("Nobody is signed in.\n");

            Program.Finished unknown = session("show", id);
            assertThat(unknown.output()).startsWith("SP4041 no session");
            assertThat(unknown.exit()).isNotZero();
            assertThat(session("kill", id, "--reason", "two\nlines").output())
                    .doesNotContain("Ended");
        }
        assertThat(session("ls").exit()).isEqualTo(FAILED);
    }

    private static void awaitNotice(Connection connection, String words) throws SQLException {
        long begun = System.nanoTime();
        while (notices(connection).stream().noneMatch(notice -> notice.contains(words))) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
        }
    }

    private static List<String> notices(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            List<String> words = new ArrayList<>();
            for (var warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                words.add(warning.getMessage());
            }
            for (var warning = connection.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                words.add(warning.getMessage());
            }
            return words;
        }
    }

    private Program.Finished session(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("session"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Sallyport.program(all.toArray(String[]::new)).run();
    }
}
