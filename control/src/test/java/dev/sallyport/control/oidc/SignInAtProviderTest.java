package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.control.http.Form;
import dev.sallyport.control.signin.Factor;
import dev.sallyport.control.signin.SignInEvent;
import dev.sallyport.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in at the provider as a browser does it, and what attackers make of it. */
final class SignInAtProviderTest {
    @TempDir static Path folder;
    private static Site site;

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

    /** The reasons on record why nobody was signed in. */
    private static List<String> reasons() {
        return site.events.stream()
                .flatMap(event ->
                        event instanceof OidcEvent.NotSignedIn not
                                ? Stream.of(not.code() + " " + not.reason())
                                : Stream.empty())
                .toList();
    }

    @Test
    void goesFromTheProviderToATokenByAWord() throws Exception {
        Visitor nora = site.visitor();
        site.provider.claiming(claims ->
                claims.claim("amr", List.of("pwd", "otp"))
                        .claim("acr", "silver")
                        .claim("auth_time", site.clock.instant().getEpochSecond()));

        Visitor.Answer session = nora.signIn();
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.body())
                .contains("You are signed in as <b>nora</b> until")
                .contains("You proved it by pwd, otp.");

        Visitor.Answer given = nora.post("/oidc/word", Map.of("mark", session.mark()));
        assertThat(given.body()).contains("<code>sallyport login nora</code>");
        Visitor program = site.visitor();
        Visitor.Answer token = program.login("nora", given.word());
        assertThat(token.status()).isEqualTo(201);
        assertThat(token.json().path("login").asString("")).isEqualTo("nora");
        String secret = token.json().path("token").path("secret").asString("");
        assertThat(program.own(secret).json().path("tokens").size()).isEqualTo(1);
        assertThat(site.signIns)
                .first()
                .isEqualTo(new SignInEvent.SignedIn("nora", "127.0.0.1", Factor.PROVIDER));
        assertThat(site.events)
                .containsExactly(
                        new OidcEvent.SignedIn(
                                "nora",
                                "127.0.0.1",
                                site.provider.issuer(),
                                new OidcEvent.Proof(
                                        List.of("pwd", "otp"),
                                        Optional.of("silver"),
                                        Optional.of(site.clock.instant()))),
                        new OidcEvent.WordGiven("nora", "127.0.0.1"));
    }

    /** What the policy's `mfa` asks about: said by the provider, and when. */
    @Test
    void aTokenStandsForTheSecondFactorThatTheProviderTellsOf() throws Exception {
        Instant then = site.clock.instant().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        assertThat(factor(List.of("pwd", "mfa"), then)).hasValue(then);
        assertThat(factor(List.of("pwd", "otp"), then)).isEmpty();
        assertThat(factor(List.of("mfa"), Instant.EPOCH)).isEmpty();
    }

    /**
     * @param at the epoch for not telling
     */
    private static Optional<Instant> factor(List<String> methods, Instant at) throws Exception {
        site.reset();
        site.provider.claiming(claims -> {
            claims.claim("amr", methods);
            if (at.isAfter(Instant.EPOCH)) {
                claims.claim("auth_time", at.getEpochSecond());
            }
        });
        Visitor nora = site.visitor();
        String mark = nora.signIn().mark();
        String word = nora.post("/oidc/word", Map.of("mark", mark)).word();
        return site.tokens.proof(
                site.visitor().login("nora", word).json().path("token").path("id").asString(""));
    }

    @Test
    void asksForACodeWithAProofKeyAndSaysWhatItSendsNowhere() throws Exception {
        Visitor nora = site.visitor();
        Visitor.Answer begun = nora.get("/oidc/sign-in");
        Form query = Form.read(begun.location().getRawQuery()).orElseThrow();

        assertThat(begun.status()).isEqualTo(303);
        assertThat(begun.location().toString()).startsWith(site.provider.issuer() + "/authorize?");
        assertThat(query.value("response_type")).hasValue("code");
        assertThat(query.value("code_challenge_method")).hasValue("S256");
        assertThat(query.value("scope")).hasValue("openid profile");
        assertThat(query.value("redirect_uri"))
                .hasValue("https://127.0.0.1:" + site.port() + "/oidc/callback");
        assertThat(begun.header("Cache-Control")).isEqualTo("no-store");
        assertThat(begun.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(begun.header("Set-Cookie"))
                .startsWith(Browser.FLOW + "=")
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain");
        String cookie = nora.cookie(Browser.FLOW).orElseThrow();
        assertThat(begun.location().toString())
                .doesNotContain(cookie.substring(0, cookie.indexOf('.')));
        assertThat(site.query("SELECT count(*) FROM control.oidc_flow")).isNotBlank();
    }

    @Test
    void aSignInComesBackOnceAndToItsOwnBrowserOnly() throws Exception {
        Visitor nora = site.visitor();
        URI back = nora.begin();

        assertThat(site.visitor().callback(back).refusal()).isEqualTo("400 SP7160");
        URI forged = URI.create(back.toString().replaceFirst("state=.", "state=!"));
        assertThat(nora.callback(forged).refusal()).isEqualTo("400 SP7160");
        String flow = nora.cookie(Browser.FLOW).orElseThrow();
        assertThat(nora.callback(back).status()).isEqualTo(303);

        nora.plant(Browser.FLOW, flow);
        int asked = site.provider.tokenRequests.get();
        assertThat(nora.callback(back).refusal()).isEqualTo("400 SP7160");
        assertThat(site.provider.tokenRequests.get()).isEqualTo(asked);
    }

    @Test
    void aSignInThatTookTooLongIsOver() throws Exception {
        Visitor nora = site.visitor();
        URI back = nora.begin();
        site.clock.advance(Flow.LASTS);

        assertThat(nora.callback(back).refusal()).isEqualTo("400 SP7160");
    }

    @Test
    void aCookieWithAnotherTimeIsAnotherSignIn() throws Exception {
        Visitor nora = site.visitor();
        URI back = nora.begin();
        site.clock.advance(Flow.LASTS);
        String flow = nora.cookie(Browser.FLOW).orElseThrow();
        nora.plant(
                Browser.FLOW,
                flow.substring(0, flow.indexOf('.') + 1) + site.clock.instant().getEpochSecond());

        assertThat(nora.callback(back).refusal()).isEqualTo("400 SP7160");
    }

    @Test
    void aStolenCodeIsOfNoUseInAnotherSignIn() throws Exception {
        URI stolen = site.visitor().begin();
        Visitor thief = site.visitor();
        URI own = thief.begin();
        String code = Form.read(stolen.getRawQuery()).orElseThrow().value("code").orElseThrow();
        String state = Form.read(own.getRawQuery()).orElseThrow().value("state").orElseThrow();

        URI mixed =
                URI.create(
                        "https://127.0.0.1:%d/oidc/callback?code=%s&state=%s"
                                .formatted(site.port(), code, state));
        assertThat(thief.callback(mixed).refusal()).isEqualTo("401 SP7162");
        assertThat(thief.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
        assertThat(reasons()).containsExactly("SP7162 code refused");
    }

    @Test
    void aTokenOfAnotherSignInOrOfNobodySignsNobodyIn() throws Exception {
        site.provider.claiming(claims -> claims.claim("nonce", "of another"));
        assertThat(refused()).isEqualTo("401 SP7163");

        site.provider.claiming(claims -> {});
        site.provider.handingOut(SignInAtProviderTest::unsigned);
        assertThat(refused()).isEqualTo("401 SP7163");
        site.provider.handingOut(token -> "");
        assertThat(refused()).isEqualTo("401 SP7163");
        assertThat(reasons())
                .containsExactly("SP7163 nonce", "SP7163 no signed token", "SP7163 no ID token");
    }

    private static String refused() throws Exception {
        Visitor visitor = site.visitor();
        String refusal = visitor.callback(visitor.begin()).refusal();
        assertThat(visitor.cookie(Browser.SESSION)).isEmpty();
        return refusal;
    }

    private static String unsigned(String token) {
        try {
            return new PlainJWT(SignedJWT.parse(token).getJWTClaimsSet()).serialize();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerOfAnotherIssuerIsNotTaken() throws Exception {
        Visitor nora = site.visitor();
        URI mixed = URI.create(nora.begin() + "&iss=https%3A%2F%2Fevil.example");
        assertThat(nora.callback(mixed).refusal()).isEqualTo("401 SP7163");

        site.provider.metadata.put("authorization_response_iss_parameter_supported", true);
        site.clock.advance(Duration.ofHours(2));
        assertThat(refused()).isEqualTo("401 SP7163");
        Visitor omar = site.visitor();
        URI named =
                URI.create(
                        omar.begin() + "&iss=" + Form.encoded(site.provider.issuer().toString()));
        assertThat(omar.callback(named).status()).isEqualTo(303);
    }

    @Test
    void aRefusalOfTheProviderIsTold() throws Exception {
        Visitor nora = site.visitor();
        URI back = nora.begin();
        String state = Form.read(back.getRawQuery()).orElseThrow().value("state").orElseThrow();
        URI denied =
                URI.create(
                        "https://127.0.0.1:%d/oidc/callback?error=access_denied&error_description=%s&state=%s"
                                .formatted(site.port(), "%3Cscript%3E", state));

        Visitor.Answer answer = nora.callback(denied);
        assertThat(answer.refusal()).isEqualTo("401 SP7162");
        assertThat(answer.body()).doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oidc/callback",
                "/oidc/callback?",
                "/oidc/callback?state=a&state=b",
                "/oidc/callback?code"
            })
    void whatIsNoAnswerIsRefused(String path) throws Exception {
        Visitor nora = site.visitor();
        nora.get("/oidc/sign-in");

        assertThat(nora.get(path).refusal()).isEqualTo("400 SP7160");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?return=https://evil.example", "?redirect_uri=//evil.example", "?x"})
    void nobodyIsSentWhereARequestSays(String query) throws Exception {
        assertThat(site.visitor().get("/oidc/sign-in" + query).refusal()).isEqualTo("400 SP7100");
    }

    @Test
    void aSessionIsNewAfterEverySignIn() throws Exception {
        Visitor nora = site.visitor();
        nora.plant(Browser.SESSION, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        nora.signIn();
        String first = nora.cookie(Browser.SESSION).orElseThrow();
        assertThat(first).isNotEqualTo("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(site.query("SELECT count(*) FROM control.oidc_session")).isEqualTo("1");

        nora.signIn();
        assertThat(nora.cookie(Browser.SESSION).orElseThrow()).isNotEqualTo(first);
        assertThat(site.query("SELECT count(*) FROM control.oidc_session")).isEqualTo("1");
        Visitor thief = site.visitor();
        thief.plant(Browser.SESSION, first);
        assertThat(thief.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
        assertThat(site.query("SELECT encode(digest, 'base64') FROM control.oidc_session"))
                .isNotBlank()
                .isNotEqualTo(nora.cookie(Browser.SESSION).orElseThrow());
    }

    @Test
    void aFailedSignInEndsTheSessionBeforeIt() throws Exception {
        Visitor nora = site.visitor();
        nora.signIn();
        String before = nora.cookie(Browser.SESSION).orElseThrow();
        site.provider.claiming(claims -> claims.subject("sub-nobody"));

        assertThat(nora.callback(nora.begin()).refusal()).isEqualTo("403 SP7165");
        nora.plant(Browser.SESSION, before);
        assertThat(nora.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
    }

    @Test
    void aFormOfAnotherPageDoesNothing() throws Exception {
        Visitor nora = site.visitor();
        nora.signIn();
        Visitor omar = site.visitor();
        site.provider.claiming(claims -> claims.subject("sub-omar"));
        String others = omar.signIn().mark();

        for (String path : List.of("/oidc/word", "/oidc/sign-out")) {
            assertThat(nora.post(path, Map.of("mark", others)).refusal()).isEqualTo("403 SP7167");
            assertThat(nora.post(path, Map.of("x", "y")).refusal()).isEqualTo("403 SP7167");
            assertThat(nora.post(path, "application/json", "{}").refusal()).isEqualTo("415 SP7105");
            assertThat(nora.get(path).refusal()).isEqualTo("405 SP7104");
            assertThat(site.visitor().post(path, Map.of("mark", others)).refusal())
                    .isEqualTo("401 SP7166");
        }
        assertThat(nora.get("/oidc/session").status()).isEqualTo(200);
    }

    @Test
    void aWordWorksOnceForItsOwnerAndNotForLong() throws Exception {
        Visitor nora = site.visitor();
        String mark = nora.signIn().mark();

        String used = nora.post("/oidc/word", Map.of("mark", mark)).word();
        assertThat(nora.login("nora", used).status()).isEqualTo(201);
        assertThat(nora.login("nora", used).refusal()).isEqualTo("401 SP7140");
        site.clock.advance(Duration.ofMinutes(1));

        String others = nora.post("/oidc/word", Map.of("mark", mark)).word();
        assertThat(nora.login("omar", others).refusal()).isEqualTo("401 SP7140");
        assertThat(nora.login("nora", others).refusal()).isEqualTo("401 SP7140");
        site.clock.advance(Duration.ofMinutes(5));

        String first = nora.post("/oidc/word", Map.of("mark", mark)).word();
        String second = nora.post("/oidc/word", Map.of("mark", mark)).word();
        assertThat(nora.login("nora", first).refusal()).isEqualTo("401 SP7140");
        site.clock.advance(BrowserSessions.WORD_LASTS);
        assertThat(nora.login("nora", second).refusal()).isEqualTo("401 SP7140");
    }

    @Test
    void whoSignsOutIsOutWithTheirWord() throws Exception {
        Visitor nora = site.visitor();
        String mark = nora.signIn().mark();
        String word = nora.post("/oidc/word", Map.of("mark", mark)).word();
        String secret = nora.cookie(Browser.SESSION).orElseThrow();

        assertThat(nora.post("/oidc/sign-out", Map.of("mark", mark)).status()).isEqualTo(200);
        nora.plant(Browser.SESSION, secret);
        assertThat(nora.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
        assertThat(nora.login("nora", word).refusal()).isEqualTo("401 SP7140");
    }

    @Test
    void aSessionEndsByItself() throws Exception {
        Visitor nora = site.visitor();
        nora.signIn();
        site.clock.advance(BrowserSessions.LASTS);

        assertThat(nora.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
    }

    @ParameterizedTest
    @CsvSource({"sub-nobody, nobody", "sub-twin, several", "nora, nobody"})
    void nobodyIsMadeAPersonBySigningIn(String subject, String reason) throws Exception {
        site.provider.claiming(claims -> claims.subject(subject));

        assertThat(refused()).isEqualTo("403 SP7165");
        assertThat(reasons()).containsExactly("SP7165 " + reason);
        assertThat(site.steps).isEmpty();
    }

    @Test
    void whoLeavesIsOutOfTheBrowserToo() throws Exception {
        Visitor nora = site.visitor();
        String mark = nora.signIn().mark();
        String word = nora.post("/oidc/word", Map.of("mark", mark)).word();

        site.people("userName,name,externalId,active\nnora,Nora,sub-nora,false\n");
        assertThat(nora.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
        assertThat(nora.login("nora", word).refusal()).isEqualTo("401 SP7140");
        assertThat(refused()).isEqualTo("403 SP7165");
        site.people("userName,name,externalId,active\nnora,Nora,sub-nora,true\n");
    }

    @Test
    void whoHoldsNoRoleGetsNoToken() throws Exception {
        site.provider.claiming(claims -> claims.subject("sub-newt"));
        Visitor newt = site.visitor();
        String word = newt.post("/oidc/word", Map.of("mark", newt.signIn().mark())).word();

        assertThat(newt.login("roleless", word).refusal()).isEqualTo("403 SP7143");
    }

    @Test
    void aProviderThatIsAwayIsToldOnce() throws Exception {
        site.provider.metadata.put("issuer", "https://another.example");

        Visitor nora = site.visitor();
        assertThat(nora.get("/oidc/sign-in").refusal()).isEqualTo("503 SP7161");
        assertThat(nora.get("/oidc/sign-in").refusal()).isEqualTo("503 SP7161");
        assertThat(site.alarms.stream().map(Problem::toString))
                .containsExactly(
                        "SP7161 the identity provider does not answer as it should: another issuer"
                                + " (try again; an operator sees whether it runs and is the one"
                                + " configured)");
    }
}
