package dev.sallyport.control.signin;

import static dev.sallyport.control.signin.PasskeySite.entry;
import static dev.sallyport.control.signin.PasskeySite.key;
import static dev.sallyport.control.signin.PasskeySite.ok;
import static dev.sallyport.control.signin.PasskeySite.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.signin.SignInEvent.NotSignedIn;
import dev.sallyport.control.signin.SignInEvent.PasskeyEnrolled;
import dev.sallyport.control.signin.SignInEvent.PasskeyRemoved;
import dev.sallyport.control.signin.SignInEvent.PasskeyUsed;
import dev.sallyport.control.signin.SignInEvent.PasskeysOpened;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.SoftAuthenticator;
import dev.sallyport.testkit.SoftAuthenticator.Kind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Passkeys as a browser makes and uses them: by HTTP, with an authenticator in software. */
final class PasskeyPagesTest {
    private static PasskeySite site;

    @BeforeAll
    static void open() throws Exception {
        site = new PasskeySite();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void begin() {
        site.begin();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ES256", "EDDSA", "RS256"})
    void goesFromAnInvitationToATokenAndAFreshProofWithoutAnyApp(Kind kind) {
        SoftAuthenticator authenticator = key(kind);
        String login = site.join();
        JsonNode enrolled = site.enrol(site.opened(login), authenticator);
        assertThat(enrolled.get("recovery").size()).isEqualTo(SecondFactors.RECOVERY_CODES);
        String id = enrolled.get("passkeys").get(0).get("id").stringValue();

        JsonNode given = ok(201, site.use(authenticator));
        assertThat(given.get("login").stringValue()).isEqualTo(login);
        String word = given.get("word").stringValue();
        JsonNode signedIn = ok(201, site.signIn(login, word));
        String token = signedIn.get("token").get("id").stringValue();
        assertThat(site.tokens.proof(token)).hasValue(site.clock.instant());
        refused(401, "SP7140", site.signIn(login, word));

        site.clock.advance(Duration.ofHours(1));
        Instant later = site.clock.instant();
        HttpResponse<String> proved =
                site.send(
                        "/api/v1/tokens/" + token + "/proof",
                        PasskeySite.json(entry(login, site.word(authenticator))));
        assertThat(proved.statusCode()).as(proved.body()).isEqualTo(204);
        assertThat(site.tokens.proof(token)).hasValue(later);

        assertThat(site.events)
                .contains(
                        new PasskeysOpened(login, "127.0.0.1", Factor.INVITATION),
                        new PasskeyEnrolled(login, "127.0.0.1", id, "my key"),
                        new PasskeyUsed(login, "127.0.0.1", id),
                        new SignInEvent.SignedIn(login, "127.0.0.1", Factor.PASSKEY),
                        new SignInEvent.TokenProved(login, "127.0.0.1", token, Factor.PASSKEY));
        assertThat(site.events.toString()).doesNotContain(word, PasskeySite.PASSWORD);
        assertThat(site.alarms).isEmpty();
    }

    @Test
    void standsBesideAnAppWhoseRecoveryCodesStayAsTheyAre() {
        String login = site.join();
        String secret = app(login);
        String session = site.open(login, code(secret)).get("session").stringValue();
        SoftAuthenticator authenticator = key(Kind.ES256);

        assertThat(site.enrol(session, authenticator).has("recovery")).isFalse();

        ok(201, site.signIn(login, site.word(authenticator)));
        site.clock.advance(Totp.STEP);
        ok(201, site.signIn(login, code(secret)));
    }

    @Test
    void aRecoveryCodeOpensWherePasskeysAreLost() {
        String login = site.join();
        JsonNode enrolled = site.enrol(site.opened(login), key(Kind.ES256));
        String recovery = enrolled.get("recovery").get(0).stringValue();

        ok(201, site.signIn(login, recovery));
        refused(401, "SP7140", site.signIn(login, recovery));
    }

    @Test
    void severalAreNamedListedAndRemovedButNotTheLastFactor() {
        SoftAuthenticator first = key(Kind.ES256);
        SoftAuthenticator second = key(Kind.EDDSA);
        String login = site.join();
        String session = site.opened(login);
        String one = site.enrol(session, first).get("passkeys").get(0).get("id").stringValue();
        site.clock.advance(Duration.ofSeconds(1));
        JsonNode both = site.enrol(session, second).get("passkeys");
        assertThat(both.size()).isEqualTo(2);
        String elsewhere = site.opened(login);
        String word = site.word(second);

        JsonNode left = ok(200, site.post("/" + one + "/removal", Map.of("session", session)));

        assertThat(left.get("passkeys").size()).isEqualTo(1);
        JsonNode line = left.get("passkeys").get(0);
        assertThat(line.get("name").stringValue()).isEqualTo("my key");
        assertThat(line.get("last_used").stringValue()).isEqualTo(site.clock.instant().toString());
        refused(401, "SP7241", site.use(first));
        String last = line.get("id").stringValue();
        refused(409, "SP7244", site.post("/" + last + "/removal", Map.of("session", session)));
        refused(404, "SP7103", site.post("/" + one + "/removal", Map.of("session", session)));
        assertThat(site.events)
                .contains(new PasskeyRemoved(login, one, login, Optional.of("127.0.0.1")));
        // Whatever the one that is gone may have opened is over.
        refused(401, "SP7140", site.signIn(login, word));
        refused(401, "SP7245", site.post("/registration", Map.of("session", elsewhere)));
        ok(201, site.signIn(login, site.word(second)));
    }

    @Test
    void goesWithItsAccount() {
        SoftAuthenticator authenticator = key(Kind.ES256);
        String login = site.enrolled(authenticator);
        String session = site.opened(login);

        site.plane.accounts().remove(login, "root");

        refused(401, "SP7241", site.use(authenticator));
        refused(401, "SP7245", site.post("/registration", Map.of("session", session)));
    }

    @Test
    void theLastPasskeyGoesWhereAnAppIsLeft() {
        String login = site.join();
        String session = site.opened(login);
        String id =
                site.enrol(session, key(Kind.ES256)).get("passkeys").get(0).get("id").stringValue();
        app(login);

        assertThat(
                        ok(200, site.post("/" + id + "/removal", Map.of("session", session)))
                                .get("passkeys")
                                .size())
                .isZero();
    }

    @Test
    void somebodyHasSixteenAtMost() {
        String session = site.opened(site.join());
        SoftAuthenticator authenticator = key(Kind.ES256);
        for (int i = 0; i < PasskeyDesk.MOST; i++) {
            site.enrol(session, authenticator);
            authenticator.credential = SoftAuthenticator.random(32);
        }

        refused(409, "SP7246", site.tryToEnrol(session, authenticator));
    }

    @Test
    void aWordEndsAndTheOneBeforeIsVoid() {
        SoftAuthenticator authenticator = key(Kind.ES256);
        String login = site.enrolled(authenticator);
        String first = site.word(authenticator);
        String second = site.word(authenticator);

        refused(401, "SP7140", site.signIn(login, first));
        site.clock.advance(SecondFactors.WORD);
        refused(401, "SP7140", site.signIn(login, second));
    }

    @Test
    void operatorsSeeAndRemoveEvenTheLastAndThenAPasswordAloneOpensNothing() {
        SoftAuthenticator authenticator = key(Kind.ES256);
        String login = site.enrolled(authenticator);
        String app = begun(login, site.word(authenticator));
        String word = site.word(authenticator);
        List<Passkey> seen = site.plane.accounts().passkeys(login);
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().used()).hasValue(site.clock.instant());

        site.plane.accounts().removePasskey(login, seen.getFirst().id(), "root");

        refused(401, "SP7241", site.use(authenticator));
        refused(401, "SP7140", site.signIn(login, word));
        refused(401, "SP7140", site.signIn(login, ""));
        refused(401, "SP7140", confirm(login, app));
        assertThat(site.events)
                .contains(
                        new PasskeyRemoved(login, seen.getFirst().id(), "root", Optional.empty()),
                        new NotSignedIn(
                                Optional.of(login), "127.0.0.1", SignInEvent.Reason.NOT_ENROLLED));
        assertThatThrownBy(() -> site.plane.accounts().removePasskey(login, "nothing", "root"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP7247");
        assertThatThrownBy(() -> site.plane.accounts().passkeys("nobody"))
                .hasMessageContaining("SP7144");
    }

    @Test
    void thePageRunsItsOwnScriptAndNoOther() {
        HttpResponse<String> page = site.get("/passkeys");
        HttpResponse<String> script = site.get("/passkeys.js");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<script src=\"/passkeys.js\" defer></script>")
                .doesNotContain("<style", "style=", "onclick", "<script>");
        assertThat(script.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
        assertThat(script.body()).doesNotContain("innerHTML", "eval(", "localStorage", "cookie =");
        for (HttpResponse<String> one : List.of(page, script)) {
            assertThat(one.headers().firstValue("content-security-policy"))
                    .hasValue(
                            "default-src 'none'; script-src 'self'; connect-src 'self';"
                                    + " form-action 'none'; frame-ancestors 'none'; base-uri 'none'");
            assertThat(one.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(one.headers().firstValue("cache-control")).hasValue("no-store");
            assertThat(one.headers().firstValue("set-cookie")).isEmpty();
        }
    }

    /** An app that was begun by what is in other hands is nobody's after all. */
    @Test
    void anAppThatWasBegunByARemovedPasskeyOrAnEarlierPasswordIsNotConfirmed() {
        SoftAuthenticator stolen = key(Kind.ES256);
        String login = site.enrolled(stolen);
        String kept = app(login);
        JsonNode opened = site.open(login, code(kept));
        String app = begun(login, site.word(stolen));
        String session = opened.get("session").stringValue();
        String id = opened.get("passkeys").get(0).get("id").stringValue();

        ok(200, site.post("/" + id + "/removal", Map.of("session", session)));

        refused(401, "SP7140", confirm(login, app));

        site.begin();
        String another = begun(login, code(kept));
        site.plane.accounts().put(login, PasskeySite.PASSWORD, "root");
        refused(401, "SP7140", confirm(login, another));
        site.clock.advance(Totp.STEP);
        ok(201, site.signIn(login, code(kept)));
    }

    private String app(String login) {
        String begun = begun(login, site.plane.accounts().invite(login, "root"));
        ok(200, confirm(login, begun));
        site.clock.advance(Totp.STEP);
        return begun;
    }

    /** The secret of an app that is not confirmed yet. */
    private static String begun(String login, String code) {
        return ok(201, site.send("/api/v1/second-factor", PasskeySite.json(entry(login, code))))
                .get("secret")
                .stringValue();
    }

    private static HttpResponse<String> confirm(String login, String secret) {
        return site.send(
                "/api/v1/second-factor/confirmation", PasskeySite.json(entry(login, code(secret))));
    }

    private static String code(String secret) {
        return Totp.code(Fixture.bytes(secret), Totp.step(site.clock.instant()));
    }
}
