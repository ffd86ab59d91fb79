package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.bytes;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Target;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private RawClient nora;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        nora = gateway.rawNora();
    }

    @AfterEach
    void leave() throws Exception {
        nora.close();
    }

    @Test
    void answersManyMessagesOfOnePacketInOrder() throws Exception {
        List<Outgoing> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.addAll(List.of(parse("", "SELECT " + i), bind("", ""), execute(""), sync()));
        }
        nora.send(bytes(all.toArray(Outgoing[]::new)));
        for (int i = 0; i < 500; i++) {
            var frames = nora.untilReady();
            assertThat(RawClient.types(frames)).isEqualTo("12DCZ");
            assertThat(frames.get(2).text()).endsWith(String.valueOf(i));
        }
    }

    /** What goes before fills the channel to the database just when a message is replaced. */
    @Test
    void answersRefusedMessagesBehindLongOnesInOrder() throws Exception {
        int rounds = DenialPace.AT_ONCE / 2;
        String longText = "SELECT length('%s')".formatted("x".repeat(90_000));
        List<Outgoing> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            all.add(FrontendMessage.Query.of(longText));
            all.add(FrontendMessage.Query.of("SET ROLE postgres"));
        }
        nora.send(bytes(all.toArray(Outgoing[]::new)));
        for (int i = 0; i < rounds; i++) {
            assertThat(RawClient.types(nora.untilReady())).isEqualTo("TDCZ");
            assertThat(RawClient.types(nora.untilReady())).isEqualTo("EZ");
        }
    }

    @Test
    void readsWhatIsSplitAtEveryByte() throws Exception {
        nora.socket().setTcpNoDelay(true);
        byte[] all =
                bytes(
                        parse("a", "SELECT $1::text"),
                        bind("p", "a", "x"),
                        new FrontendMessage.Describe(Target.PORTAL, "p"),
                        execute("p"),
                        new FrontendMessage.Close(Target.STATEMENT, "a"),
                        sync(),
                        query("UPDATE notes SET body = 'y' WHERE id = 1"));
        for (byte one : all) {
            nora.send(new byte[] {one});
        }
        assertThat(nora.typesUntilReady()).isEqualTo("12TDC3Z");
        assertThat(nora.typesUntilReady()).isEqualTo("CZ");
    }

    @Test
    void skipsToTheSyncAfterAnErrorAndGoesOn() throws Exception {
        // A text never seen is read meanwhile: the error would come before anybody decides on it.
        nora.send(parse("", "UPDATE notes SET body = 'never' WHERE id = 2"), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("1Z");
        int before = Logged.events(folder).size();
        nora.send(
                parse("", "SELECT 1/(id-id) FROM notes LIMIT 1"),
                bind("", ""),
                execute(""),
                parse("", "UPDATE notes SET body = 'never' WHERE id = 2"),
                bind("", ""),
                execute(""),
                sync(),
                parse("", "SELECT 2"),
                bind("", ""),
                execute(""),
                sync());
        assertThat(nora.typesUntilReady()).isEqualTo("12EZ");
        assertThat(nora.typesUntilReady()).isEqualTo("12DCZ");
        assertThat(Logged.statements(folder, before))
                .contains(
                        "statement intent update notes set body = ? where id = ?",
                        "statement done select ?/(id-id) from notes limit ? error 0 22012",
                        "statement done update notes set body = ? where id = ? error 0 25P02",
                        "statement done select ? ok 1");
        assertThat(nora.ask("SELECT body FROM notes WHERE id = 2").get(1).text())
                .doesNotContain("never");
    }

    @Test
    void usesTheReadingOfADroppedTextForNoOther() throws Exception {
        for (int i = 0; i < 20; i++) {
            int before = Logged.events(folder).size();
            nora.send(
                    parse("", "SELECT 1/(id-id) FROM notes LIMIT 1"),
                    bind("", ""),
                    execute(""),
                    parse("", "SELECT id AS unseen%d FROM notes".formatted(i)),
                    sync(),
                    parse(
                            "",
                            "DELETE FROM notes WHERE id = -1 AND body <> 'unseen%d'".formatted(i)),
                    bind("", ""),
                    execute(""),
                    sync());
            assertThat(nora.typesUntilReady()).isEqualTo("12EZ");
            assertThat(nora.typesUntilReady()).isEqualTo("12CZ");
            assertThat(Logged.statements(folder, before))
                    .contains("statement done delete from notes where id = -? and body <> ? ok 0");
        }
    }

    @Test
    void dropsWhatTheDatabaseWouldSkipAndRecordsNoIntentForIt() throws Exception {
        nora.send(
                parse("", "SELECT 1/(id-id) FROM notes LIMIT 1"),
                bind("", ""),
                execute(""),
                new FrontendMessage.Flush());
        assertThat(RawClient.types(nora.until('E'))).isEqualTo("12E");
        int before = Logged.events(folder).size();
        nora.send(query("DELETE FROM notes"), parse("", "DELETE FROM notes"), bind("", ""));
        nora.send(execute(""), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("Z");
        assertThat(Logged.statements(folder, before)).isEmpty();
    }

    @Test
    void refusesOneParseInTheMiddleAndRollsTheBatchBack() throws Exception {
        nora.send(
                parse("", "UPDATE notes SET body = 'lost' WHERE id = 3"),
                bind("", ""),
                execute(""),
                parse("", "ALTER ROLE nora PASSWORD 'x'"),
                bind("", ""),
                execute(""),
                sync());
        var frames = nora.untilReady();
        assertThat(RawClient.types(frames)).isEqualTo("12CEZ");
        assertThat(frames.get(3).field('M')).startsWith("SP2044");
        assertThat(nora.ask("SELECT body FROM notes WHERE id = 3").get(1).text())
                .doesNotContain("lost");
    }

    @Test
    void answersAFlushWithoutASync() throws Exception {
        nora.send(parse("", "SELECT 7"), bind("", ""), execute(""), new FrontendMessage.Flush());
        assertThat(RawClient.types(nora.until('C'))).isEqualTo("12DC");
        nora.send(sync());
        assertThat(nora.typesUntilReady()).isEqualTo("Z");
    }

    @Test
    void refusesAFunctionCallAndGoesOn() throws Exception {
        nora.send(
                new FrontendMessage.FunctionCall(
                        Unpooled.buffer()
                                .writeInt(1598)
                                .writeShort(0)
                                .writeShort(0)
                                .writeShort(1)));
        var frames = nora.untilReady();
        assertThat(RawClient.types(frames)).isEqualTo("EZ");
        assertThat(frames.getFirst().field('M')).startsWith("SP4005");
        assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
    }

    @Test
    void endsASessionThatSendsAnUnknownMessage() throws Exception {
        nora.send(new byte[] {'@', 0, 0, 0, 4});
        var error = nora.error();
        assertThat(error.field('C')).isEqualTo("08P01");
        assertThat(nora.isClosed()).isTrue();
    }

    @Test
    void executesAStatementPreparedInSql() throws Exception {
        nora.ask("PREPARE insql AS SELECT 42");
        nora.send(bind("", "insql"), execute(""), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("2DCZ");
    }

    @Test
    void passesOverTheSyncThatAClientSendsBehindACopyItDidNotKnow() throws Exception {
        nora.send(parse("", "COPY notes FROM STDIN"), bind("", ""), execute(""), sync());
        assertThat(RawClient.types(nora.until('G'))).isEqualTo("12G");
        nora.send(
                new FrontendMessage.CopyData(
                        Unpooled.copiedBuffer("7001\tcopied\n".getBytes(UTF_8))),
                new FrontendMessage.CopyDone(),
                sync());
        assertThat(nora.typesUntilReady()).isEqualTo("CZ");
        int before = Logged.events(folder).size();
        assertThat(RawClient.types(nora.ask("SELECT 11"))).isEqualTo("TDCZ");
        assertThat(RawClient.types(nora.ask("TABLE notes LIMIT 2"))).isEqualTo("TDDCZ");
        assertThat(Logged.statements(folder, before))
                .containsExactly(
                        "statement done select ? ok 1", "statement done table notes limit ? ok 2");
    }

    @Test
    void copiesInTheSameStringAsASetting() throws Exception {
        nora.send(query("SELECT set_config('a.b', 'c', false); COPY notes FROM STDIN"));
        nora.until('G');
        nora.send(new FrontendMessage.CopyDone());
        assertThat(nora.typesUntilReady()).isEqualTo("CZ");
    }

    @Test
    void runsWhatCameBeforeATerminateInOnePacket() throws Exception {
        nora.send(
                bytes(
                        query("UPDATE notes SET body = 'kept' WHERE id = 4"),
                        new FrontendMessage.Terminate(),
                        query("UPDATE notes SET body = 'after' WHERE id = 5")));
        try (var other = gateway.rawNora()) {
            assertThat(Logged.soon(() -> body(other, 4).contains("kept"))).isTrue();
            assertThat(body(other, 5)).doesNotContain("after");
        }
    }

    @Test
    void survivesAFloodOfSyncs() throws Exception {
        Outgoing[] syncs = new Outgoing[50_000];
        Arrays.fill(syncs, sync());
        nora.send(syncs);
        for (int i = 0; i < syncs.length; i++) {
            assertThat(nora.next().type()).isEqualTo('Z');
        }
    }

    private static String body(RawClient client, int id) {
        try {
            return client.ask("SELECT body FROM notes WHERE id = " + id).get(1).text();
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
