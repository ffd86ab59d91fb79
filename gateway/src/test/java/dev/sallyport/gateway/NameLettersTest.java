package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the same bytes may be another name to the database, a name is ASCII. */
class NameLettersTest {
    private static final String LETTER = "\u00e9";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawClient latin() throws Exception {
        RawClient nora = gateway.raw();
        nora.send(
                RawClient.startup("user", "nora", "database", "ehr", "client_encoding", "LATIN1"));
        assertThat(nora.prove("demo").getLast().type()).isEqualTo('Z');
        return nora;
    }

    @Test
    void isAnyWhereAllSpeakUtf8() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("PREPARE U&\"\\00e9\" AS SELECT 'a'");
            nora.send(bind(LETTER, LETTER), execute(LETTER), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("2DCZ");
            assertThat(RawClient.types(nora.ask("DEALLOCATE \"" + LETTER + "\""))).isEqualTo("CZ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PREPARE \"\u00e9\" AS SELECT 1",
                "EXECUTE U&\"\\00e9\"",
                "DECLARE \"\u00e9\" CURSOR WITH HOLD FOR SELECT 1",
                "CLOSE \"\u00e9\"",
                "SAVEPOINT \"\u00e9\""
            })
    void isAsciiInSqlOfAnotherEncoding(String sql) throws Exception {
        try (RawClient nora = latin()) {
            assertThat(nora.ask(sql).getFirst().field('M'))
                    .startsWith("SP2045 a name that is not ASCII");
            assertThat(RawClient.types(nora.ask("PREPARE e AS SELECT 1"))).isEqualTo("CZ");
            nora.send(bind("p", "e"), execute("p"), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("2DCZ");
        }
    }

    @Test
    void isAsciiInMessagesOfAnotherEncoding() throws Exception {
        for (Outgoing message :
                new Outgoing[] {
                    parse(LETTER, "SELECT 1"),
                    bind(LETTER, ""),
                    bind("", LETTER),
                    execute(LETTER),
                    new FrontendMessage.Describe(Target.PORTAL, LETTER),
                    new FrontendMessage.Close(Target.STATEMENT, LETTER)
                }) {
            try (RawClient nora = latin()) {
                nora.send(message, sync());
                assertThat(nora.error().field('M')).startsWith("SP4004").contains("not ASCII");
            }
        }
    }

    /** The bytes of a name of UTF-8 are another name of LATIN1. */
    @Test
    void isAsciiOnceTheEncodingWasAnother() throws Exception {
        try (RawClient nora = latin()) {
            nora.ask("BEGIN");
            nora.ask("SET client_encoding = 'UTF8'");
            nora.send(
                    parse("back", "ROLLBACK"),
                    bind("", "back"),
                    execute(""),
                    parse(LETTER, "SELECT 1"),
                    sync());
            assertThat(nora.error().field('M')).startsWith("SP4004");
        }
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    parse("", "SELECT set_config('client_' || 'encoding', 'LATIN1', false)"),
                    bind("", ""),
                    execute(""),
                    bind("", LETTER),
                    sync());
            assertThat(nora.error().field('M')).startsWith("SP4004");
        }
    }
}
