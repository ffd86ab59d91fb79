package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.Right;
import dev.sallyport.policy.ConsoleRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys: what they may, how they end, and that a change that is sent again is made once. */
final class KeyPagesTest {
    private static final String KEYS = "/api/v1/api-keys";
    private static final String PEOPLE = "/api/v1/people";
    private static final String ADA = Deployed.token("ada");
    private static final String WHY = "{\"reason\":\"Found in a repository\"}";

    private static Deployed deployed;

    @BeforeAll
    static void open() {
        deployed = new Deployed();
    }

    @AfterAll
    static void close() {
        deployed.close();
    }

    @BeforeEach
    void begin() throws Exception {
        deployed.clock(Deployed.START);
        deployed.query("TRUNCATE control.api_key, control.kept_answer");
        deployed.events.clear();
        deployed.roles.put("wim", Set.of(ConsoleRole.WRITER));
    }

    @AfterEach
    void nothingBroke() {
        assertThat(deployed.alarms).isEmpty();
    }

    private static String wanted(String scopes, String expires) {
        return "{\"name\":\"nightly\",\"scopes\":[%s],\"expires\":\"%s\"}"
                .formatted(scopes, expires);
    }

    private static final String WANTED =
            wanted("\"people:read\",\"keys:read\"", "2026-12-22T09:00:00Z");

    @Test
    void isShownOnceAndKeptAsAHash() throws Exception {
        Answer issued = deployed.post(ADA, KEYS, WANTED);

        assertThat(issued.status()).isEqualTo(201);
        assertThat(issued.header("cache-control")).isEqualTo("no-store");
        String secret = issued.json().path("secret").asString();
        assertThat(secret).matches("sp_key_[\\w-]{43}[0-9a-f]{8}");
        String random = secret.substring("sp_key_".length());
        assertThat(deployed.query("SELECT api_key::text FROM control.api_key"))
                .doesNotContain(random);
        assertThat(deployed.query("SELECT encode(sealed, 'escape') FROM control.kept_answer"))
                .doesNotContain(random);
        assertThat(deployed.get(ADA, KEYS).body()).contains("nightly").doesNotContain(random);
        assertThat(deployed.events).hasSize(1).first().isInstanceOf(ConsoleEvent.KeyIssued.class);
        assertThat(deployed.events.toString()).doesNotContain(random).contains("ada");
        assertThat(deployed.get(secret, PEOPLE).status()).isEqualTo(200);
        assertThat(deployed.get(ADA, KEYS).texts("keys", "last_used"))
                .containsExactly(Deployed.START.toString());
    }

    @Test
    void mayWhatItsScopesSayAndItsOwnerStillMay() throws Exception {
        String key = deployed.key("wim", Right.PEOPLE_READ, Right.PEOPLE_WRITE);

        assertThat(deployed.get(key, PEOPLE).status()).isEqualTo(200);
        assertThat(deployed.get(key, "/api/v1/groups").code()).isEqualTo("SP7205");
        deployed.roles.put("wim", Set.of(ConsoleRole.READER));
        assertThat(deployed.get(key, PEOPLE).status()).isEqualTo(200);
        assertThat(
                        deployed.post(key, PEOPLE + "/" + deployed.id("nora") + "/suspension", WHY)
                                .code())
                .isEqualTo("SP7205");
        deployed.roles.remove("wim");
        assertThat(deployed.get(key, PEOPLE).code()).isEqualTo("SP7102");
    }

    @Test
    void hasNoScopeItsOwnerMayNotAndAnEndWithinAYear() throws Exception {
        for (String body :
                List.of(
                        wanted("", "2026-12-22T09:00:00Z"),
                        wanted("\"people:all\"", "2026-12-22T09:00:00Z"),
                        wanted("null", "2026-12-22T09:00:00Z"),
                        wanted("\"people:read\"", "2026-11-22T09:00:00Z"),
                        wanted("\"people:read\"", "2027-11-24T09:00:00Z"))) {
            Answer answer = deployed.post(ADA, KEYS, body);

            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("SP7207");
        }
        Answer beyond =
                deployed.post(Deployed.token("frank"), KEYS, WANTED.replace("read\"]", "write\"]"));
        assertThat(beyond.code()).isEqualTo("SP7207");
        assertThat(beyond.json().path("detail").asString()).contains("may not: keys:write");
        assertThat(deployed.post(Deployed.token("nora"), KEYS, WANTED).code()).isEqualTo("SP7207");
        assertThat(deployed.post(ADA, KEYS, WANTED.replace("expires", "expiry")).code())
                .isEqualTo("SP7100");
        assertThat(deployed.post(ADA, KEYS, "{\"name\":\"x\",\"scopes\":[]}").code())
                .isEqualTo("SP7100");
        assertThat(deployed.events).isEmpty();
    }

