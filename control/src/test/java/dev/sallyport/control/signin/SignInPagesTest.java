package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.TestCost;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.RealPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in as a program of somebody else does it: by HTTP. */
final class SignInPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Fixture.Clock CLOCK = new Fixture.Clock();
    private static final List<SignInEvent> EVENTS = Collections.synchronizedList(new ArrayList<>());
    private static final List<String> ALARMS = Collections.synchronizedList(new ArrayList<>());
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final FakeTokens TOKENS = new FakeTokens(CLOCK);
    private static ControlPlane plane;
    private static int people;

    private String login = "";

    @BeforeAll
    static void open() {
        RealPostgres postgres = RealPostgres.shared();
        plane =
                ControlPlane.open(
                        new ControlSettings(
                                "127.0.0.1",
                                0,
                                ControlSettings.Reach.LOOPBACK,
                                Optional.empty(),
                                new ControlSettings.StateDatabase(
                                        postgres.url(postgres.newDatabase()),
                                        RealPostgres.ADMIN,
                                        postgres.adminPassword()),
                                Set.of(),
                                Duration.ofDays(90),
                                Optional.empty()),
                        new ControlPorts(
                                CLOCK,
                                new SecureRandom(),
                                NO_DOORS,
                                step -> {},
                                problem -> ALARMS.add(problem.toString())),
                        new SignInPorts(
                                        TOKENS,
                                        EVENTS::add,
                                        suspicion -> ALARMS.add(suspicion.toString()),
                                        Demands.ofEverybody(),
                                        Fixture.keys())
                                .at(TestCost.LEAST));
    }

    @AfterAll
    static void close() {
        plane.close();
    }

    /** After all that was held against this machine is forgotten. */
    @BeforeEach
    void begin() {
        CLOCK.advance(Pace.MEMORY.plusMinutes(2));
        EVENTS.clear();
        ALARMS.clear();
    }

    /** Somebody nobody knows yet. */
    private void join() {
        people++;
        login = "person" + people;
        plane.accounts().put(login, PASSWORD, "root");
    }

    @Test
    void goesFromAnInvitationToATokenThatListsAndTakesBackItself() throws Exception {
        join();
        String invitation = plane.accounts().invite(login, "root");

        JsonNode begun = json(201, post("/api/v1/second-factor", body(invitation)));
        String secret = begun.get("secret").stringValue();
        assertThat(begun.get("uri").stringValue())
                .isEqualTo(
                        "otpauth://totp/Sallyport:%s?secret=%s&issuer=Sallyport&algorithm=SHA1&digits=6&period=30"
                                .formatted(login, secret));
        JsonNode codes = json(200, post("/api/v1/second-factor/confirmation", body(code(secret))));
        assertThat(codes.get("recovery").size()).isEqualTo(SecondFactors.RECOVERY_CODES);
        CLOCK.advance(Totp.STEP);

        HttpResponse<String> signedIn = post("/api/v1/sign-in", body(code(secret)));
        JsonNode answer = json(201, signedIn);
        assertThat(signedIn.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(answer.get("login").stringValue()).isEqualTo(login);
        assertThat(answer.get("gateway").get("databases").get(0).stringValue())
                .isEqualTo("hospital");
        String token = answer.get("token").get("secret").stringValue();
        String id = answer.get("token").get("id").stringValue();
        assertThat(answer.get("token").get("until").stringValue())
                .isEqualTo(CLOCK.instant().plus(Duration.ofHours(8)).toString());

        assertThat(TOKENS.proof(id)).hasValue(CLOCK.instant());
        proves(id, secret);

        JsonNode own = json(200, send(token, "GET", "/api/v1/tokens")).get("tokens");
        assertThat(own.size()).isEqualTo(1);
        assertThat(own.get(0).get("id").stringValue()).isEqualTo(id);

        assertThat(send(token, "DELETE", "/api/v1/tokens/" + id).statusCode()).isEqualTo(204);
        refused(401, "SP7102", send(token, "GET", "/api/v1/tokens"));
        refused(401, "SP7102", send(token, "DELETE", "/api/v1/tokens/" + id));
        assertThat(EVENTS.stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly(
                        "PasswordSet",
                        "Invited",
                        "EnrolmentBegun",
                        "Enrolled",
                        "SignedIn",
                        "TokenGiven",
                        "NotSignedIn",
                        "NotSignedIn",
                        "TokenProved",
                        "TokenTakenBack");
        nothingTellsOf(PASSWORD, invitation, secret, token);
    }

    @Test
    void aUsedCodeOpensNothingAgainEvenAtOnce() throws Exception {
        join();
        String body = body(code(enrolled()));

        List<CompletableFuture<HttpResponse<String>>> asked =
                IntStream.range(0, 4)
                        .mapToObj(_ ->
                                CLIENT.sendAsync(
                                        request("/api/v1/sign-in", "application/json", body),
                                        HttpResponse.BodyHandlers.ofString()))
                        .toList();

        assertThat(asked.stream().map(one -> one.join().statusCode()))
                .containsExactlyInAnyOrder(201, 401, 401, 401);
        refused(401, "SP7140", post("/api/v1/sign-in", body));
    }

    @Test
    void aRecoveryCodeOpensOnce() throws Exception {
        join();
        String invitation = plane.accounts().invite(login, "root");
        String secret =
                json(201, post("/api/v1/second-factor", body(invitation)))
                        .get("secret")
                        .stringValue();
        String recovery =
                json(200, post("/api/v1/second-factor/confirmation", body(code(secret))))
                        .get("recovery")
                        .get(3)
                        .stringValue();

        json(201, post("/api/v1/sign-in", body(recovery)));
        refused(401, "SP7140", post("/api/v1/sign-in", body(recovery)));
        assertThat(EVENTS).anyMatch(event -> event.toString().contains("factor=RECOVERY"));
        nothingTellsOf(recovery);
    }

    @Test
    void somebodyElsesTokenIsAsUnknownAsOneThatNeverWas() throws Exception {
        join();
        String mine = token(enrolled());
        String myId = mine.substring(3, 11);
        join();
        String others = token(enrolled());

        HttpResponse<String> refusal = send(others, "DELETE", "/api/v1/tokens/" + myId);
        refused(404, "SP7103", refusal);
        assertThat(send(others, "DELETE", "/api/v1/tokens/nothing").body())
                .isEqualTo(refusal.body());
        assertThat(send(mine, "GET", "/api/v1/tokens").statusCode()).isEqualTo(200);
    }

    @Test
    void saysTheSameWhateverWasWrong() throws Exception {
        join();
        String wrongPassword =
                post("/api/v1/sign-in", body(login, "wrong password", "123456")).body();
        String unknown = post("/api/v1/sign-in", body("nobody", PASSWORD, "123456")).body();
        String noCode = post("/api/v1/sign-in", body("")).body();

        assertThat(wrongPassword).contains("SP7140").isEqualTo(unknown).isEqualTo(noCode);
    }

    @Test
    void tellsWhoGuessesWhenToComeBack() throws Exception {
        join();
        IntStream.range(0, 6).forEach(_ -> post("/api/v1/sign-in", body("000000")));

        HttpResponse<String> slowed = post("/api/v1/sign-in", body("000000"));
        refused(429, "SP7141", slowed);
        assertThat(slowed.headers().firstValue("retry-after")).hasValue("3");
        assertThat(ALARMS)
                .contains("CodesGuessed[login=" + login + ", network=127.0.0.1, failures=3]");
    }

    @Test
    void refusesTheOneTooManyWhileOthersAreHashed() {
        List<Integer> statuses =
                IntStream.range(0, 24)
                        .mapToObj(one ->
                                CLIENT.sendAsync(
                                        request(
                                                "/api/v1/sign-in",
                                                "application/json",
                                                body("crowd" + one, PASSWORD, "")),
                                        HttpResponse.BodyHandlers.ofString()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .peek(answer -> {
                            if (answer.statusCode() == 503) {
                                refused(503, "SP7142", answer);
                            }
                        })
                        .map(HttpResponse::statusCode)
                        .toList();

        assertThat(statuses).contains(401, 503);
    }

    @Test
    void givesNoTokenToWhoHoldsNoRole() throws Exception {
        login = "roleless";
        plane.accounts().put(login, PASSWORD, "root");

        refused(403, "SP7143", post("/api/v1/sign-in", body(code(enrolled()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"login\":\"nora\"}",
                "{\"login\":\"nora\",\"password\":17}",
                "{\"login\":\"nora\",\"password\":null}",
                "{\"login\":[\"nora\"],\"password\":\"s3cretpass\"}",
                "{\"login\":\"nora\",\"login\":\"eve\",\"password\":\"s3cretpass\"}",
                "{\"login\":\"nora\",\"password\":\"s3cretpass\",\"admin\":\"true\"}",
                "{\"login\":\"nora\",\"password\":\"s3cretpass\"} trailing",
                "{\"login\":\"no\\u0000ra\",\"password\":\"s3cretpass\"}",
                "{\"login\":\"no\\ud800ra\",\"password\":\"s3cretpass\"}",
                "login=nora&password=s3cretpass"
            })
    void refusesABodyThatIsNotWhatIsAskedFor(String body) {
        for (String path :
                List.of(
                        "/api/v1/sign-in",
                        "/api/v1/second-factor",
                        "/api/v1/second-factor/confirmation")) {
            HttpResponse<String> answer = post(path, body);
            refused(400, "SP7100", answer);
            assertThat(answer.body()).doesNotContain("s3cretpass").doesNotContain("nora");
        }
        assertThat(EVENTS).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLong() {
        refused(413, "SP7101", post("/api/v1/sign-in", body("nora", PASSWORD, " ".repeat(5000))));
        refused(413, "SP7101", post("/api/v1/sign-in", " ".repeat(2 << 20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json"})
    void refusesAnotherContentType(String type) throws Exception {
        refused(
                415,
                "SP7105",
                CLIENT.send(
                        request("/api/v1/sign-in", type, body("nora", PASSWORD, "")),
                        HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void readsNothingFromAUrl() {
        refused(400, "SP7100", post("/api/v1/sign-in?code=123456", body("nora", PASSWORD, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Bearer sp_00000001_secretsecretsecret x",
                "Basic bm9yYTpwYXNzd29yZA=="
            })
    void listsNothingForWhoeverShowsNoToken(String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/tokens"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        refused(401, "SP7102", CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void refusesAPasswordThatWouldBeNone() {
        for (String no : List.of("short", "x".repeat(AccountDesk.LONGEST + 1))) {
            Assertions.assertThatThrownBy(() -> plane.accounts().put("nora", no, "root"))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("SP7144")
                    .hasMessageNotContaining(no);
        }
        Assertions.assertThatThrownBy(() -> plane.accounts().invite("nobody", "root"))
                .hasMessageContaining("SP7144");
    }

    @Test
    void thereAreNoPasskeysWhereNoNameIsConfigured() throws Exception {
        refused(404, "SP7240", post("/api/v1/passkeys/challenge", "{}"));
        refused(404, "SP7240", post("/api/v1/passkeys/session", body("nora", PASSWORD, "")));
        for (String page : List.of("/passkeys", "/passkeys.js")) {
            refused(404, "SP7240", send("", "GET", page));
        }
    }

    @Test
    void aRemovedAccountSignsNobodyIn() throws Exception {
        join();
        String secret = enrolled();
        plane.accounts().remove(login, "root");

        refused(401, "SP7140", post("/api/v1/sign-in", body(code(secret))));
    }

    private String enrolled() throws Exception {
        String invitation = plane.accounts().invite(login, "root");
        String secret =
                json(201, post("/api/v1/second-factor", body(invitation)))
                        .get("secret")
                        .stringValue();
        json(200, post("/api/v1/second-factor/confirmation", body(code(secret))));
        CLOCK.advance(Totp.STEP);
        return secret;
    }

    private String token(String secret) throws Exception {
        return json(201, post("/api/v1/sign-in", body(code(secret))))
                .get("token")
                .get("secret")
                .stringValue();
    }

    private static String code(String secret) {
        return Totp.code(Fixture.bytes(secret), Totp.step(CLOCK.instant()));
    }

    private String body(String code) {
        return body(login, PASSWORD, code);
    }

    private static String body(String login, String password, String code) {
        return "{\"login\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}"
                .formatted(login, password, code);
    }

    private static HttpResponse<String> post(String path, String body) {
        return CLIENT.sendAsync(
                        request(path, "application/json", body),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private static HttpRequest request(String path, String type, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private static HttpResponse<String> send(String token, String method, String path)
            throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + plane.port() + path);
    }

    private static JsonNode json(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    /** Once more, without the token itself, for one's own only and with each code once. */
    private void proves(String id, String secret) throws Exception {
        Instant before = CLOCK.instant();
        CLOCK.advance(Duration.ofHours(1));
        String proof = "/api/v1/tokens/" + id + "/proof";
        String code = code(secret);
        String wrong = (code.startsWith("0") ? "1" : "0") + code.substring(1);
        refused(401, "SP7140", post(proof, body(wrong)));
        refused(404, "SP7103", post(proof.replace(id, "00000000"), body(code)));
        refused(401, "SP7140", post(proof, body(code)));
        assertThat(TOKENS.proof(id)).hasValue(before);
        CLOCK.advance(Totp.STEP);
        assertThat(post(proof, body(code(secret))).statusCode()).isEqualTo(204);
        assertThat(TOKENS.proof(id)).hasValue(CLOCK.instant());
        CLOCK.advance(Totp.STEP);
    }

    private static void refused(int status, String code, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("code").stringValue()).isEqualTo(code);
    }

    private static void nothingTellsOf(String... secrets) {
        for (String secret : secrets) {
            assertThat(EVENTS.toString()).doesNotContain(secret);
            assertThat(ALARMS.toString()).doesNotContain(secret);
        }
    }

    private static final Doors NO_DOORS =
            new Doors() {
                @Override
                public void cut(Set<String> logins) {}

                @Override
                public Outcome apply(Directory directory) {
                    return new Outcome.Applied();
                }
            };
}
