package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.http.BearerTokens;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks every operation of the kept reference and every page beside it, and sends each what it has
 * to refuse: the refusal is a problem with a code, the right status, and nothing of what was sent.
 */
final class CrawlTest {
    /** Stands in everything that is sent and may come back in nothing. */
    private static final String SECRET = "hunter2hunter2";

    private static final String WHY = "{\"reason\":\"Crawl\"}";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Set<String> WAYS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND");

    private static Deployed deployed;
    private static String nora;
    private static String feed;
    private static String gateway;
    private static final List<String> DEAD = new ArrayList<>();

    /**
     * One operation.
     *
     * @param access open, token, console or gateway
     * @param scope what it takes; empty for nothing
     * @param holdsBody whether it is sent one
     */
    record Op(String method, String template, String access, String scope, boolean holdsBody) {
        /** With ids of somebody who is there, so that nothing but the caller is wrong. */
        String path() {
            return at(template, template.contains("/programs/") ? feed : nora);
        }

        boolean isGateways() {
            return access.equals("gateway");
        }

        /** Whoever may ask it, and everything else. */
        String bearer() {
            return isGateways() ? gateway : Deployed.token("ada");
        }

        @Nullable String body() {
            return holdsBody ? "{\"reason\":\"" + SECRET + "\"}" : null;
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    @BeforeAll
    static void open() throws Exception {
        deployed = new Deployed();
        nora = deployed.id("nora");
        feed = deployed.program("feed", "nora").id().toString();
        gateway =
                deployed.plane
                        .bearerTokens()
                        .issue("east", BearerTokens.Scope.GATEWAY, DAY)
                        .secret();
        DEAD.add("x");
        DEAD.add("sp_key_" + SECRET);
        DEAD.add("sp_key_" + "A".repeat(43) + "00000000");
        DEAD.add(
                deployed.plane.bearerTokens().issue("okta", BearerTokens.Scope.SCIM, DAY).secret());
        DEAD.add("sp_in_" + "A".repeat(43) + "00000000");
        DEAD.add(revoked());
        DEAD.add(ofALeaver());
        DEAD.add(ofSomebodySuspended());
        DEAD.add(over());
        deployed.steps.clear();
        deployed.events.clear();
    }

    @AfterAll
    static void close() {
        deployed.close();
    }

    @AfterEach
    void nothingBrokeAndNothingChanged() {
        assertThat(deployed.alarms).isEmpty();
        assertThat(deployed.steps).isEmpty();
        assertThat(deployed.events).isEmpty();
    }

    private static String revoked() throws Exception {
        String key = deployed.key("ada", Right.PEOPLE_READ, Right.PEOPLE_WRITE, Right.KEYS_WRITE);
        String id = deployed.query("SELECT id FROM control.api_key WHERE owner = 'ada'");
        deployed.plane.keys().revoke(id, "test", "test");
        return key;
    }

    private static String ofALeaver() throws Exception {
        String key = deployed.key("lea", Right.PEOPLE_READ, Right.PEOPLE_WRITE);
        String lea = "/api/v1/people/" + deployed.id("lea") + "/departure";
        assertThat(deployed.post(Deployed.token("ada"), lea, WHY).status()).isEqualTo(200);
        return key;
    }

    /** The policy's console knows nobody for whom everything waits. */
    private static String ofSomebodySuspended() {
        String key = deployed.key("rea", Right.PEOPLE_READ);
        deployed.roles.remove("rea");
        return key;
    }

    private static String over() {
        deployed.clock(Deployed.START.minus(Duration.ofDays(40)));
        String key = deployed.key("ada", Right.PEOPLE_READ, Right.PEOPLE_WRITE, Right.KEYS_WRITE);
        deployed.clock(Deployed.START);
        return key;
    }

    static List<Op> operations() throws Exception {
        JsonNode kept = JsonMapper.shared().readTree(Files.readString(ReferenceTest.KEPT));
        List<Op> all = new ArrayList<>();
        kept.path("paths")
                .forEachEntry((path, methods) ->
                        methods.forEachEntry((method, one) ->
                                all.add(
                                        new Op(
                                                method.toUpperCase(java.util.Locale.ROOT),
                                                path,
                                                one.path("x-access").asString(),
                                                one.path("x-scope").asString(""),
                                                one.has("requestBody")))));
        assertThat(all).hasSizeGreaterThan(15);
        return all;
    }

    static Stream<Op> closed() throws Exception {
        return operations().stream().filter(one -> !one.access().equals("open"));
    }

    static Stream<Op> scoped() throws Exception {
        return operations().stream().filter(one -> !one.scope().isEmpty());
    }

    static Stream<Op> withBody() throws Exception {
        return operations().stream().filter(Op::holdsBody);
    }

    /** An open page looks at what proves somebody before it looks at an id. */
    static Stream<Op> withId() throws Exception {
        return closed().filter(one -> one.template().contains("{"));
    }

    private static String at(String template, String id) {
        return template.replace("{id}", id).replace("{name}", id);
    }

    static Stream<String> paths() throws Exception {
        return Stream.concat(
                        operations().stream().map(Op::template),
                        Stream.of("/livez", "/readyz", "/metrics", "/nowhere", "/"))
                .distinct();
    }

    /** A page that is not in the reference is found here, whoever made it. */
    @Test
    void everyPageIsInTheReferenceOrNamedHere() throws Exception {
        Set<String> told = new TreeSet<>();
        operations().forEach(one -> told.add(one.toString()));
        told.addAll(List.of("GET /livez", "GET /readyz", "GET /metrics", "ANY /scim/v2/**"));
        told.addAll(List.of("GET /passkeys", "GET /passkeys.js"));
        told.addAll(List.of("GET /confirm", "POST /confirm"));

        assertThat(new TreeSet<>(deployed.plane.pages())).isEqualTo(told);
    }

    @ParameterizedTest
    @MethodSource("closed")
    void isClosedToWhoProvesNothing(Op op) throws Exception {
        refused(401, "SP7102", send("", op));
        for (String dead : DEAD) {
            Answer answer = send(dead, op);

            refused(401, "SP7102", answer);
            assertThat(answer.header("www-authenticate")).startsWith("Bearer");
            assertThat(answer.body()).doesNotContain(dead.length() > 1 ? dead : SECRET);
        }
    }

    @ParameterizedTest
    @MethodSource("closed")
    void opensToAGatewayWhatIsAGatewaysAndNothingElse(Op op) throws Exception {
        refused(401, "SP7102", send(op.isGateways() ? Deployed.token("ada") : gateway, op));
    }

    /** What a browser sends by itself opens nothing, so no page of somebody else's asks for us. */
    @ParameterizedTest
    @MethodSource("closed")
    void aCookieAQueryOrBasicIsNoProof(Op op) throws Exception {
        String ada = Deployed.token("ada");
        for (String[] header :
                new String[][] {
                    {"Cookie", "token=" + ada},
                    {"Authorization", "Basic " + ada},
                    {"X-Api-Key", ada}
                }) {
            Answer answer =
                    deployed.send(
                            "",
                            op.method(),
                            op.path() + "?access_token=" + ada,
                            op.body(),
                            header[0],
                            header[1],
                            Once.HEADER,
                            deployed.word());

            refused(401, "SP7102", answer);
            assertThat(answer.header("access-control-allow-origin")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("scoped")
    void isClosedToWhoHoldsAnotherRole(Op op) throws Exception {
        refused(403, "SP7205", send(Deployed.token("nora"), op));
        Right other = op.scope().equals(Right.KEYS_READ.word()) ? Right.SYNC_READ : Right.KEYS_READ;
        String key = deployed.key("ada", other);
        deployed.events.clear();
        refused(403, "SP7205", send(key, op));
        if (op.scope().endsWith(":write")) {
            refused(403, "SP7205", send(Deployed.token("frank"), op));
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void takesNoBodyButItsOwn(Op op) throws Exception {
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "null",
                        "7",
                        "\"" + SECRET + "\"",
                        "{\"" + SECRET + "\":1}",
                        "{\"reason\":{\"a\":\"" + SECRET + "\"}}",
                        "{\"reason\":\"x\",\"reason\":\"" + SECRET + "\"}",
                        "{\"reason\":\"x\"} " + SECRET,
                        "[".repeat(4000),
                        "<reason>" + SECRET + "</reason>")) {
            refused(400, "SP7100", post(op, body));
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void takesNoBodyThatIsTooLongOrOfAnotherKind(Op op) throws Exception {
        String some = "{\"reason\":\"" + SECRET + "x".repeat(1 << 14) + "\"}";
        if (!op.isGateways()) {
            refused(413, "SP7101", post(op, some));
        }
        refused(413, "SP7101", post(op, SECRET + "x".repeat(1 << 20)));
        for (String kind :
                List.of(
                        "text/plain",
                        "application/xml",
                        "application/x-www-form-urlencoded",
                        "x")) {
            Answer answer =
                    deployed.send(
                            op.bearer(),
                            op.method(),
                            op.path(),
                            WHY,
                            "Content-Type",
                            kind,
                            Once.HEADER,
                            deployed.word());
            refused(415, "SP7105", answer);
        }
    }

    @ParameterizedTest
    @MethodSource("withId")
    void knowsNoIdThatIsNone(Op op) throws Exception {
        for (String id :
                List.of(
                        "0",
                        "00000000-0000-4000-8000-000000000000",
                        "-",
                        "x".repeat(300),
                        SECRET,
                        "%27%20OR%201=1",
                        "%E2%80%AE")) {
            refused(
                    404,
                    "SP7103",
                    deployed.send(
                            op.bearer(),
                            op.method(),
                            at(op.template(), id),
                            op.holdsBody() ? WHY : null,
                            Once.HEADER,
                            deployed.word()));
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void isAskedInItsOwnWaysOnly(String template) throws Exception {
        Set<String> own = new TreeSet<>();
        operations().stream()
                .filter(one -> one.template().equals(template))
                .forEach(one -> own.add(one.method()));
        boolean isThere = !own.isEmpty() || template.matches("/(livez|readyz|metrics)");
        for (String way : WAYS) {
            if (own.contains(way) || (own.isEmpty() && way.equals("GET") && isThere)) {
                continue;
            }
            Answer answer = deployed.send(Deployed.token("ada"), way, at(template, nora), null);

            problem(answer);
            assertThat(answer.status()).as(way).isIn(isThere ? List.of(405) : List.of(404, 405));
        }
    }

    /** Whoever asks what may be asked is told that much, and no page of elsewhere is let in. */
    @ParameterizedTest
    @MethodSource("closed")
    void tellsItsWaysAndNothingElse(Op op) throws Exception {
        Answer ways =
                deployed.send(
                        "", "OPTIONS", op.path(), null, "Origin", "https://elsewhere.example");

        assertThat(ways.header("allow")).contains(op.method());
        assertThat(ways.body()).isEmpty();
        assertThat(ways.header("access-control-allow-origin")).isEmpty();
        if (op.method().equals("GET")) {
            Answer head = deployed.send("", "HEAD", op.path(), null);
            assertThat(head.status()).isEqualTo(401);
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void takesNoHeaderThatIsTooLong(String template) throws Exception {
        Answer answer =
                deployed.send(
                        Deployed.token("ada"),
                        "GET",
                        at(template, nora),
                        null,
                        "X-Long",
                        SECRET + "x".repeat(20_000));

        problem(answer);
        assertThat(answer.status()).isIn(400, 431);
    }

    @Test
    void scimRefusesInItsOwnForm() throws Exception {
        for (String page : List.of("/Users", "/Users/" + nora, "/Groups", "/Bulk", "/Schemas")) {
            for (String way : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                for (String bearer :
                        Stream.concat(DEAD.stream(), Stream.of("", Deployed.token("ada")))
                                .toList()) {
                    if (bearer.startsWith("sp_scim_")) {
                        continue;
                    }
                    Answer answer =
                            deployed.send(
                                    bearer,
                                    way,
                                    "/scim/v2" + page,
                                    way.equals("GET") ? null : "{\"x\":\"" + SECRET + "\"}",
                                    "Content-Type",
                                    "application/scim+json");

                    assertThat(answer.status()).isEqualTo(401);
                    assertThat(answer.header("content-type")).startsWith("application/scim+json");
                    assertThat(answer.json().path("detail").asString()).startsWith("SP7102");
                    tellsNothing(answer);
                }
            }
        }
    }

    private static Answer send(String bearer, Op op) throws Exception {
        return deployed.send(
                bearer, op.method(), op.path(), op.body(), Once.HEADER, deployed.word());
    }

    private static Answer post(Op op, String body) throws Exception {
        return deployed.send(
                op.bearer(), op.method(), op.path(), body, Once.HEADER, deployed.word());
    }

    private static void refused(int status, String code, Answer answer) {
        problem(answer);
        assertThat(answer.body()).contains(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    /** RFC 9457, and with a code. */
    private static void problem(Answer answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).matches("SP[0-9]{4}");
        assertThat(answer.json().path("type").asString())
                .isEqualTo("urn:sallyport:problem:" + answer.code());
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        tellsNothing(answer);
    }

    private static void tellsNothing(Answer answer) {
        assertThat(answer.body())
                .doesNotContain(SECRET, "Exception", "\tat ", "dev.sallyport", "org.", "Tomcat");
        assertThat(answer.header("server")).isEmpty();
        assertThat(answer.http().headers().map().toString()).doesNotContain(SECRET);
    }
}