    @Test
    void makesNoKeys() throws Exception {
        String key = deployed.key("ada", Right.PEOPLE_READ, Right.PEOPLE_WRITE, Right.KEYS_WRITE);

        Answer answer = deployed.post(key, KEYS, WANTED);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("SP7208");
    }

    @Test
    void endsWhenItIsOverOrRevokedByItsOwnerOrWhoKeepsKeys() throws Exception {
        String first = deployed.key("wim", Right.PEOPLE_READ);
        String id = deployed.get(Deployed.token("wim"), KEYS).texts("keys", "id").getFirst();

        assertThat(
                        deployed.post(Deployed.token("frank"), KEYS + "/" + id + "/revocation", WHY)
                                .code())
                .isEqualTo("SP7103");
        assertThat(
                        deployed.get(Deployed.token("frank"), KEYS + "?owner=everybody")
                                .texts("keys", "id"))
                .containsExactly(id);
        assertThat(deployed.get(Deployed.token("rea"), KEYS + "?owner=everybody").code())
                .isEqualTo("SP7205");
        assertThat(deployed.get(first, KEYS).code()).isEqualTo("SP7205");
        assertThat(deployed.post(ADA, KEYS + "/" + id + "/revocation", WHY).status())
                .isEqualTo(200);
        assertThat(deployed.get(first, PEOPLE).status()).isEqualTo(401);
        assertThat(deployed.events)
                .last()
                .isEqualTo(new ConsoleEvent.KeyRevoked("ada", id, "wim", "Found in a repository"));

        String second = deployed.key("wim", Right.PEOPLE_READ);
        String own = deployed.get(Deployed.token("wim"), KEYS).texts("keys", "id").getFirst();
        assertThat(deployed.post(second, KEYS + "/" + own + "/revocation", WHY).status())
                .isEqualTo(200);
        assertThat(deployed.get(second, PEOPLE).status()).isEqualTo(401);

        String third = deployed.key("wim", Right.PEOPLE_READ);
        deployed.clock(Deployed.START.plus(Duration.ofDays(30)));
        assertThat(deployed.get(third, PEOPLE).status()).isEqualTo(401);
    }

    /** Also where the person comes back: what a leaver had is void. */
    @Test
    void diesWithTheLeavingOfItsOwner() throws Exception {
        String key = deployed.key("lea", Right.PEOPLE_READ);
        String lea = PEOPLE + "/" + deployed.id("lea");
        assertThat(deployed.get(key, PEOPLE).status()).isEqualTo(200);

        deployed.clock(Deployed.START.plusSeconds(60));
        assertThat(deployed.post(ADA, lea + "/departure", WHY).status()).isEqualTo(200);
        assertThat(deployed.get(key, PEOPLE).status()).isEqualTo(401);

        deployed.clock(Deployed.START.plusSeconds(120));
        deployed.plane
                .csvImport()
                .apply(
                        "back.csv",
                        "userName,name,active,end\nlea@x.example,Lea,true,2030-01-01\n",
                        "test",
                        Optional.empty());
        assertThat(deployed.get(ADA, lea).json().path("state").asString()).isEqualTo("active");
        assertThat(deployed.get(key, PEOPLE).status()).isEqualTo(401);
        assertThat(deployed.get(deployed.key("lea", Right.PEOPLE_READ), PEOPLE).status())
                .isEqualTo(200);
    }

    @Test
    void aPersonHasSoManyKeysAndNoMore() {
        IntStream.range(0, 20).forEach(i -> deployed.key("ada", Right.PEOPLE_READ));

        assertThatThrownBy(() -> deployed.key("ada", Right.PEOPLE_READ))
                .hasMessageContaining("SP7207");
    }

