package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.http.BearerTokens;
import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.problem.Refused;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a caller of the SCIM server must not reach, and what many of them at once come to. */
final class ScimThreatsTest {
    private static final String USERS = IdentityProvider.USERS;
    private static final String NORA = "nora@hospital.example";
    private static final Duration DAY = Duration.ofDays(1);

    private static Served served;
    private static IdentityProvider identity;

    @BeforeAll
    static void open() {
        served = Served.open();
        identity = new IdentityProvider(served);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @BeforeEach
    void reset() throws SQLException {
        served.reset();
    }

    @AfterEach
    void nothingBroke() {
        assertThat(served.alarms).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Users",
                "/Users/1",
                "/Groups",
                "/Bulk",
                "/Schemas",
                "/ServiceProviderConfig",
                "/x"
            })
    void isClosedWithoutALiveToken(String page) throws Exception {
        for (String header : List.of("", "Bearer", "Bearer x", "Basic eDp4", "Bearer \u00e9")) {
            Served.Answer answer =
                    served.send("GET", "/scim/v2" + page, null, "Authorization", header);

            assertThat(answer.status()).as(header).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).startsWith("Bearer");
            assertThat(answer.json().path("detail").asString()).startsWith("SP7102");
            assertThat(answer.json().path("schemas").get(0).asString())
                    .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        }
    }

    @Test
    void aTokenOpensItsOwnPagesOnlyAndUntilItEndsOrIsRevoked() throws Exception {
        BearerTokens tokens = served.plane().bearerTokens();
        BearerTokens.Issued second = tokens.issue("entra", Scope.SCIM, DAY);
        String asSecond = "Bearer " + second.secret();

        assertThatThrownBy(() -> tokens.issue("third", Scope.SCIM, DAY))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP7113");
        assertThat(get(USERS, asSecond)).isEqualTo(200);
        assertThat(get("/api/v1/directory/sync", asSecond)).isEqualTo(401);
        assertThat(served.watch(USERS).status()).isEqualTo(401);
        assertThat(served.watch("/api/v1/directory/sync").status()).isEqualTo(200);
        assertThat(served.query("SELECT bearer_token::text FROM control.bearer_token"))
                .doesNotContain(second.secret());
        assertThat(second.toString()).doesNotContain(second.secret());

        served.clock(Served.START.plus(DAY));
        assertThat(get(USERS, asSecond)).isEqualTo(401);
        BearerTokens.Issued third = tokens.issue("entra", Scope.SCIM, DAY);
        tokens.revoke(third.token().id());
        assertThat(get(USERS, "Bearer " + third.secret())).isEqualTo(401);
        assertThatThrownBy(() -> tokens.revoke(third.token().id())).hasMessageContaining("SP7103");
    }

    @Test
    void whatIsNotTheCallersToSetChangesNothing() throws Exception {
        String id =
                identity.created(
                        NORA,
                        ",\"id\":\"00000000-0000-4000-8000-000000000000\",\"password\":\"hunter2\","
                                + "\"meta\":{\"created\":\"1999-01-01T00:00:00Z\",\"version\":\"9\"},"
                                + "\"roles\":[{\"value\":\"admin\"}],\"superuser\":true,"
                                + "\"groups\":[{\"value\":\"nurses\"}],\""
                                + IdentityProvider.OWN
                                + "\":{\"state\":\"left\",\"account_login\":\"postgres\"}");
        identity.patch(
                id,
                "{\"op\":\"replace\",\"value\":{\"id\":\"x\",\"version\":7,\""
                        + IdentityProvider.OWN
                        + "\":{\"state\":\"left\"}}}");

        JsonNode kept = identity.read(id);
        assertThat(kept.path("id").asString()).isEqualTo(id).doesNotStartWith("00000000");
        assertThat(kept.path("meta").path("created").asString()).startsWith("2026-11-22");
        assertThat(kept.toString()).doesNotContain("hunter2", "superuser", "nurses");
        assertThat(identity.state(id)).isEqualTo("active");
        assertThat(served.query("SELECT p::text FROM control.person p"))
                .doesNotContain("hunter2", "superuser");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{}",
                "{\"userName\":7}",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]}"
            })
    void refusesWhatIsNoUserInTheFormOfScim(String body) throws Exception {
        Served.Answer answer = served.post(USERS, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body())
                .contains("urn:ietf:params:scim:api:messages:2.0:Error")
                .doesNotContain("Exception", "\tat ", "sallyport.control");
        assertThat(served.get(USERS).json().path("totalResults").asInt(-1)).isZero();
    }

    @Test
    void refusesWhatIsTooLongOrHoldsWhatNoNameHas() throws Exception {
        Served.Answer tooLong = served.post(USERS, " ".repeat((1 << 20) + 1));
        assertThat(tooLong.status()).isEqualTo(413);
        assertThat(tooLong.json().path("detail").asString()).startsWith("SP7101");
        assertThat(served.post(USERS, "[".repeat(100_000)).status()).isEqualTo(400);
        for (String name : List.of("x".repeat(300), "a\\u0000b", "a\\u001b[31m")) {
            Served.Answer answer = served.post(USERS, IdentityProvider.user(name + "@x"));
            assertThat(answer.status()).as(name).isEqualTo(400);
        }
        assertThat(served.get(USERS + "/" + "9".repeat(5000)).status()).isEqualTo(404);
        assertThat(served.get(USERS + "?filter=" + "%28".repeat(2000)).status()).isEqualTo(400);
        assertThat(served.get(USERS + "?count=-1&startIndex=-5").status()).isBetween(200, 400);
        assertThat(served.get(USERS + "?filter=nonsense%20eq%20%22x%22").status()).isEqualTo(400);
    }

    @Test
    void answersUnknownIdsPagesAndMethodsWithoutMoreWords() throws Exception {
        String nobody = USERS + "/00000000-0000-4000-8000-000000000000";

        assertThat(served.get("/scim/v2/x").status()).isEqualTo(404);
        assertThat(served.get(nobody).status()).isEqualTo(404);
        assertThat(served.send("DELETE", nobody, null).status()).isEqualTo(404);
        assertThat(served.send("PUT", nobody, IdentityProvider.user(NORA)).status()).isEqualTo(404);
        assertThat(served.get(USERS + "/x'; DROP TABLE person; --".replace(" ", "%20")).status())
                .isEqualTo(404);
        assertThat(served.send("TRACE", USERS, null).status()).isBetween(400, 405);
        assertThat(served.send("OPTIONS", USERS, null).status()).isBetween(200, 405);
    }

    @Test
    void aGroupOfGroupsOrOfNobodyIsRefused() throws Exception {
        String nurses = identity.group("nurses");

        for (String member : List.of(nurses, "00000000-0000-4000-8000-000000000000", "x")) {
            Served.Answer answer =
                    identity.patchGroup(
                            nurses,
                            "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\""
                                    + member
                                    + "\"}]}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("SP7100");
        }
        assertThat(served.post(IdentityProvider.GROUPS, "{\"displayName\":\"NURSES\"}").status())
                .isIn(400, 409);
    }

    @Test
    void anOldETagChangesNothing() throws Exception {
        String id = identity.created(NORA, "");
        String tag = served.get(USERS + "/" + id).header("etag");
        String suspension =
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
                        + "\"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":%s}}]}";
        assertThat(tag).isNotEmpty();

        int first = patchIf(tag, id, suspension.formatted("false"));
        int second = patchIf(tag, id, suspension.formatted("true"));

        assertThat(first).isEqualTo(200);
        assertThat(second).isEqualTo(412);
        assertThat(identity.state(id)).isEqualTo("suspended");
    }

    @Test
    void bulkIsManyChangesAndBounded() throws Exception {
        Served.Answer answer = served.post("/scim/v2/Bulk", bulk(3));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(served.get(USERS).json().path("totalResults").asInt()).isEqualTo(3);
        assertThat(served.post("/scim/v2/Bulk", bulk(101)).status()).isEqualTo(413);
        assertThat(served.get(USERS).json().path("totalResults").asInt()).isEqualTo(3);
    }

    @Test
    void theSameToldAtOnceByManyIsOne() throws Exception {
        List<Integer> statuses =
                atOnce(8, number -> served.post(USERS, IdentityProvider.user(NORA)).status());

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(7);
        assertThat(served.get(USERS).json().path("totalResults").asInt()).isEqualTo(1);
        assertThat(served.steps).hasSize(1);
    }

    @Test
    void manyAtOnceInAnyOrderAndAgainComeToTheSame() throws Exception {
        String group = identity.group("nurses");
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            people.add(identity.created("p" + i + "@hospital.example", ""));
        }
        SplittableRandom random = new SplittableRandom(3);
        List<Integer> order = random.ints(48, 0, people.size()).boxed().toList();

        List<Integer> statuses =
                atOnce(
                        order.size(),
                        number -> {
                            String id = people.get(order.get(number));
                            return order.get(number) % 2 == 0
                                    ? identity.suspend(id).status()
                                    : identity.patchGroup(
                                                    group,
                                                    "{\"op\":\"add\",\"path\":\"members\","
                                                            + "\"value\":[{\"value\":\""
                                                            + id
                                                            + "\"}]}")
                                            .status();
                        });

        assertThat(statuses).allMatch(status -> status == 200 || status == 204);
        var directory =
                served.doors.awaited(one ->
                        one.people().values().stream().filter(p -> p.suspended()).count() == 3
                                && one.people().values().stream()
                                                .filter(p -> !p.groups().isEmpty())
                                                .count()
                                        == 3);
        assertThat(directory.people()).hasSize(6);
        assertThat(served.doors.cuts()).containsOnly("p0", "p2", "p4");
    }

    private static List<Integer> atOnce(int many, Numbered request) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> answers =
                    callers.invokeAll(
                            IntStream.range(0, many)
                                    .<Callable<Integer>>mapToObj(
                                            number -> () -> request.send(number))
                                    .toList());
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        }
    }

    /** The nth of many requests. */
    private interface Numbered {
        int send(int number) throws Exception;
    }

    private static String bulk(int people) {
        StringBuilder operations = new StringBuilder();
        for (int i = 0; i < people; i++) {
            operations
                    .append(i == 0 ? "" : ",")
                    .append("{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"b")
                    .append(i)
                    .append("\",\"data\":")
                    .append(IdentityProvider.user("b" + i + "@hospital.example"))
                    .append('}');
        }
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + operations
                + "]}";
    }

    private static int get(String path, String authorization) throws Exception {
        return served.send("GET", path, null, "Authorization", authorization).status();
    }

    private static int patchIf(String tag, String id, String body) throws Exception {
        return served.send("PATCH", USERS + "/" + id, body, "If-Match", tag).status();
    }
}
