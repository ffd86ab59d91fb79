package dev.sallyport.control.signin;

import static dev.sallyport.control.signin.PasskeySite.entry;
import static dev.sallyport.control.signin.PasskeySite.key;
import static dev.sallyport.control.signin.PasskeySite.ok;
import static dev.sallyport.control.signin.PasskeySite.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.signin.SignInEvent.NotSignedIn;
import dev.sallyport.control.signin.SignInEvent.Reason;
import dev.sallyport.testkit.SoftAuthenticator;
import dev.sallyport.testkit.SoftAuthenticator.Kind;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is sent about passkeys by somebody who is not who they say, or not where they seem. */
final class PasskeyThreatsTest {
    private static final SoftAuthenticator NORAS = key(Kind.ES256);
    private static PasskeySite site;

    /** Somebody who has one passkey; sessions and wrong answers of the test before are over. */
    private static String nora;

    private SoftAuthenticator authenticator = key(Kind.ES256);

    @BeforeAll
    static void open() throws Exception {
        site = new PasskeySite();
        nora = site.enrolled(NORAS);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void begin() {
        site.begin();
        NORAS.repent();
        authenticator = key(Kind.ES256);
    }

    /** A refusal is one by its code, not by something that broke on the way. */
    @AfterEach
    void nothingBroke() {
        assertThat(site.broken).isEmpty();
    }

    static Stream<Named<Consumer<SoftAuthenticator>>> lies() {
        return Stream.of(
                Named.of(
                        "a page of elsewhere",
                        one -> one.origin = "https://sallyport.example.evil.example"),
                Named.of("another port", one -> one.origin = "https://sallyport.example:9443"),
                Named.of("no TLS", one -> one.origin = "http://sallyport.example:8443"),
                Named.of(
                        "a host below ours",
                        one -> one.origin = "https://a.sallyport.example:8443"),
                Named.of("made for another", one -> one.party = "evil.example"),
                Named.of("nobody verified", one -> one.flags = SoftAuthenticator.PRESENT),
                Named.of("nobody there", one -> one.flags = SoftAuthenticator.VERIFIED),
                Named.of("another ceremony", one -> one.type = "payment.get"),
                Named.of(
                        "in a frame", one -> one.extra = ",\"topOrigin\":\"https://evil.example\""),
                Named.of("a frame of another page", one -> one.extra = ",\"crossOrigin\":true"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void noLieAboutWhereAndWhoUsesAPasskey(Consumer<SoftAuthenticator> lie) {
        lie.accept(NORAS);

        refused(401, "SP7241", site.use(NORAS));
        assertThat(site.events).contains(wrong(nora));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void noLieAboutWhereAndWhoEnrolsAPasskey(Consumer<SoftAuthenticator> lie) {
        lie.accept(authenticator);

        refused(400, "SP7242", site.tryToEnrol(site.opened(nora), authenticator));
        assertThat(site.plane.accounts().passkeys(nora)).hasSize(1);
    }

    @Test
    void anAnswerIsHeardOnceAlsoWhenItComesFourTimesAtOnce() {
        site.enrolled(authenticator);
        // It counts nothing, so that the challenge alone holds it off.
        authenticator.step = 0;
        Map<String, String> answer = authenticator.use(site.question());

        List<Integer> statuses =
                IntStream.range(0, 4)
                        .mapToObj(_ ->
                                CompletableFuture.supplyAsync(
                                        () -> site.post("/word", answer).statusCode()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(statuses).containsExactlyInAnyOrder(201, 401, 401, 401);
        refused(401, "SP7241", site.post("/word", answer));
    }

    @Test
    void noChallengeButOursThatIsYoungIsHeard() {
        SoftAuthenticator authenticator = NORAS;
        Map<String, String> own =
                authenticator.use(SoftAuthenticator.text(SoftAuthenticator.random(72)));
        byte[] ours = Base64.getUrlDecoder().decode(site.question());
        ours[0] ^= 1;
        Map<String, String> changed = authenticator.use(SoftAuthenticator.text(ours));
        Map<String, String> exchanged = authenticator.use(site.question());
        exchanged.put("challenge", site.question());
        Map<String, String> late = authenticator.use(site.question());
        Map<String, String> shortOne = authenticator.use(SoftAuthenticator.text(new byte[8]));

        for (Map<String, String> one : List.of(own, changed, exchanged, shortOne)) {
            refused(401, "SP7241", site.post("/word", one));
        }
        site.clock.advance(Challenges.LASTS);
        refused(401, "SP7241", site.post("/word", late));
    }

    @Test
    void aChallengeToEnrolIsNoneToUseAndNotAnotherSessions() {
        String one = site.opened(nora);
        String other = site.opened(nora);
        JsonNode making = ok(201, site.post("/registration", Map.of("session", one)));

        refused(
                401,
                "SP7241",
                site.post("/word", NORAS.use(making.get("challenge").stringValue())));
        Map<String, String> made = site.made(one, key(Kind.ES256));
        made.put("session", other);
        refused(400, "SP7242", site.post("", made));
        Map<String, String> asked = PasskeySite.make(key(Kind.ES256), making);
        asked.put("challenge", site.question());
        asked.put("session", one);
        asked.put("name", "my key");
        refused(400, "SP7242", site.post("", asked));
    }

    @Test
    void aPasskeyThatCountsBackIsRefusedAndTold() {
        String login = site.enrolled(authenticator);
        String id = site.plane.accounts().passkeys(login).getFirst().id();
        authenticator.count = 40;
        ok(201, site.use(authenticator));

        for (long before : List.of(40L, 12L, 0L)) {
            authenticator.count = before - authenticator.step;
            refused(401, "SP7241", site.use(authenticator));
        }

        assertThat(site.alarms)
                .contains(new SignInAlarm.PasskeyCopied(login, "127.0.0.1", id))
                .hasSize(3);
        assertThat(site.events)
                .contains(new NotSignedIn(Optional.of(login), "127.0.0.1", Reason.PASSKEY_COPIED));
        authenticator.count = 41;
        ok(201, site.use(authenticator));
    }

    @Test
    void oneThatCountsNothingStaysAtNothing() {
        site.enrolled(authenticator);
        authenticator.step = 0;

        ok(201, site.use(authenticator));
        ok(201, site.use(authenticator));
    }

    @Test
    void nobodysPasskeySpeaksForSomebodyElse() {
        SoftAuthenticator evesKey = key(Kind.ES256);
        String eve = site.enrolled(evesKey);
        byte[] evesCredential = evesKey.credential;
        byte[] evesHandle = evesKey.handle;

        // Eve's key says that it is Nora's, and that Nora is who it is of, and both.
        evesKey.handle = NORAS.handle;
        refused(401, "SP7241", site.use(evesKey));
        evesKey.credential = NORAS.credential;
        refused(401, "SP7241", site.use(evesKey));
        evesKey.handle = evesHandle;
        refused(401, "SP7241", site.use(evesKey));

        evesKey.credential = evesCredential;
        String word = site.word(evesKey);
        refused(401, "SP7140", site.signIn(nora, word));
        ok(201, site.signIn(eve, word));
    }

    @Test
    void aCredentialIsOneAccountsAlone() {
        SoftAuthenticator copy = key(Kind.ES256);
        copy.credential = NORAS.credential;
        String login = site.join();

        refused(409, "SP7243", site.tryToEnrol(site.opened(login), copy));

        assertThat(site.plane.accounts().passkeys(login)).isEmpty();
        ok(201, site.use(NORAS));
        JsonNode except =
                ok(201, site.post("/registration", Map.of("session", site.opened(login))))
                        .get("except");
        assertThat(except.size()).isZero();
    }

    @Test
    void whatIsEnrolledIsNamedSoThatItIsNotMadeAgain() {
        JsonNode making = ok(201, site.post("/registration", Map.of("session", site.opened(nora))));

        assertThat(making.get("except").get(0).stringValue())
                .isEqualTo(SoftAuthenticator.text(NORAS.credential));
        assertThat(making.get("handle").stringValue())
                .isEqualTo(SoftAuthenticator.text(NORAS.handle));
    }

    /** None, one for encryption, SHA-1, ES512 on this key, ES256K, and one of nobody's. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -65535, -36, -47, -70000})
    void noOtherAlgorithmIsTaken(int algorithm) {
        authenticator.algorithm = algorithm;

        refused(400, "SP7242", site.tryToEnrol(site.opened(nora), authenticator));
    }

    @Test
    void aStatementOfThePasskeysOwnKeyHasToHoldAndNoMakersIsTaken() {
        String session = site.opened(nora);
        authenticator.format = "packed";
        authenticator.signed = SoftAuthenticator.random(40);
        refused(400, "SP7242", site.tryToEnrol(session, authenticator));
        for (String maker : List.of("android-key", "apple", "tpm", "fido-u2f", "odd")) {
            authenticator.format = maker;
            refused(400, "SP7242", site.tryToEnrol(session, authenticator));
        }
        authenticator.format = "packed";
        authenticator.signed = new byte[0];
        ok(201, site.tryToEnrol(site.opened(site.join()), authenticator));
        ok(201, site.use(authenticator));
    }

    @Test
    void noKeyThatIsTooShortAndNoIdThatCanBeGuessedIsTaken() {
        String session = site.opened(nora);

        refused(400, "SP7242", site.tryToEnrol(session, key(Kind.WEAK)));
        authenticator.credential = SoftAuthenticator.random(8);
        refused(400, "SP7242", site.tryToEnrol(session, authenticator));
        authenticator.credential = SoftAuthenticator.random(1024);
        refused(400, "SP7242", site.tryToEnrol(session, authenticator));
    }

    @Test
    void bytesThatAreNoAnswerAreRefusedAndBreakNothing() {
        String session = site.opened(nora);
        byte[] deep = new byte[4000];
        Arrays.fill(deep, (byte) 0x81);
        byte[] endless = {(byte) 0x5b, 0x7f, -1, -1, -1, -1, -1, -1, -1};
        byte[] map = {(byte) 0xbb, 0x7f, -1, -1, -1, -1, -1, -1, -1};
        for (byte[] odd :
                List.of(
                        deep,
                        endless,
                        map,
                        new byte[] {(byte) 0xa0},
                        SoftAuthenticator.random(300))) {
            Map<String, String> made = site.made(session, authenticator);
            made.put("attestation", SoftAuthenticator.text(odd));
            refused(400, "SP7242", site.post("", made));
        }
        for (String field : List.of("client_data", "authenticator_data", "signature")) {
            Map<String, String> answer = NORAS.use(site.question());
            answer.put(field, SoftAuthenticator.text(SoftAuthenticator.random(40)));
            refused(401, "SP7241", site.post("/word", answer));
        }
        assertThat(site.events).contains(wrong(nora));
    }

    @Test
    void aBodyThatIsTooLongOrNoneOfOursIsRefused() {
        String session = site.opened(nora);
        Map<String, String> endless = site.made(session, authenticator);
        endless.put("attestation", "A".repeat(PasskeyFields.LONGEST_BODY));
        refused(413, "SP7101", site.post("", endless));
        Map<String, String> odd = authenticator.use(site.question());
        odd.put("signature", "no base64 at all!");
        refused(400, "SP7100", site.post("/word", odd));
        odd.remove("signature");
        refused(400, "SP7100", site.post("/word", odd));
        refused(400, "SP7100", site.post("/word?signature=x", odd));
        refused(400, "SP7100", site.post("/session?code=x", entry("nora", "1")));
        for (String name : List.of(" ", "x".repeat(65), "a\u0000b", "a\u202eb", "a\u2028b")) {
            Map<String, String> named = site.made(session, authenticator);
            named.put("name", name);
            refused(400, "SP7100", site.post("", named));
        }
    }

    @Test
    void whoIsHalfSignedInEnrolsNothing() {
        refused(401, "SP7140", site.post("/session", entry(nora, "")));
        refused(401, "SP7140", site.post("/session", entry(nora, "000000")));
        for (String session : List.of("x", "sp_pk_" + "A".repeat(43))) {
            refused(401, "SP7245", site.post("/registration", Map.of("session", session)));
            refused(401, "SP7245", site.post("/x/removal", Map.of("session", session)));
        }
        Map<String, String> made = site.made(site.opened(nora), key(Kind.ES256));
        site.clock.advance(PasskeySessions.LASTS);
        refused(401, "SP7245", site.post("", made));
    }

    @Test
    void anotherPasswordEndsWhatTheOldOneOpened() {
        String login = site.join();
        String session = site.opened(login);

        site.plane.accounts().put(login, "another horse battery", "root");

        refused(401, "SP7245", site.post("/registration", Map.of("session", session)));
    }

    @Test
    void nobodyRemovesSomebodyElsesPasskey() {
        String id = site.plane.accounts().passkeys(nora).getFirst().id();
        String session = site.opened(site.join());

        refused(404, "SP7103", site.post("/" + id + "/removal", Map.of("session", session)));
        ok(201, site.use(NORAS));
    }

    @Test
    void aRowThatSomebodyMovedOrChangedOpensNothing() throws Exception {
        SoftAuthenticator evesKey = key(Kind.ES256);
        String eve = site.enrolled(evesKey);

        site.sql(
                "UPDATE control.sign_in_passkey SET login = '%s' WHERE login = '%s'"
                        .formatted(nora, eve));
        evesKey.handle = NORAS.handle;
        HttpResponse<String> moved = site.use(evesKey);

        assertThat(moved.statusCode()).isEqualTo(500);
        assertThat(moved.body()).contains("SP6008").doesNotContain(nora);
        assertThat(site.broken).hasSize(1);
        site.broken.clear();
    }

    /** Whoever sends wrong answers waits, and makes nobody wait who has a passkey of their own. */
    @Test
    void whoeverTriesIsSlowedAndNobodyElseIs() {
        SoftAuthenticator evesKey = key(Kind.ES256);
        evesKey.handle = NORAS.handle;
        for (int i = 0; i < 11; i++) {
            refused(401, "SP7241", site.use(evesKey));
        }
        HttpResponse<String> slowed = site.use(evesKey);

        refused(429, "SP7141", slowed);
        assertThat(slowed.headers().firstValue("retry-after")).isPresent();
        assertThat(site.alarms)
                .contains(new SignInAlarm.PasskeysTried(Optional.empty(), "127.0.0.1", 10));
        ok(201, site.use(NORAS));
    }

    private static NotSignedIn wrong(String login) {
        return new NotSignedIn(Optional.of(login), "127.0.0.1", Reason.WRONG_PASSKEY);
    }
}