    @Test
    void theSameRequestAgainIsAnsweredTheSameAndMadeOnce() throws Exception {
        Answer first = deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");
        Answer again = deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header(Once.REPEATED)).isEqualTo("true");
        assertThat(first.header(Once.REPEATED)).isEmpty();
        assertThat(deployed.get(ADA, KEYS).texts("keys", "id")).hasSize(1);
        assertThat(deployed.query("SELECT count(*) FROM control.kept_answer WHERE key = 'w'"))
                .isEqualTo("0");
    }

    @Test
    void theSameWordForAnotherRequestIsRefused() throws Exception {
        deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");

        Answer body =
                deployed.send(
                        ADA, "POST", KEYS, WANTED.replace("nightly", "daily"), Once.HEADER, "w");
        Answer page =
                deployed.send(
                        ADA,
                        "POST",
                        PEOPLE + "/" + deployed.id("nora") + "/suspension",
                        WHY,
                        Once.HEADER,
                        "w");

        assertThat(List.of(body.status(), page.status())).containsOnly(422);
        assertThat(List.of(body.code(), page.code())).containsOnly("SP7202");
        assertThat(deployed.get(ADA, KEYS).texts("keys", "id")).hasSize(1);
    }

    @Test
    void theWordIsOneCallersOwnAndForgottenAfterADay() throws Exception {
        deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");
        String frank = Deployed.token("frank");

        assertThat(deployed.send(frank, "POST", KEYS, WANTED, Once.HEADER, "w").status())
                .isEqualTo(201);
        deployed.clock(Deployed.START.plus(Once.KEPT));
        Answer later = deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");

        assertThat(later.header(Once.REPEATED)).isEmpty();
        assertThat(deployed.get(ADA, KEYS).texts("keys", "id")).hasSize(2);
        assertThat(deployed.query("SELECT count(*) FROM control.kept_answer")).isEqualTo("1");
    }

    @Test
    void aChangeWithoutAWordOrWithOneThatIsNoneIsRefused() throws Exception {
        for (String word : List.of("", "a b", "x".repeat(129))) {
            Answer answer = deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, word);

            assertThat(answer.status()).as(word).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("SP7201");
        }
        assertThat(deployed.send(ADA, "POST", KEYS, WANTED).code()).isEqualTo("SP7201");
    }

    @Test
    void whatWasRefusedMayBeSentAgain() throws Exception {
        String beyond = wanted("\"keys:write\"", "2026-12-22T09:00:00Z");
        String wim = Deployed.token("wim");
        assertThat(deployed.send(wim, "POST", KEYS, beyond, Once.HEADER, "w").code())
                .isEqualTo("SP7207");

        deployed.roles.put("wim", Set.of(ConsoleRole.ADMINISTRATOR));

        assertThat(deployed.send(wim, "POST", KEYS, beyond, Once.HEADER, "w").status())
                .isEqualTo(201);
    }

    @Test
    void whileOneIsAnsweredTheSameIsRefusedAndNotForEver() throws Exception {
        deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");
        deployed.query("UPDATE control.kept_answer SET sealed = NULL");

        Answer busy = deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w");
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.code()).isEqualTo("SP7203");
        assertThat(
                        deployed.send(
                                        ADA,
                                        "POST",
                                        KEYS,
                                        WANTED.replace("nightly", "daily"),
                                        Once.HEADER,
                                        "w")
                                .code())
                .isEqualTo("SP7202");

        deployed.clock(Deployed.START.plus(Once.IN_FLIGHT));
        assertThat(deployed.send(ADA, "POST", KEYS, WANTED, Once.HEADER, "w").status())
                .isEqualTo(201);
    }

    @Test
    void manyAtOnceUnderOneWordMakeOneKey() throws Exception {
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Callable<Answer>> same =
                    IntStream.range(0, 16)
                            .<Callable<Answer>>mapToObj(i ->
                                    () ->
                                            deployed.send(
                                                    ADA, "POST", KEYS, WANTED, Once.HEADER, "w"))
                            .toList();
            Set<String> answers = new java.util.TreeSet<>();
            for (Future<Answer> one : many.invokeAll(same)) {
                answers.add(one.get().status() == 201 ? one.get().body() : one.get().code());
            }
            answers.remove("SP7203");

            assertThat(answers).hasSize(1).first().asString().contains("sp_key_");
        }
        assertThat(deployed.get(ADA, KEYS).texts("keys", "id")).hasSize(1);
    }

    @Test
    void pagesHoldEveryKeyOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            deployed.clock(Deployed.START.plusSeconds(i));
            deployed.key("ada", Right.PEOPLE_READ);
        }
        Set<String> all =
                deployed.get(ADA, KEYS).texts("keys", "id").stream().collect(Collectors.toSet());
        Answer first = deployed.get(ADA, KEYS + "?limit=3");
        Answer second =
                deployed.get(ADA, KEYS + "?limit=3&cursor=" + first.json().path("next").asString());

        assertThat(all).hasSize(5);
        assertThat(first.texts("keys", "id")).hasSize(3);
        assertThat(second.texts("keys", "id")).hasSize(2);
        assertThat(second.json().has("next")).isFalse();
        assertThat(Instant.parse(first.texts("keys", "issued").getFirst()))
                .isEqualTo(Deployed.START);
    }
}
