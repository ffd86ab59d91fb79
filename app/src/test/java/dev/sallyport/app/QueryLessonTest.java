package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditEvent.StatementDone;
import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.Outcome;
import dev.sallyport.audit.StatementText;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Since;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed as saved queries is what ran, counted, and allows nothing by itself. */
class QueryLessonTest {
    @TempDir private Path data;
    private Instant now = Instant.parse("2026-11-21T04:00:00Z");

    @BeforeEach
    void recordSome() {
        AuditKey key = AuditKey.open(data.resolve("key"), "test.example/audit");
        try (AuditLog log =
                AuditLog.open(data.resolve("audit"), key, "test.example/audit", () -> now)) {
            ran(log, "nora", "nurse", "select body from notes where id = ?", Outcome.ok());
            ran(log, "nora", "nurse", "select body from notes where id = $1", Outcome.ok());
            ran(log, "nora", "nurse", "select count(*) from notes where at > date ?", Outcome.ok());
            ran(log, "nora", "nurse", "set work_mem = ?", Outcome.ok());
            ran(log, "nora", "nurse", "select * from secrets", Outcome.denied(ProblemCode.SP2041));
            ran(log, "nora", "nurse", "select doc ? ? from notes", Outcome.ok());
            now = now.plus(Duration.ofDays(2));
            ran(log, "ana", "analyst", "select zip from patients where n > -?", Outcome.ok());
        }
    }

    private static void ran(
            AuditLog log, String person, String role, String text, Outcome outcome) {
        var purpose = new Actor.Purpose("treatment", "TREAT");
        var actor = new Actor("s-1", person, List.of(role), purpose, "ehr", "127.0.0.1:1");
        log.append(new StatementDone(actor, 1, new StatementText(text), 1, outcome));
    }

    @Test
    void saysThatNoRecordIsThere() throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        Request.PolicyLearn asked =
                new Request.PolicyLearn(
                        data.resolve("none"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        assertThat(QueryLesson.learn(asked, now, new Terminal(out, out))).isEqualTo(Exit.DIFFERS);
        assertThat(said.toString()).startsWith("SP5003 ").contains("holds no record");
    }

    private String learned(Request.PolicyLearn asked) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        QueryLesson.learn(asked, now, new Terminal(out, out));
        return said.toString();
    }

    private Request.PolicyLearn asked(
            Optional<Since> since, Optional<String> role, Optional<String> person) {
        return new Request.PolicyLearn(data, since, role, person, Optional.empty());
    }

    @Test
    void proposesWhatRanMostUsedFirst() throws IOException {
        assertThat(learned(asked(Optional.empty(), Optional.of("nurse"), Optional.empty())))
                .isEqualTo(
                        """
                        only_queries:
                          - name: "select notes"  # ran 2 times
                            sql: "select body from notes where id = $1"
                          - name: "select notes 2"  # ran 1 times
                            sql: "select count(*) from notes where at > date '?'"
                        # ran 1 times and cannot be written here: select doc ? ? from notes
                        """);
    }

    @Test
    void looksAtOnePersonOrSinceATimeAlone() throws IOException {
        String anas =
                """
                only_queries:
                  - name: "select patients"  # ran 1 times
                    sql: "select zip from patients where n > -0"
                """;
        assertThat(learned(asked(Optional.empty(), Optional.empty(), Optional.of("ana"))))
                .isEqualTo(anas);
        assertThat(learned(asked(Since.of("1d"), Optional.empty(), Optional.empty())))
                .isEqualTo(anas);
        assertThat(learned(asked(Since.of(now.toString()), Optional.of("nurse"), Optional.empty())))
                .isEqualTo("# no query ran\n");
    }

    @Test
    void writesOverNothing() throws IOException {
        Path out = data.resolve("queries.yaml");
        var asked =
                new Request.PolicyLearn(
                        data,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("ana"),
                        Optional.of(out));

        assertThat(learned(asked)).contains("Nothing is allowed by it");
        String written = Files.readString(out);
        assertThatThrownBy(() -> learned(asked))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is there already");
        assertThat(out).hasContent(written);
    }
}
