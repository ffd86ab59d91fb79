package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.sallyport.control.http.Form;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends when the provider says that somebody signed out there, and who may say so. */
final class BackChannelLogoutTest {
    private static final String PAGE = "/oidc/backchannel-logout";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                    + " WHERE NOT granted AND datname = current_database()";

    @TempDir static Path folder;
    private static Site site;

    /** What a liar changes. */
    interface Lie {
        JWTClaimsSet.Builder tell(JWTClaimsSet.Builder honest);
    }

    @BeforeAll
    static void open() throws Exception {
        site = new Site(folder, provider -> Given.settings(provider.issuer()));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() throws Exception {
        site.reset();
    }

    /** Somebody with a browser session and a token. */
    private record Signed(Visitor browser, String token) {
        static Signed in(String person, String session) throws Exception {
            site.provider.claiming(claims -> claims.subject("sub-" + person).claim("sid", session));
            Visitor browser = site.visitor();
            String mark = browser.signIn().mark();
            String word = browser.post("/oidc/word", Map.of("mark", mark)).word();
            Visitor.Answer given = browser.login(person, word);
            return new Signed(browser, given.json().path("token").path("secret").asString(""));
        }

        /** Whether the browser is signed in, and whether the token stands. */
        List<Integer> statuses() throws Exception {
            return List.of(browser.get("/oidc/session").status(), browser.own(token).status());
        }
    }

    private static final List<Integer> IN = List.of(200, 200);
    private static final List<Integer> OUT = List.of(401, 401);

    private static Visitor.Answer logout(String token) throws Exception {
        return site.visitor().post(PAGE, Map.of("logout_token", token));
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return FakeProvider.signed(
                claims.build(),
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k1")
                        .type(new JOSEObjectType("logout+jwt"))
                        .build(),
                site.provider.key);
    }

    @Test
    void endsTheSessionItNamesAndTheTokensOfIt() throws Exception {
        Signed here = Signed.in("nora", "session-1");
        Signed elsewhere = Signed.in("nora", "session-2");
        Signed other = Signed.in("omar", "session-3");

        Visitor.Answer answer = logout(signed(site.provider.logout()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(here.statuses()).isEqualTo(OUT);
        assertThat(elsewhere.statuses()).isEqualTo(IN);
        assertThat(other.statuses()).isEqualTo(IN);
        assertThat(site.events)
                .contains(new OidcEvent.SignedOutAtProvider(site.provider.issuer(), 1))
                .anySatisfy(event ->
                        assertThat(event)
                                .isInstanceOfSatisfying(
                                        OidcEvent.TokenVoided.class,
                                        voided -> assertThat(voided.login()).isEqualTo("nora")));
    }

    @Test
    void endsAllOfSomebodysWhereItNamesNoSession() throws Exception {
        Signed here = Signed.in("nora", "session-1");
        Signed elsewhere = Signed.in("nora", "session-2");
        Signed other = Signed.in("omar", "session-3");

        assertThat(logout(signed(site.provider.logout().claim("sid", null))).status())
                .isEqualTo(200);
        assertThat(here.statuses()).isEqualTo(OUT);
        assertThat(elsewhere.statuses()).isEqualTo(OUT);
        assertThat(other.statuses()).isEqualTo(IN);
    }

    @Test
    void endsTheSessionAloneWhereItNamesNobody() throws Exception {
        Signed here = Signed.in("nora", "session-1");
        Signed other = Signed.in("omar", "session-3");

        assertThat(logout(signed(site.provider.logout().subject(null))).status()).isEqualTo(200);
        assertThat(here.statuses()).isEqualTo(OUT);
        assertThat(other.statuses()).isEqualTo(IN);
    }

    @Test
    void endsATokenWhoseBrowserSessionIsLongOver() throws Exception {
        Signed nora = Signed.in("nora", "session-1");
        site.clock.advance(Duration.ofHours(5));

        assertThat(nora.statuses()).isEqualTo(List.of(401, 200));
        assertThat(logout(signed(site.provider.logout())).status()).isEqualTo(200);
        assertThat(nora.statuses()).isEqualTo(OUT);
    }

    @Test
    void aWordOfAnEndedSessionGivesNothing() throws Exception {
        Visitor nora = site.visitor();
        String word = nora.post("/oidc/word", Map.of("mark", nora.signIn().mark())).word();
        logout(signed(site.provider.logout()));

        assertThat(nora.login("nora", word).refusal()).isEqualTo("401 SP7140");
    }

    @Test
    void aTokenThatIsMadeMeanwhileIsTakenBack() throws Exception {
        Visitor nora = site.visitor();
        String word = nora.post("/oidc/word", Map.of("mark", nora.signIn().mark())).word();
        int before = site.tokens.standing("nora").size();
        String token = signed(site.provider.logout());
        site.tokens.whileGiving(() -> {
            try {
                assertThat(logout(token).status()).isEqualTo(200);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(nora.login("nora", word).refusal()).isEqualTo("401 SP7166");
        assertThat(site.tokens.standing("nora")).hasSize(before);
    }

    @Test
    void isNotHeardWhereATokenCannotBeTakenBackAndMayComeAgain() throws Exception {
        Signed nora = Signed.in("nora", "session-1");
        String token = signed(site.provider.logout());
        site.tokens.whileTakingBack(() -> {
            throw new IllegalStateException("words of a disk");
        });

        Visitor.Answer failed = logout(token);
        assertThat(failed.refusal()).isEqualTo("500 SP6008");
        assertThat(failed.body()).doesNotContain("words of a disk");
        assertThat(nora.statuses()).isEqualTo(IN);
        assertThat(logout(token).status()).isEqualTo(200);
        assertThat(nora.statuses()).isEqualTo(OUT);
    }

    @Test
    void aSignInThatComesLaterThanItsLogoutIsRefused() throws Exception {
        Visitor nora = site.visitor();
        URI back = nora.begin();
        logout(signed(site.provider.logout()));

        assertThat(nora.callback(back).refusal()).isEqualTo("401 SP7162");
    }

    /** Such a logout is of every session that began before, not of one that begins after. */
    @Test
    void aSignInThatIsOlderThanALogoutOfAllItsSessionsIsRefused() throws Exception {
        Visitor nora = site.visitor();
        URI back = nora.begin();
        logout(signed(site.provider.logout().claim("sid", null)));

        assertThat(nora.callback(back).refusal()).isEqualTo("401 SP7162");
        assertThat(Signed.in("omar", "session-3").statuses()).isEqualTo(IN);
        site.clock.advance(Duration.ofSeconds(1));
        assertThat(Signed.in("nora", "session-1").statuses()).isEqualTo(IN);
    }

    /** A provider that names its session in the logout alone. */
    @Test
    void aSignInWithoutASessionThatIsOlderThanItsLogoutIsRefused() throws Exception {
        site.provider.claiming(claims -> claims.claim("sid", null));
        Visitor nora = site.visitor();
        URI back = nora.begin();
        logout(signed(site.provider.logout()));

        assertThat(nora.callback(back).refusal()).isEqualTo("401 SP7162");
        site.clock.advance(Duration.ofSeconds(1));
        assertThat(nora.callback(nora.begin()).status()).isEqualTo(303);
    }

    /** Its logout ends what there is, then waits for the gateways. */
    @ParameterizedTest
    @MethodSource("logouts")
    void aSignInThatComesWhileItsLogoutIsHeardIsRefused(Lie naming) throws Exception {
        Signed there = Signed.in("nora", "session-1");
        Visitor nora = site.visitor();
        URI back = nora.begin();
        CompletableFuture<String> late = new CompletableFuture<>();
        site.tokens.whileTakingBack(() -> {
            late.completeAsync(() -> refusal(nora, back));
            awaitWaitingOr(late);
        });

        assertThat(logout(signed(naming.tell(site.provider.logout()))).status()).isEqualTo(200);

        assertThat(late.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("401 SP7162");
        assertThat(there.statuses()).isEqualTo(OUT);
    }

    static Stream<Lie> logouts() {
        return Stream.of(
                both -> both, all -> all.claim("sid", null), session -> session.subject(null));
    }

    private static String refusal(Visitor visitor, URI back) {
        try {
            return visitor.callback(back).refusal();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until somebody waits for a lock in the state database, or waits for nothing. */
    private static void awaitWaitingOr(CompletableFuture<?> done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!done.isDone() && site.query(WAITING).equals("0")) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isHeardOnce() throws Exception {
        String token = signed(site.provider.logout());
        assertThat(logout(token).status()).isEqualTo(200);
        Signed again = Signed.in("nora", "session-9");

        Visitor.Answer replayed = logout(token);
        assertThat(replayed.refusal()).isEqualTo("400 SP7168");
        assertThat(replayed.body()).contains("the logout token is not valid: used before");
        site.clock.advance(Duration.ofMinutes(15));
        assertThat(logout(token).refusal()).isEqualTo("400 SP7168");
        assertThat(again.statuses()).isEqualTo(IN);
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("iss", claims -> claims.issuer("https://elsewhere.example")),
                lie("aud", claims -> claims.audience("another client")),
                lie("events", claims -> claims.claim("events", null)),
                lie("events", claims -> claims.claim("events", Map.of("another", Map.of()))),
                lie(
                        "events",
                        claims ->
                                claims.claim(
                                        "events",
                                        Map.of(
                                                "http://schemas.openid.net/event/backchannel-logout",
                                                true))),
                lie("nonce", claims -> claims.claim("nonce", "any")),
                lie("no jti", claims -> claims.jwtID(null)),
                lie("neither sub nor sid", claims -> claims.subject(null).claim("sid", null)),
                lie("no exp", claims -> claims.expirationTime(null)),
                lie("no iat", claims -> claims.issueTime(null)),
                lie(
                        "expired",
                        claims ->
                                claims.expirationTime(
                                        Date.from(site.clock.instant().minusSeconds(60)))),
                lie(
                        "not yet valid",
                        claims ->
                                claims.issueTime(Date.from(site.clock.instant().plusSeconds(61)))),
                lie(
                        "too old",
                        claims ->
                                claims.issueTime(
                                        Date.from(site.clock.instant().minusSeconds(660)))));
    }

    private static Arguments lie(String reason, Lie lie) {
        return Arguments.of(reason, lie);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void refusesATokenThatIsWrongInOneThing(String reason, Lie lie) throws Exception {
        Visitor.Answer answer = logout(signed(lie.tell(site.provider.logout())));

        assertThat(answer.refusal()).isEqualTo("400 SP7168");
        assertThat(answer.json().path("detail").asString(""))
                .startsWith("the logout token is not valid: " + reason);
        assertThat(site.query("SELECT count(*) FROM control.oidc_logout")).isEqualTo("0");
    }

    @Test
    void refusesWhatTheProviderDidNotSign() throws Exception {
        JWTClaimsSet honest = site.provider.logout().build();

        assertThat(logout(new PlainJWT(honest).serialize()).refusal()).isEqualTo("400 SP7168");
        assertThat(
                        logout(
                                        FakeProvider.signed(
                                                honest,
                                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                                        .keyID("k1")
                                                        .build(),
                                                FakeProvider.rsa("k1")))
                                .refusal())
                .isEqualTo("400 SP7168");
        assertThat(logout(site.provider.signed(site.provider.honest("n").build())).refusal())
                .isEqualTo("400 SP7168");
        assertThat(site.visitor().post(PAGE, Map.of("token", "x")).refusal())
                .isEqualTo("400 SP7168");
        assertThat(
                        site.visitor()
                                .post(
                                        PAGE,
                                        "application/x-www-form-urlencoded",
                                        "logout_token=" + "x".repeat(Form.LONGEST))
                                .refusal())
                .isEqualTo("400 SP7168");
        assertThat(site.visitor().get(PAGE).refusal()).isEqualTo("405 SP7104");
        assertThat(site.visitor().post(PAGE, "application/json", "{}").refusal())
                .isEqualTo("415 SP7105");
    }
}
