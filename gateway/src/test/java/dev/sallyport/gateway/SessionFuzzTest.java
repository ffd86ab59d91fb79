package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.bytes;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.StartupPacket.GssEncRequest;
import dev.sallyport.wire.StartupPacket.SslRequest;
import dev.sallyport.wire.Target;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a client sends, and in whatever pieces: its session goes on in step or ends with a word,
 * and leaves nothing behind. Another run is {@code -Dsallyport.seed=N}.
 */
class SessionFuzzTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final int SESSIONS = FULL ? 20_000 : 150;
    private static final int HANDSHAKES = FULL ? 5_000 : 80;

    /** Every so many bytes; a prime, so that the cuts fall on every part of a frame. */
    private static final int STEP = FULL ? 1 : 7;

    /** The same each time, but in the long run. */
    private static final long SEED =
            Long.getLong("sallyport.seed", FULL ? System.currentTimeMillis() : 20_261_121);

    /** Nothing of it changes a row that is not changed back. */
    private static final List<Outgoing> CONVERSATION =
            List.of(
                    parse("a", "SELECT $1::text"),
                    bind("p", "a", "x"),
                    new FrontendMessage.Describe(Target.PORTAL, "p"),
                    execute("p"),
                    new FrontendMessage.Close(Target.STATEMENT, "a"),
                    sync(),
                    query("BEGIN; UPDATE notes SET body = 'y' WHERE id = 1"),
                    query("SELECT 1/(id-id) FROM notes LIMIT 1"),
                    query("ROLLBACK"),
                    query("ALTER ROLE nora PASSWORD 'x'"),
                    parse("", "SELEC"),
                    bind("", ""),
                    sync(),
                    query("COPY notes FROM STDIN WHERE false"),
                    new FrontendMessage.CopyData(Unpooled.copiedBuffer("9001\tx\n", UTF_8)),
                    new FrontendMessage.CopyDone(),
                    query("COPY (SELECT id FROM notes ORDER BY id LIMIT 3) TO STDOUT"),
                    parse("", "SELECT id FROM notes ORDER BY id LIMIT 5"),
                    bind("", ""),
                    new FrontendMessage.Execute("", 2),
                    new FrontendMessage.Flush(),
                    sync(),
                    query(""));

    /** Ends what the server may be in the middle of, so that the last query has to be answered. */
    private static final byte[] ENDING =
            bytes(
                    new FrontendMessage.CopyFail("enough"),
                    sync(),
                    query("ROLLBACK"),
                    query("SELECT 'the last'"));

    @TempDir static Path folder;
    @TempDir static Path another;
    private static GatewayFixture gateway;
    private static GatewayFixture pooled;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        pooled =
                GatewayFixture.before(
                        UpstreamTarget.plain(GatewayFixture.loopback(RealPostgres.shared().port())),
                        another);
        pooled.apply(Hospital.nurse(another, "sessions: {pooling: transaction}"));
    }

    @AfterAll
    static void stop() {
        pooled.close();
        gateway.close();
    }

    /** What an account of the database is for. */
    enum AccountFor {
        SESSION,
        TRANSACTION;

        GatewayFixture gateway() {
            return this == SESSION ? gateway : pooled;
        }
    }

    @ParameterizedTest
    @EnumSource(AccountFor.class)
    void answersTheSameWhereverTheBytesAreCut(AccountFor account) throws Exception {
        GatewayFixture gateway = account.gateway();
        byte[] all = bytes(CONVERSATION.toArray(Outgoing[]::new));
        try (RawClient nora = gateway.rawNora()) {
            nora.socket().setTcpNoDelay(true);
            nora.send(all);
            List<String> whole = toTheLast(nora);
            for (int cut = 1; cut < all.length; cut += STEP) {
                gateway.forgive(1);
                nora.send(Arrays.copyOf(all, cut));
                nora.send(Arrays.copyOfRange(all, cut, all.length));
                assertThat(toTheLast(nora)).as("cut at byte " + cut).isEqualTo(whole);
            }
        }
    }

    private static List<String> toTheLast(RawClient client) throws IOException {
        client.send(ENDING);
        List<String> answers = new ArrayList<>();
        RawClient.Frame frame;
        do {
            frame = client.next();
            answers.add(frame.type() + frame.text());
        } while (!(frame.type() == 'D' && frame.text().endsWith("the last")));
        assertThat(RawClient.types(client.untilReady())).isEqualTo("CZ");
        return answers;
    }

    @Test
    void signsInWhoSendsByteByByte() throws Exception {
        try (RawClient nora = gateway.raw()) {
            nora.drip();
            assertThat(nora.signIn("nora", "demo", "ehr").getLast().type()).isEqualTo('Z');
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @ParameterizedTest
    @EnumSource(AccountFor.class)
    void staysInStepOrEndsWithAWordWhateverASessionSends(AccountFor account) throws Exception {
        GatewayFixture gateway = account.gateway();
        List<byte[]> frames = CONVERSATION.stream().map(RawClient::bytes).toList();
        int inStep = 0;
        RawClient nora = gateway.rawNora();
        for (int number = 0; number < SESSIONS; number++) {
            gateway.forgive(1);
            byte[] sent = new Mutation(new Random(SEED + number)).of(frames);
            String which = "-Dsallyport.seed=" + (SEED + number);
            if (isWhole(sent) ? staysInStep(nora, sent, which) : ends(nora, sent, which)) {
                inStep++;
            } else {
                nora.close();
                nora = gateway.rawNora();
            }
        }
        nora.close();
        nothingIsLeft(gateway);
        assertThat(inStep).isBetween(SESSIONS / 8, SESSIONS - SESSIONS / 8);
    }

    /** Whether what comes behind it is read as messages of its own. */
    private static boolean isWhole(byte[] sent) {
        int at = 0;
        while (at >= 0 && at + Integer.BYTES < sent.length) {
            int length = ByteBuffer.wrap(sent).getInt(at + 1);
            at = length < Integer.BYTES ? sent.length : at + 1 + length;
        }
        return at == sent.length;
    }

    /** It waits for the rest of a message, or has said what is wrong. */
    private static boolean ends(RawClient nora, byte[] sent, String which) throws IOException {
        try {
            nora.send(sent);
            nora.socket().shutdownOutput();
        } catch (SocketException _) {
            // Closed before all of it was read.
        }
        assertThat(nora.untilClosed()).as(which).isNotNull();
        return false;
    }

    /** False where the session is over, as it may be. */
    private static boolean staysInStep(RawClient nora, byte[] sent, String which)
            throws IOException {
        List<RawClient.Frame> answers = new ArrayList<>();
        try {
            nora.send(sent);
            nora.send(ENDING);
            do {
                answers.add(nora.next());
            } while (!isTheLast(answers.getLast()));
        } catch (EOFException | SocketException _) {
            assertThat(saysGoodbye(sent) || isFatal(answers)).as(which + answers).isTrue();
            return false;
        } catch (SocketTimeoutException e) {
            throw new AssertionError(which + " has no answer behind " + answers, e);
        }
        assertThat(RawClient.types(nora.untilReady())).as(which).isEqualTo("CZ");
        List<RawClient.Frame> next = nora.ask("SELECT 'in step'");
        assertThat(RawClient.types(next)).as(which).isEqualTo("TDCZ");
        assertThat(next.get(1).text()).as(which).endsWith("in step");
        return true;
    }

    private static boolean isTheLast(RawClient.Frame frame) {
        return frame.type() == 'D' && frame.text().endsWith("the last");
    }

    private static boolean isFatal(List<RawClient.Frame> answers) {
        return !answers.isEmpty()
                && answers.getLast().type() == 'E'
                && answers.getLast().field('S').equals("FATAL");
    }

    /** It may stand for a Terminate, which has no answer. */
    private static boolean saysGoodbye(byte[] sent) {
        for (byte one : sent) {
            if (one == 'X') {
                return true;
            }
        }
        return false;
    }

    @Test
    void closesWhoeverSendsAnythingBeforeTheSignIn() throws Exception {
        List<byte[]> frames =
                List.of(
                        bytes(new GssEncRequest()),
                        bytes(RawClient.startup("user", "nora", "database", "ehr")),
                        bytes(query("SELECT 1")),
                        bytes(new SslRequest()));
        for (int number = 0; number < HANDSHAKES; number++) {
            byte[] sent = new Mutation(new Random(SEED + number)).of(frames);
            try (RawClient nobody = gateway.raw()) {
                nobody.send(sent);
                nobody.socket().shutdownOutput();
                while (nobody.octet() >= 0) {}
            } catch (SocketException _) {
                // Closed before all of it was read.
            }
        }
        nothingIsLeft(gateway);
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    private static void nothingIsLeft(GatewayFixture gateway) {
        assertThat(Logged.soon(() -> gateway.server().sessions().people().isEmpty())).isTrue();
        assertThat(gateway.server().shared().cancellable()).isEmpty();
        assertThat(Leaks.found()).isEmpty();
    }
}
