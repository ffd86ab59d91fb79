package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.Request.Form;
import dev.sallyport.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said of who saw a subject. */
final class SightingReportTest {
    @TempDir private Path folder;

    @BeforeEach
    void record() {
        AuditKey key = AuditKey.open(folder.resolve("key"), "test.example/audit");
        Instant now = Instant.parse("2026-11-21T04:00:00Z");
        AuditLog.open(folder.resolve("audit"), key, "test.example/audit", () -> now).close();
    }

    /** A program that reads the document reads nothing but the document. */
    @Test
    void saysInTheDocumentItselfThatARowIsGone() {
        JsonNode gone = JsonMapper.shared().readTree(printed(SightingReport.Row.GONE, Form.JSON));

        assertThat(gone.path("standing").asBoolean(true)).isFalse();
        assertThat(gone.path("sightings").isArray()).isTrue();
        assertThat(printed(SightingReport.Row.STANDS, Form.JSON)).contains("\"standing\" : true");
    }

    @Test
    void saysToPeopleFirstThatARowIsGone() {
        assertThat(printed(SightingReport.Row.GONE, Form.TEXT))
                .startsWith("note: no row has this key now")
                .contains("0 statements of 0 people");
        assertThat(printed(SightingReport.Row.STANDS, Form.TEXT)).doesNotContain("note");
    }

    private String printed(SightingReport.Row row, Form form) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        SightingReport.of(List.of(folder.resolve("audit")), Set.of(), Optional.empty())
                .about(row)
                .print(form, new Terminal(out, out));
        return said.toString();
    }
}
