package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gets one statement recorded under the text of another. */
class NamesTest {
    private static final String UPDATE = "UPDATE notes SET body = body WHERE id = 1";
    private static final String INTENT =
            "statement intent update notes set body = body where id = ?";
    private static final String DONE =
            "statement done update notes set body = body where id = ? ok 1";

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private RawClient nora;
    private int before;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void prepareAnUpdate() throws Exception {
        nora = gateway.rawNora();
        nora.send(parse("s", UPDATE), sync());
        nora.untilReady();
        before = Logged.events(folder).size();
    }

    @AfterEach
    void leave() throws Exception {
        nora.close();
    }

    private List<String> recorded() {
        return Logged.statements(folder, before);
    }

    @Test
    void keepsTheOldTextWhereANameIsTaken() throws Exception {
        nora.send(parse("s", "SELECT 1"), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("EZ");
        nora.send(bind("", "s"), execute(""), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
        assertThat(recorded()).contains(INTENT, DONE);
    }

    @Test
    void keepsTheOldTextWhereANameIsTakenAndNothingIsAwaited() throws Exception {
        nora.send(parse("s", "SELECT 1"), sync(), bind("", "s"), execute(""), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("EZ");
        assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
        assertThat(recorded()).contains(INTENT, DONE);
    }

    @Test
    void keepsTheOldTextWhereAParseIsSkipped() throws Exception {
        nora.send(parse("", UPDATE), sync());
        nora.untilReady();
        nora.send(
                bind("", "nobody gave this"),
                parse("", "SELECT 1"),
                sync(),
                bind("", ""),
                execute(""),
                sync());
        assertThat(nora.typesUntilReady()).isEqualTo("EZ");
        assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
        assertThat(recorded()).contains(INTENT, DONE);
    }

    @Test
    void keepsAPortalsTextWhereItsNameIsTaken() throws Exception {
        nora.ask("BEGIN");
        nora.send(bind("p", "s"), sync());
        nora.untilReady();
        nora.ask("SAVEPOINT a");
        nora.send(parse("r", "SELECT 1"), bind("p", "r"), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("1EZ");
        nora.ask("ROLLBACK TO a");
        nora.send(execute("p"), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("CZ");
        assertThat(recorded()).contains(INTENT, DONE);
    }

    @Test
    void doesNotTakeAStatementPreparedInSqlForAnOlderOne() throws Exception {
        nora.send(parse("r", "SELECT 1"), sync());
        nora.untilReady();
        nora.send(
                query("DEALLOCATE r"),
                query("PREPARE r AS " + UPDATE),
                bind("", "r"),
                execute(""),
                sync());
        nora.untilReady();
        nora.untilReady();
        assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
        assertThat(recorded())
                .contains(
                        "statement intent (a statement prepared in SQL)",
                        "statement done (a statement prepared in SQL) ok 1");
    }

    @Test
    void doesNotTakeACursorForAnOlderPortal() throws Exception {
        nora.send(query("BEGIN"), parse("r", "SELECT 1"), bind("p", "r"), sync());
        nora.untilReady();
        nora.untilReady();
        nora.send(query("COMMIT; BEGIN; DECLARE p CURSOR FOR TABLE notes"), execute("p"), sync());
        nora.untilReady();
        assertThat(nora.typesUntilReady()).endsWith("DCZ");
        assertThat(recorded().getLast())
                .isEqualTo("statement done (a statement prepared in SQL) ok 1000");
    }
}
