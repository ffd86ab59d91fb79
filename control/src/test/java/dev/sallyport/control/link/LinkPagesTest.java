package dev.sallyport.control.link;

import static dev.sallyport.control.link.FakeGateway.answer;
import static dev.sallyport.control.link.FakeGateway.following;
import static dev.sallyport.control.link.Linked.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.link.Linked.Answer;
import dev.sallyport.problem.Refused;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gateways that follow a real control plane, as they see it and as it sees them. */
final class LinkPagesTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration AWAY = Duration.ofSeconds(25);
    private static final Executor BESIDE = work -> Thread.ofVirtual().start(work);

    private static Linked linked;

    @BeforeAll
    static void open() {
        linked = new Linked();
    }

    @AfterAll
    static void close() {
        linked.close();
    }

    @BeforeEach
    void nobodyFollows() throws Exception {
        linked.reset();
    }

    @AfterEach
    void nothingBroke() {
        assertThat(linked.alarms).isEmpty();
    }

    private static CompletableFuture<Map<String, Optional<JsonNode>>> asked(
            String order, Map<String, ?> arguments) {
        return CompletableFuture.supplyAsync(
                () -> linked.links().ask(order, arguments, LONG), BESIDE);
    }

    private static void refused(int status, String code, Answer answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void isGivenEverythingFirst() {
        FakeGateway east = new FakeGateway(linked, "east");

        Answer first = east.ask();

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.missed()).isTrue();
        assertThat(first.run()).hasSize(36);
        assertThat(first.json().path("parts").path("policy").asString())
                .isEqualTo(linked.parts.digests().get("policy"));
        assertThat(first.json().path("parts").size()).isEqualTo(2);
        assertThat(first.orders().isArray()).isTrue();
        assertThat(first.orders().isEmpty()).isTrue();
        assertThat(first.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void fetchesAPartWhole() {
        FakeGateway east = new FakeGateway(linked, "east");
        linked.parts.put("policy", "whole");

        Answer part = linked.get(east.token.secret(), "/link/v1/parts/policy");

        assertThat(part.status()).isEqualTo(200);
        assertThat(part.body()).isEqualTo("whole");
        assertThat(part.header("etag")).isEqualTo("\"whole\"");
        assertThat(part.header("cache-control")).isEqualTo("no-store");
        assertThat(part.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(
                        linked.get(
                                        east.token.secret(),
                                        "/link/v1/parts/policy",
                                        "If-None-Match",
                                        "\"whole\"")
                                .status())
                .isEqualTo(304);
        refused(404, "SP7103", linked.get(east.token.secret(), "/link/v1/parts/nothing"));
    }

    @Test
    void waitsUntilAPartChanges() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> waiting = east.asking();
        // Another round trip, and still nothing.
        following(linked, "west");
        assertThat(waiting).isNotDone();

        linked.parts.put("policy", "changed");

        Answer told = answered(waiting);
        assertThat(told.missed()).isFalse();
        assertThat(told.json().path("parts").path("policy").asString()).isEqualTo("changed");
        assertThat(told.json().path("parts").size()).isEqualTo(2);
    }

    @Test
    void hearsOfAnOrderUntilItAnswers() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> waiting = east.asking();

        var asked = asked("cut", Map.of("logins", List.of("nora")));
        Answer told = answered(waiting);
        Answer again = east.ask();

        assertThat(told.orders().size()).isEqualTo(1);
        assertThat(told.orders().get(0).path("order").asString()).isEqualTo("cut");
        assertThat(told.orders().get(0).path("arguments").path("logins").get(0).asString())
                .isEqualTo("nora");
        assertThat(again.orders()).isEqualTo(told.orders());
        assertThat(asked).isNotDone();
        CompletableFuture<Answer> next = east.asking(answer(told, "{\"ended\":3}"));
        JsonNode ended = JsonMapper.shared().readTree("{\"ended\":3}");
        assertThat(answered(asked)).isEqualTo(Map.of("east", Optional.of(ended)));
        linked.parts.put("policy", "after the order");
        assertThat(answered(next).orders().isEmpty()).isTrue();
    }

    @Test
    void doesLaterWhatItWasTooSlowToAnswer() {
        FakeGateway east = following(linked, "east");

        assertThat(linked.links().ask("cut", Map.of(), SHORT))
                .isEqualTo(Map.of("east", Optional.empty()));

        assertThat(east.ask().orders().size()).isEqualTo(1);
    }

    @Test
    void isToldUntilItHeardThatItMissedAnOrderWhileItWasAway() {
        FakeGateway east = following(linked, "east");
        linked.pass(AWAY);

        assertThat(answered(asked("cut", Map.of()))).isEqualTo(Map.of("east", Optional.empty()));

        Answer lost = east.ask();
        Answer told = east.ask();
        assertThat(lost.missed()).isTrue();
        assertThat(told.missed()).isTrue();
        assertThat(told.orders().isEmpty()).isTrue();
        east.hear(told);
        CompletableFuture<Answer> waiting = east.asking();
        linked.parts.put("policy", "after it was away");
        assertThat(answered(waiting).missed()).isFalse();
    }

    @Test
    void missesWhatItLeavesUnansweredTooLong() {
        FakeGateway east = following(linked, "east");
        for (int i = 0; i < Follower.ORDERS; i++) {
            linked.links().ask("cut", Map.of(), Duration.ZERO);
        }
        Answer full = east.ask();
        assertThat(full.missed()).isFalse();
        assertThat(full.orders().size()).isEqualTo(Follower.ORDERS);

        assertThat(answered(asked("cut", Map.of()))).isEqualTo(Map.of("east", Optional.empty()));

        Answer emptied = east.ask(answer(full, "{}"));
        assertThat(emptied.missed()).isTrue();
        assertThat(emptied.orders().isEmpty()).isTrue();
    }

    @Test
    void missedEverythingOfAnotherRun() {
        FakeGateway east = following(linked, "east");
        east.run(UUID.randomUUID().toString());

        assertThat(east.ask().missed()).isTrue();
    }

    /** In either process the first order has the same number. */
    @Test
    void answersNoOrderOfAnotherRun() {
        FakeGateway east = following(linked, "east");
        linked.links().ask("first", Map.of(), Duration.ZERO);
        String done = answer(east.ask(), "{\"of\":\"before\"}");
        linked.reopen();
        assertThat(answered(asked("unheard", Map.of())))
                .isEqualTo(Map.of("east", Optional.empty()));
        assertThat(east.ask().missed()).isTrue();
        linked.links().ask("second", Map.of(), Duration.ZERO);
        linked.links().ask("third", Map.of(), Duration.ZERO);

        Answer told = east.ask(done, done.replaceFirst("[0-9]+", "2"));

        assertThat(told.orders().size()).isEqualTo(2);
    }

    @Test
    void isOneProcessAtATime() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> waiting = east.asking();
        following(linked, "west");
        FakeGateway twin = new FakeGateway(linked, east.token);

        Answer refused = twin.ask();

        refused(409, "SP7310", refused);
        assertThat(waiting).isNotDone();
        linked.parts.put("policy", "told to one");
        assertThat(answered(waiting).status()).isEqualTo(200);
        linked.pass(AWAY);
        assertThat(twin.ask().status()).isEqualTo(200);
        refused(409, "SP7310", east.ask());
    }

    @Test
    void tellsNothingNewToARequestThatAnotherReplaced() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> former = east.asking();
        following(linked, "west");
        CompletableFuture<Answer> latter = east.asking();

        assertThat(answered(former).status()).isEqualTo(200);
        assertThat(answered(former).orders().isEmpty()).isTrue();
        assertThat(answered(former).missed()).isFalse();
        assertThat(latter).isNotDone();
        linked.parts.put("policy", "told to the latter");
        assertThat(answered(latter).body()).contains("told to the latter");
    }

    @Test
    void isToldNothingNewOnceItsTokenIsRevoked() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> waiting = east.asking();
        following(linked, "west");
        linked.tokens().revoke(east.token.token().id());

        linked.parts.put("policy", "secret");

        refused(401, "SP7102", answered(waiting));
        assertThat(answered(waiting).body()).doesNotContain("secret");
        refused(401, "SP7102", east.ask());
        refused(401, "SP7102", linked.get(east.token.secret(), "/link/v1/parts/policy"));
    }

    @Test
    void isSentAwayAtOnceWhereSomebodyHasTheWaitingProvedAgain() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> waiting = east.asking();
        linked.tokens().revoke(east.token.token().id());

        linked.links().prove();

        refused(401, "SP7102", answered(waiting));
    }

    @Test
    void isNotWaitedForOnceItHasLeft() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> waiting = east.asking();
        assertThat(east.leave("00000000-0000-0000-0000-000000000000").status()).isEqualTo(204);
        assertThat(waiting).isNotDone();

        assertThat(east.leave().status()).isEqualTo(204);

        assertThat(answered(waiting).orders().isEmpty()).isTrue();
        assertThat(linked.links().ask("cut", Map.of(), LONG))
                .containsEntry("east", Optional.empty());
        assertThat(linked.links().settle(LONG)).containsExactly("east");
        assertThat(new FakeGateway(linked, east.token).ask().missed()).isTrue();
        refused(401, "SP7102", linked.leave("x", "{}"));
    }

    /** The orders meanwhile were for those that were to follow. */
    @Test
    void missedWhatWasOrderedWhileItHadNoToken() {
        FakeGateway east = new FakeGateway(linked, "east");
        String run = east.ask().run();
        linked.tokens().revoke(east.token.token().id());
        assertThat(linked.links().ask("cut", Map.of(), LONG)).isEmpty();

        FakeGateway again = new FakeGateway(linked, "east");
        linked.pass(AWAY);
        again.run(run);

        assertThat(again.ask().missed()).isTrue();
    }

    @Test
    void opensNothingElseAndNothingElseOpensIt() {
        String scim = linked.token("okta", Scope.SCIM).secret();
        String watch = linked.token("prometheus", Scope.WATCH).secret();
        FakeGateway east = following(linked, "east");

        for (String other : List.of(scim, watch, "x")) {
            refused(401, "SP7102", linked.post(other, east.body(List.of(), List.of())));
            refused(401, "SP7102", linked.get(other, "/link/v1/parts/policy"));
        }
        assertThat(linked.get(east.token.secret(), "/scim/v2/Users").status()).isEqualTo(401);
        refused(401, "SP7102", linked.get(east.token.secret(), "/api/v1/directory/sync"));
    }

    @Test
    void changesFromOneTokenToTheNextByItself() {
        linked.token("east", Scope.GATEWAY);
        linked.token("east", Scope.GATEWAY);

        assertThatThrownBy(() -> linked.token("east", Scope.GATEWAY))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP7113");
        assertThat(following(linked, "west").token.token().name()).isEqualTo("west");
        linked.token("okta", Scope.SCIM);
        linked.token("entra", Scope.SCIM);
        assertThatThrownBy(() -> linked.token("third", Scope.SCIM)).hasMessageContaining("SP7113");
    }

    @Test
    void settlesWhenEveryGatewayThatIsThereHoldsTheParts() {
        FakeGateway east = following(linked, "east");
        FakeGateway west = following(linked, "west");
        following(linked, "gone");
        linked.pass(AWAY);
        linked.parts.put("policy", "told at once");
        east.hear(east.ask());
        west.hear(west.ask());
        east.asking();
        west.asking();
        linked.parts.put("policy", "to be held");

        assertThat(linked.links().settle(SHORT)).isEqualTo(Set.of("east", "west", "gone"));

        var settled = CompletableFuture.supplyAsync(() -> linked.links().settle(LONG), BESIDE);
        east.hear(east.ask());
        east.asking();
        following(linked, "north");
        assertThat(settled).isNotDone();
        west.hear(west.ask());
        west.asking();
        assertThat(answered(settled)).isEqualTo(Set.of("gone"));
    }

    @Test
    void isNotWaitedForBeforeItFirstAsked() {
        FakeGateway east = new FakeGateway(linked, "east");

        assertThat(linked.links().ask("cut", Map.of(), LONG)).isEmpty();
        assertThat(linked.links().settle(LONG)).isEmpty();
        assertThat(linked.links().all())
                .containsExactly(new Links.Link("east", Optional.empty(), false, false));

        east.hear(east.ask());
        assertThat(linked.links().all())
                .containsExactly(new Links.Link("east", Optional.of(linked.now()), true, false));
        assertThat(linked.get("", "/metrics").body())
                .contains("sallyport_gateways 1.0", "sallyport_gateways_away 0.0");
    }

    @Test
    void isStillToFollowWhenTheControlPlaneStartsAgain() {
        FakeGateway east = following(linked, "east");
        CompletableFuture<Answer> cutOff = east.asking();
        following(linked, "west");
        Instant seen = linked.now();
        linked.pass(Duration.ofSeconds(1));

        linked.reopen();

        CompletableFuture<Boolean> told =
                cutOff.handle((answer, lost) -> answer != null && answer.missed());
        assertThat(answered(told)).isFalse();
        assertThat(linked.links().all())
                .containsExactly(
                        new Links.Link("east", Optional.of(seen), false, false),
                        new Links.Link("west", Optional.of(seen), false, false));
        assertThat(answered(asked("cut", Map.of()))).hasSize(2).containsValue(Optional.empty());
        assertThat(linked.get("", "/metrics").body())
                .contains("sallyport_gateways 2.0", "sallyport_gateways_away 2.0");
        assertThat(new FakeGateway(linked, east.token).ask().missed()).isTrue();
    }

    /** Nobody is alarmed: whoever runs a gateway ends it now and then. */
    @Test
    void breaksNothingByBeingGone() throws Exception {
        FakeGateway east = following(linked, "east");
        String body = east.body(List.of(), List.of());
        try (Socket socket = linked.socket()) {
            socket.getOutputStream()
                    .write(
                            "POST %s HTTP/1.1\r\nHost: it\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(
                                            Linked.NEXT, east.token.secret(), body.length(), body)
                                    .getBytes(StandardCharsets.US_ASCII));
            following(linked, "west");
            // Without a word: the other end finds out when it writes.
            socket.setSoLinger(true, 0);
        }

        assertThat(linked.links().ask("cut", Map.of(), Duration.ofSeconds(1)))
                .containsEntry("east", Optional.empty());

        assertThat(east.ask().orders().size()).isEqualTo(1);
    }

    @Test
    void saysWhatTokensWereUsed() {
        FakeGateway east = new FakeGateway(linked, "east");
        String use = "{\"token\":\"ab12cd34\",\"at\":\"2026-11-22T08:59:00Z\"}";

        linked.post(east.token.secret(), east.body(List.of(), List.of(use)));

        assertThat(linked.uses).containsExactly("ab12cd34 2026-11-22T08:59:00Z");
        refused(
                400,
                "SP7100",
                linked.post(
                        east.token.secret(),
                        east.body(List.of(), Collections.nCopies(1_001, use))));
        assertThat(linked.uses).hasSize(1);
    }

    @Test
    void saysNothingThatCannotBeUnderstood() {
        FakeGateway east = new FakeGateway(linked, "east");
        String fine = east.body(List.of(), List.of());

        for (String body :
                List.of(
                        "",
                        "null",
                        "{}",
                        fine + "1",
                        fine.replace("\"uses\":[]", "\"uses\":null"),
                        fine.replace(",\"uses\":[]", ""),
                        fine.replace("\"uses\":[]", "\"uses\":[],\"more\":1"),
                        fine.replace("\"uses\":[]", "\"uses\":[{\"token\":\"t\"}]"),
                        fine.replace("\"answers\":[]", "\"answers\":[null]"),
                        fine.replace("\"answers\":[]", "\"answers\":[{\"id\":1}]"),
                        fine.replace("\"answers\":[]", "\"answers\":[{\"answer\":{}}]"),
                        fine.replace("\"answers\":[]", "\"answers\":[{\"id\":1,\"answer\":7}]"),
                        fine.replace("\"holds\":{}", "\"holds\":{\"policy\":null}"),
                        fine.replace("\"holds\":{}", "\"holds\":{\"policy\":1}"),
                        fine.replace("\"run\":null", "\"run\":\"1-1-1-1-1\""),
                        fine.replaceFirst("\"instance\":\"[^\"]*\"", "\"instance\":\"me\""),
                        fine.replaceFirst("\"instance\":\"[^\"]*\"", "\"instance\":null"))) {
            Answer answer = linked.post(east.token.secret(), body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            refused(400, "SP7100", answer);
        }
        refused(413, "SP7101", linked.post(east.token.secret(), "x".repeat((1 << 20) + 1)));
        refused(
                415,
                "SP7105",
                linked.post(east.token.secret(), fine, "Content-Type", "text/plain"));
        assertThat(linked.links().all())
                .containsExactly(new Links.Link("east", Optional.empty(), false, false));
    }
}
