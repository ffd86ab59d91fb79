package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import dev.sallyport.wire.StartupPacket.GssEncRequest;
import dev.sallyport.wire.Target;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks of the corpus that are bytes of the protocol and that no other test sends. */
class WireAttacksTest {
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

    private static String text(RawClient.Frame row) {
        return row.body().skipBytes(Short.BYTES + Integer.BYTES).toString(StandardCharsets.UTF_8);
    }

    @Test
    void refusesPlainBytesBehindAGssEncRequest() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(
                    RawClient.bytes(
                            new GssEncRequest(),
                            RawClient.startup("user", "nora", "database", "ehr")));
            assertThat(client.error().field('C')).isEqualTo("08P01");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template1", "template0"})
    void opensNoDatabaseThatThePolicyDoesNotName(String database) throws Exception {
        try (RawClient client = gateway.raw()) {
            assertThat(client.signIn("nora", "demo", database).getLast().field('C'))
                    .isEqualTo("3D000");
        }
    }

    /** What the database gets in its place ends nothing that the client has. */
    @Test
    void aNamedParseThatIsRefusedLeavesTheStatementWithoutAName() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(parse("", "SELECT 7"), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("1Z");
            nora.send(parse("s", "SELECT ssn FROM nobodys"), sync(), bind("", ""), execute(""));
            nora.send(sync());
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            assertThat(nora.typesUntilReady()).isEqualTo("2DCZ");
            nora.send(parse("s", "SELEC"), sync(), bind("", ""), execute(""), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            assertThat(nora.typesUntilReady()).isEqualTo("2DCZ");
        }
    }

    /** Whoever knows the database's own key of a backend cannot stop it through the gateway. */
    @Test
    void givesNobodyTheKeyOfABackend() throws Exception {
        try (RawClient nora = gateway.raw()) {
            nora.send(RawClient.startup("user", "nora", "database", "ehr"));
            int given =
                    nora.prove("demo").stream()
                            .filter(frame -> frame.type() == 'K')
                            .map(frame -> frame.body().getInt(0))
                            .findFirst()
                            .orElseThrow();
            int backend = Integer.parseInt(text(nora.ask("SELECT pg_backend_pid()").get(1)));
            assertThat(given).isNotEqualTo(backend);
            nora.send(query("SELECT 'not stopped' FROM pg_sleep(0.3)"));
            try (RawClient other = gateway.raw()) {
                other.send(new CancelRequest(CancelKey.of(backend, new byte[4])));
                assertThat(other.isClosed()).isTrue();
            }
            assertThat(RawClient.types(nora.untilReady())).isEqualTo("TDCZ");
        }
    }

    /** Nothing that holds rests on a transaction or a setting of ours that a COMMIT could end. */
    @Test
    void heldByNoTransactionThatTheClientCouldEnd() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> told =
                    nora.ask("COMMIT; SELECT body FROM hosp.mental_health_notes");
            assertThat(told).anyMatch(frame -> frame.field('M').startsWith("SP2041 "));
            told = nora.ask("ROLLBACK; COMMIT; ALTER ROLE nora PASSWORD 'x'");
            assertThat(told).anyMatch(frame -> frame.field('M').startsWith("SP2044 "));
        }
    }

    @Test
    void recordsAStatementOfTheProtocolThatSqlExecutes() throws Exception {
        int before = Logged.events(folder).size();
        try (RawClient nora = gateway.rawNora()) {
            nora.send(parse("hid", "SELECT body FROM notes WHERE id = 1"), sync());
            nora.untilReady();
            assertThat(RawClient.types(nora.ask("EXECUTE hid"))).isEqualTo("TDCZ");
        }
        assertThat(Logged.statements(folder, before)).anyMatch(line -> line.contains("hid ok 1"));
    }

    @Test
    void refusesWhatIsParsedAnewUnderANameInOnePipeline() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.bytes(
                            parse("s", "SELECT 1"),
                            new FrontendMessage.Close(Target.STATEMENT, "s"),
                            parse("s", "ALTER ROLE nora PASSWORD 'x'"),
                            bind("", "s"),
                            execute(""),
                            sync()));
            List<RawClient.Frame> told = nora.untilReady();
            assertThat(RawClient.types(told)).isEqualTo("13EZ");
            assertThat(told.get(2).field('M')).startsWith("SP2044 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_read_file(text)",
                "lo_creat(int4)",
                "query_to_xml(text,bool,bool,text)",
                "pg_terminate_backend(int4,int8)",
                "loread(int4,int4)"
            })
    void callsNoFunctionWithoutItsText(String function) throws Exception {
        int oid;
        try (Connection admin = GatewayFixture.admin()) {
            oid =
                    Integer.parseInt(
                            Trace.ask(admin, "SELECT '" + function + "'::regprocedure::oid::int8"));
        }
        try (RawClient nora = gateway.rawNora()) {
            nora.send(call(oid));
            assertThat(nora.untilReady().getFirst().field('C')).isEqualTo("0A000");
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    /** A FunctionCall of no argument. */
    private static Outgoing call(int oid) {
        return out ->
                out.writeByte('F')
                        .writeInt(Integer.BYTES + Integer.BYTES + 3 * Short.BYTES)
                        .writeBytes(Unpooled.buffer().writeInt(oid).writeZero(3 * Short.BYTES));
    }

    /** Whatever a client calls itself, an event is one line of JSON. */
    @Test
    void writesOneLineForAnEventWhateverTheClientIsCalled() throws Exception {
        int before = Logged.events(folder).size();
        String name = "x\n2099-01-01 GRANT ok \u001b[31m\r\t\u0000".replace("\0", "");
        try (RawClient nora = gateway.raw()) {
            nora.send(
                    RawClient.startup("user", "nora", "database", "ehr", "application_name", name));
            nora.prove("demo");
            nora.ask("SELECT 1 AS \"" + name.replace("\r", "") + "\"");
        }
        try (RawClient stranger = gateway.raw()) {
            stranger.signIn(name, "demo", "ehr");
        }
        List<String> events = Logged.events(folder);
        assertThat(events.size()).isGreaterThan(before + 3);
        assertThat(events).noneMatch(event -> event.chars().anyMatch(letter -> letter < ' '));
    }
}
