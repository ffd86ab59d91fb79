package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.BrowserSignIns.Verdict;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that somebody has to confirm in a browser before anything is opened for them. */
final class BrowserWaitTest {
    private static final FakeBrowsers BROWSERS = new FakeBrowsers(Duration.ofMinutes(2));
    private static final FakeBrowsers HURRIED = new FakeBrowsers(Duration.ofSeconds(2));

    @TempDir static Path folder;
    @TempDir static Path other;
    @TempDir static Path third;
    @TempDir static Path fourth;
    private static GatewayFixture without;
    private static GatewayFixture gateway;
    private static GatewayFixture hurried;

    @BeforeAll
    static void start() throws Exception {
        without = GatewayFixture.start(folder);
        gateway = GatewayFixture.asking(BROWSERS, other);
        hurried = GatewayFixture.asking(HURRIED, third);
    }

    @AfterAll
    static void stop() {
        hurried.close();
        gateway.close();
        without.close();
    }

    @AfterEach
    void everyPlaceIsFreeAgain() {
        await(() -> gateway.server().shared().browserWaits().taken() == 0);
        gateway.takeBack();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static RawClient asking(GatewayFixture door, String login) throws Exception {
        RawClient client = door.raw();
        client.send(
                RawClient.startup(
                        "user",
                        login,
                        "database",
                        "ehr",
                        "application_name",
                        "psql",
                        "options",
                        "-c sallyport.sign_in=browser"));
        return client;
    }

    /** What the database knows of her, around the gateway. */
    private static int accounts() throws Exception {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'nora'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** As the port does it: there is a token by then, and it is told of on another thread. */
    private static void confirm(FakeBrowsers.Question question, String id) {
        confirm(question, id, Optional.empty());
    }

    /**
     * @param factor when they proved one
     */
    private static void confirm(
            FakeBrowsers.Question question, String id, Optional<Instant> factor) {
        gateway.give(id, Duration.ofHours(1));
        question.told()
                .accept(new Verdict.Confirmed(id, Instant.now().plus(Duration.ofHours(1)), factor));
    }

    /** With the end that the token has. */
    private static FakeBrowsers.Question shown(RawClient client) throws Exception {
        FakeBrowsers.Question question = BROWSERS.next();
        assertThat(RawClient.types(client.until('N'))).isEqualTo("RN");
        return question;
    }

    @Test
    void opensNothingAndSaysNothingBeforeItIsConfirmed() throws Exception {
        int before = accounts();
        try (RawClient nora = asking(gateway, "nora")) {
            FakeBrowsers.Question question = BROWSERS.next();
            assertThat(question.connection().login()).isEqualTo("nora");
            assertThat(question.connection().database()).isEqualTo("ehr");
            assertThat(question.connection().application()).isEqualTo("psql");
            assertThat(question.connection().client().isLoopbackAddress()).isTrue();
            List<RawClient.Frame> told = nora.until('N');
            assertThat(RawClient.types(told)).isEqualTo("RN");
            assertThat(told.getLast().field('M'))
                    .isEqualTo(
                            "Open https://sp.example/confirm?user_code=%s in a browser within 120 s to sign in as \"nora\"."
                                    .formatted(question.code()));
            assertThat(told.getLast().field('H')).contains(question.code());
            assertThat(accounts()).isEqualTo(before);
            assertThat(gateway.server().list()).isEmpty();

            confirm(question, "confirmed");

            List<RawClient.Frame> greeting = nora.untilReady();
            assertThat(RawClient.types(greeting)).doesNotContain("R").contains("S", "K");
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        await(() -> gateway.over().contains("BROWSER_CONFIRMATION confirmed"));
        assertThat(Logged.events(other))
                .anyMatch(event ->
                        event.contains("session.open")
                                && event.contains(
                                        "{\"by\":\"browser confirmation\",\"id\":\"confirmed\"}"));
    }

    /** As a token does: whoever takes it back ends the session, and so does its end. */
    @Test
    void endsWithTheTokenThatStandsForIt() throws Exception {
        try (RawClient nora = asking(gateway, "nora")) {
            confirm(shown(nora), "taken");
            nora.untilReady();
            gateway.prove();
            gateway.takeBack();
            assertThat(nora.error().field('M'))
                    .isEqualTo("SP4013 the browser confirmation you came with is void now");
        }
    }

    /** How lately a second factor was proved is what the person proved as they said yes. */
    @Test
    void aRoleAsksForTheFactorOfTheConfirmation() throws Exception {
        gateway.apply(Hospital.nurse(other, "sessions: {mfa: 8h}"));
        Instant now = Instant.now();
        try {
            for (Optional<Instant> factor :
                    List.of(
                            Optional.<Instant>empty(),
                            Optional.of(now.minus(Duration.ofHours(9))))) {
                try (RawClient nora = asking(gateway, "nora")) {
                    confirm(shown(nora), "stale", factor);
                    assertThat(nora.error().field('M')).startsWith("SP4042 role `nurse` asks for");
                }
            }
            try (RawClient nora = asking(gateway, "nora")) {
                confirm(shown(nora), "fresh", Optional.of(now));
                nora.untilReady();
            }
        } finally {
            gateway.apply(Hospital.snapshot());
        }
    }

    @Test
    void tellsWhoeverWasRefused() throws Exception {
        try (RawClient nora = asking(gateway, "nora")) {
            shown(nora)
                    .told()
                    .accept(
                            new Verdict.Unconfirmed(
                                    Problem.of(ProblemCode.SP4017, "somebody said no", "again")));
            RawClient.Frame error = nora.error();
            assertThat(error.field('S')).isEqualTo("FATAL");
            assertThat(error.field('C')).isEqualTo("28000");
            assertThat(error.field('M')).isEqualTo("SP4017 somebody said no");
            assertThat(nora.isClosed()).isTrue();
        }
        assertThat(Logged.events(other))
                .anyMatch(event -> event.contains("session.refused") && event.contains("SP4017"));
    }

    /** Policy is asked after the person is known, and not before. */
    @Test
    void aPersonWithoutARoleIsToldSoOnceTheyAreKnown() throws Exception {
        try (RawClient newt = asking(gateway, "newt")) {
            confirm(shown(newt), "roleless");
            assertThat(newt.error().field('M')).startsWith("SP4002 ");
        }
        await(() -> gateway.over().contains("BROWSER_CONFIRMATION roleless"));
    }

    /** Whether there is such a person shows in nothing that comes back. */
    @Test
    void anUnknownLoginLooksLikeAnyOther() throws Exception {
        List<List<String>> said = new ArrayList<>();
        for (String login : List.of("nora", "nobody")) {
            try (RawClient client = asking(hurried, login)) {
                FakeBrowsers.Question question = HURRIED.next();
                List<String> words = new ArrayList<>();
                for (RawClient.Frame frame : client.until('E')) {
                    words.add(
                            frame.type()
                                    + frame.text()
                                            .replace(question.code(), "CODE")
                                            .replace("\"" + login + "\"", "LOGIN"));
                }
                assertThat(words.getLast())
                        .contains("SP4016 nobody confirmed this connection in a browser within 2 s")
                        .contains("C28000");
                assertThat(client.isClosed()).isTrue();
                said.add(words);
            }
        }
        assertThat(said.getFirst()).hasSize(3).isEqualTo(said.getLast());
        assertThat(HURRIED.left).containsExactly("CODE-0001", "CODE-0002");
    }

    @Test
    void whoeverLeavesFreesThePlaceAndWhatIsConfirmedThenGivesNothing() throws Exception {
        FakeBrowsers.Question question;
        try (RawClient nora = asking(gateway, "nora")) {
            question = shown(nora);
        }
        await(() -> gateway.server().shared().browserWaits().taken() == 0);
        await(() -> BROWSERS.left.contains(question.code()));

        confirm(question, "too late");

        await(() -> gateway.over().contains("BROWSER_CONFIRMATION too late"));
        assertThat(gateway.server().list()).isEmpty();
    }

    /** One confirmation, one connection: the second word changes nothing. */
    @Test
    void isAnsweredOnce() throws Exception {
        try (RawClient nora = asking(gateway, "nora")) {
            FakeBrowsers.Question question = shown(nora);
            confirm(question, "first");
            nora.untilReady();
            confirm(question, "second");
            await(() -> gateway.over().contains("BROWSER_CONFIRMATION second"));
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
            assertThat(gateway.over()).doesNotContain("BROWSER_CONFIRMATION first");
        }
    }

    @Test
    void keepsNoMoreThanSomeWordsOfWhoeverWaits() throws Exception {
        try (RawClient nora = asking(gateway, "nora")) {
            FakeBrowsers.Question question = shown(nora);
            nora.send(RawClient.query("SELECT 'early'"));
            nora.send(new byte[9_000]);
            assertThat(nora.error().field('M')).startsWith("SP4004 ");
            confirm(question, "refused");
            await(() -> gateway.over().contains("BROWSER_CONFIRMATION refused"));
        }
    }

    @Test
    void answersWhatWasSaidEarly() throws Exception {
        try (RawClient nora = asking(gateway, "nora")) {
            FakeBrowsers.Question question = shown(nora);
            nora.send(RawClient.query("SELECT 'early'"));
            confirm(question, "early");
            nora.untilReady();
            assertThat(RawClient.types(nora.untilReady())).isEqualTo("TDCZ");
        }
    }

    /** However many come, so many wait, nobody else is delayed, and one that leaves makes room. */
    @Test
    void boundsHowManyWait() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        int asked = BROWSERS.asked();
        for (int i = 0; i < BrowserWaits.OF_ONE_NETWORK; i++) {
            RawClient client = asking(gateway, "nora" + i);
            shown(client);
            clients.add(client);
        }
        for (int i = 0; i < 100; i++) {
            try (RawClient more = asking(gateway, "nora")) {
                RawClient.Frame error = more.error();
                assertThat(error.field('M')).startsWith("SP4015 ");
                assertThat(error.field('C')).isEqualTo("53300");
            }
        }
        assertThat(BROWSERS.asked()).isEqualTo(asked + BrowserWaits.OF_ONE_NETWORK);
        gateway.rawNora().close();
        clients.removeLast().close();
        await(() ->
                gateway.server().shared().browserWaits().taken()
                        == BrowserWaits.OF_ONE_NETWORK - 1);
        RawClient next = asking(gateway, "nora");
        shown(next);
        clients.add(next);
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void holdsSoManyOfAllOfALoginAndOfANetwork() throws Exception {
        BrowserWaits waits = new BrowserWaits();
        int in = 0;
        for (int i = 0; i < 1_000; i++) {
            in += waits.enter("login" + i, address(i)) ? 1 : 0;
        }
        assertThat(in).isEqualTo(BrowserWaits.MOST).isEqualTo(waits.taken());
        for (int i = 0; i < BrowserWaits.MOST; i++) {
            waits.leave("login" + i, address(i));
        }
        in = 0;
        for (int i = 0; i < 1_000; i++) {
            in += waits.enter("ada", address(i)) ? 1 : 0;
        }
        assertThat(in).isEqualTo(BrowserWaits.OF_ONE_LOGIN);
        in = 0;
        for (int i = 0; i < 1_000; i++) {
            in += waits.enter("b" + i, InetAddress.getByName("2001:db8::%x".formatted(i))) ? 1 : 0;
        }
        assertThat(in).isEqualTo(BrowserWaits.OF_ONE_NETWORK);
    }

    private static InetAddress address(int i) throws Exception {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i});
    }

    @Test
    void isNotOfferedWhereNobodyAsksFor() throws Exception {
        try (RawClient nora = asking(without, "nora")) {
            RawClient.Frame error = nora.error();
            assertThat(error.field('M')).startsWith("SP4018 ");
            assertThat(error.field('C')).isEqualTo("28000");
        }
    }

    @Test
    void aGatewayThatStopsSaysSoToWhoeverWaits() throws Exception {
        FakeBrowsers browsers = new FakeBrowsers(Duration.ofMinutes(2));
        GatewayFixture stopping = GatewayFixture.asking(browsers, fourth);
        try (RawClient nora = asking(stopping, "nora")) {
            FakeBrowsers.Question question = browsers.next();
            assertThat(RawClient.types(nora.until('N'))).isEqualTo("RN");

            stopping.server().drain();

            RawClient.Frame error = nora.error();
            assertThat(error.field('S')).isEqualTo("FATAL");
            assertThat(error.field('M')).isEqualTo("SP4039 the gateway is stopping");
            assertThat(nora.isClosed()).isTrue();
            assertThat(browsers.left).containsExactly(question.code());
        } finally {
            stopping.close();
        }
    }

    /** An embedded channel is no loopback connection, and has no TLS. */
    @Test
    void showsNoLinkInTheClear() {
        List<Problem> refused = new ArrayList<>();
        BrowserWait.begin(
                gateway.server().shared(),
                new EmbeddedChannel(),
                RawClient.startup("user", "nora"),
                new Proving() {
                    @Override
                    public void proved(Proof proof) {
                        throw new AssertionError(proof);
                    }

                    @Override
                    public void failed(Problem problem) {
                        refused.add(problem);
                    }
                });

        assertThat(refused).extracting(Problem::code).containsExactly(ProblemCode.SP4011);
    }
}
