package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agents and services over the API: who may look, who may change what, and what is on record. */
final class ProgramPagesTest {
    private static final String PROGRAMS = "/api/v1/programs";
    private static final String WHY = "{\"reason\":\"Incident 7\"}";
    private static final String WIM = Deployed.token("wim");
    private static final String REA = Deployed.token("rea");

    private static Deployed deployed;

    @BeforeAll
    static void open() {
        deployed = new Deployed();
    }

    @AfterAll
    static void close() {
        deployed.close();
    }

    @AfterEach
    void nothingBroke() {
        assertThat(deployed.alarms).isEmpty();
        deployed.steps.clear();
        deployed.cuts.clear();
        deployed.clock(Deployed.START);
    }

    private static String wanted(String kind, String login, String owner, String more) {
        return "{\"kind\":\"%s\",\"login\":\"%s\",\"name\":\"Lab\",\"owner\":\"%s\",\"reason\":\"HR-114\"%s}"
                .formatted(kind, login, owner, more);
    }

    private static String page(String login, String more) throws Exception {
        return PROGRAMS
                + "/"
                + deployed.query("SELECT id FROM control.program WHERE login = '" + login + "'")
                + more;
    }

    private static Answer change(String login, String what, String body) throws Exception {
        return deployed.post(WIM, page(login, what), body);
    }

    @Test
    void addsOneWithEverythingOfItOnRecordAndOnceHoweverOftenItIsSent() throws Exception {
        String body =
                wanted(
                        "service",
                        "feed",
                        "nora",
                        ",\"workload\":{\"issuer\":\"https://c.example\",\"subject\":\"a:b\"},"
                                + "\"ends\":\"2027-01-01T00:00:00Z\"");
        String word = deployed.word();

        Answer added = deployed.send(WIM, "POST", PROGRAMS, body, Once.HEADER, word);
        Answer again = deployed.send(WIM, "POST", PROGRAMS, body, Once.HEADER, word);
        Answer anew = deployed.post(WIM, PROGRAMS, body);

        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.header("etag")).isEqualTo("\"1\"");
        assertThat(again.body()).isEqualTo(added.body());
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(anew.body()).isEqualTo(added.body());
        assertThat(added.json().path("state").asString()).isEqualTo("active");
        assertThat(added.json().path("workload").path("subject").asString()).isEqualTo("a:b");
        assertThat(deployed.get(REA, page("feed", "")).body()).isEqualTo(added.body());
        assertThat(deployed.steps)
                .extracting(Step::login, Step::kind, Step::after, Step::actor, Step::reason)
                .containsExactly(
                        tuple("feed", "joined", "active", "wim", "HR-114"),
                        tuple("feed", "owner given", "nora", "wim", "HR-114"),
                        tuple("feed", "workload given", "https://c.example a:b", "wim", "HR-114"),
                        tuple("feed", "dates given", "/2027-01-01T00:00:00Z", "wim", "HR-114"));
    }

    @Test
    void listsThemOnceOverPagesOfAnySizeAndByKindAndState() throws Exception {
        for (String login : List.of("one", "two", "three")) {
            deployed.program(login, "nora");
        }
        deployed.post(WIM, PROGRAMS, wanted("agent", "helper", "nora", ""));
        change("two", "/suspension", WHY);

        for (int limit : new int[] {1, 2, 200}) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                Answer page = deployed.get(REA, PROGRAMS + "?limit=" + limit + cursor);
                seen.addAll(page.texts("programs", "login"));
                cursor =
                        page.json().has("next")
                                ? "&cursor=" + page.json().path("next").asString()
                                : "";
            } while (!cursor.isEmpty());
            assertThat(seen).contains("one", "two", "three", "helper").doesNotHaveDuplicates();
        }
        assertThat(deployed.get(REA, PROGRAMS + "?kind=agent").texts("programs", "login"))
                .containsExactly("helper");
        assertThat(deployed.get(REA, PROGRAMS + "?state=suspended").texts("programs", "login"))
                .containsExactly("two");
        for (String query :
                List.of("kind=person", "kind=", "state=gone", "owner=nora", "limit=0")) {
            Answer answer = deployed.get(REA, PROGRAMS + "?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("SP7200");
        }
    }

    @Test
    void suspendsActivatesAndSeesOffWithTheReasonOnRecord() throws Exception {
        deployed.program("feed_a", "nora");
        deployed.steps.clear();

        assertThat(change("feed_a", "/suspension", WHY).json().path("state").asString())
                .isEqualTo("suspended");
        assertThat(deployed.cuts).contains(Set.of("feed_a"));
        assertThat(change("feed_a", "/activation", WHY).json().path("state").asString())
                .isEqualTo("active");
        Answer gone = change("feed_a", "/departure", WHY);

        assertThat(gone.json().path("state").asString()).isEqualTo("left");
        assertThat(gone.json().has("left_at")).isTrue();
        assertThat(change("feed_a", "/departure", WHY).code()).isEqualTo("SP7111");
        assertThat(change("feed_a", "/activation", WHY).code()).isEqualTo("SP7111");
        assertThat(deployed.steps)
                .extracting(Step::kind, Step::actor, Step::reason)
                .containsExactly(
                        tuple("suspended", "wim", "Incident 7"),
                        tuple("resumed", "wim", "Incident 7"),
                        tuple("left", "wim", "Incident 7"));
    }

    @Test
    void changesOwnerWorkloadAndDatesAndOnlyWhatWasRead() throws Exception {
        deployed.program("feed_b", "nora");
        String tag = deployed.get(REA, page("feed_b", "")).header("etag");
        String zoe = "{\"owner\":\"zoe\",\"reason\":\"HR-115\"}";

        Answer owned =
                deployed.send(
                        WIM,
                        "POST",
                        page("feed_b", "/owner"),
                        zoe,
                        Once.HEADER,
                        deployed.word(),
                        "If-Match",
                        tag);
        Answer stale =
                deployed.send(
                        WIM,
                        "POST",
                        page("feed_b", "/workload"),
                        "{\"reason\":\"x\"}",
                        Once.HEADER,
                        deployed.word(),
                        "If-Match",
                        tag);

        assertThat(owned.json().path("owner").asString()).isEqualTo("zoe");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("SP7204");
        Answer dated =
                change(
                        "feed_b",
                        "/dates",
                        "{\"ends\":\"2026-12-01T00:00:00Z\",\"reason\":\"Pilot\"}");
        assertThat(dated.json().path("ends").asString()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(change("feed_b", "/dates", WHY).json().has("ends")).isFalse();
        Answer named =
                change(
                        "feed_b",
                        "/workload",
                        "{\"workload\":{\"issuer\":\"https://c.example\",\"subject\":\"s\"},\"reason\":\"x\"}");
        assertThat(named.json().path("workload").path("issuer").asString())
                .isEqualTo("https://c.example");
        assertThat(change("feed_b", "/workload", WHY).json().has("workload")).isFalse();
        assertThat(deployed.cuts).contains(Set.of("feed_b"));
    }

    @Test
    void anOwnerIsAtWork() throws Exception {
        for (String nobody : List.of("nobody", "feed_c", "")) {
            Answer answer = deployed.post(WIM, PROGRAMS, wanted("service", "feed_c", nobody, ""));
            assertThat(answer.status()).as(nobody).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("SP7263");
        }
        assertThat(deployed.steps).isEmpty();
    }

    /** What is not there to be said is not said by saying it. */
    @Test
    void takesNothingThatIsNotAsked() throws Exception {
        for (String more :
                List.of(
                        ",\"state\":\"active\"",
                        ",\"id\":\"00000000-0000-4000-8000-000000000000\"",
                        ",\"version\":9",
                        ",\"created\":\"2020-01-01T00:00:00Z\"",
                        ",\"roles\":[\"nurse\"]",
                        ",\"owner\":\"ada\"",
                        ",\"workload\":{}",
                        ",\"workload\":{\"issuer\":\"https://c.example\"}",
                        ",\"workload\":\"*\"",
                        ",\"ends\":7",
                        ",\"ends\":\"2020-01-01T00:00:00Z\"",
                        ",\"starts\":\"+1000000000-12-31T23:59:59Z\"",
                        ",\"account_login\":\"nora\"")) {
            Answer answer = deployed.post(WIM, PROGRAMS, wanted("service", "feed_d", "nora", more));
            assertThat(answer.status()).as(more).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("SP7100");
        }
        for (String kind : List.of("person", "AGENT", "", "agents")) {
            assertThat(deployed.post(WIM, PROGRAMS, wanted(kind, "feed_d", "nora", "")).code())
                    .isEqualTo("SP7100");
        }
        deployed.program("feed_e", "nora");
        deployed.steps.clear();
        for (String body :
                List.of(
                        "{\"owner\":\"zoe\",\"login\":\"zoe\",\"reason\":\"x\"}",
                        "{\"owner\":\"zoe\",\"kind\":\"agent\",\"reason\":\"x\"}",
                        "{\"owner\":null,\"reason\":\"x\"}",
                        "{\"owner\":\"zoe\"}",
                        "{\"owner\":[\"zoe\"],\"reason\":\"x\"}")) {
            assertThat(change("feed_e", "/owner", body).code()).as(body).isEqualTo("SP7100");
        }
        assertThat(deployed.steps).isEmpty();
        assertThat(deployed.query("SELECT count(*) FROM control.program WHERE login = 'feed_d'"))
                .isEqualTo("0");
    }

    @Test
    void aLoginOfSomebodyWhoLeftIsNoPrograms() throws Exception {
        deployed.post(
                Deployed.token("ada"), "/api/v1/people/" + deployed.id("lea") + "/departure", WHY);

        Answer answer = deployed.post(WIM, PROGRAMS, wanted("service", "lea", "nora", ""));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("SP7110");
    }

    @Test
    void whoLooksChangesNothingAndWhoHoldsNothingDoesNotLook() throws Exception {
        deployed.program("feed_f", "nora");
        deployed.steps.clear();

        for (String login : List.of("rea", "frank", "nora")) {
            for (String what : List.of("/suspension", "/activation", "/departure", "/dates")) {
                Answer answer = deployed.post(Deployed.token(login), page("feed_f", what), WHY);
                assertThat(answer.status()).as(login + what).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("SP7205");
            }
        }
        assertThat(deployed.get(Deployed.token("nora"), PROGRAMS).status()).isEqualTo(403);
        assertThat(deployed.get(Deployed.token("feed_f"), PROGRAMS).status())
                .as("a program is nobody of the console")
                .isEqualTo(403);
        assertThat(deployed.steps).isEmpty();
    }

    /** Nothing that a found key gave outlives its finding; shutting out is what it may. */
    @Test
    void aKeyShutsOutAndGivesNothing() throws Exception {
        deployed.program("feed_g", "nora");
        String key = deployed.key("ada", Right.PROGRAMS_READ, Right.PROGRAMS_WRITE);
        deployed.steps.clear();

        for (String what : List.of("/owner", "/workload", "/dates", "/activation")) {
            Answer answer =
                    deployed.post(
                            key,
                            page("feed_g", what),
                            what.equals("/owner") ? "{\"owner\":\"ada\",\"reason\":\"x\"}" : WHY);
            assertThat(answer.status()).as(what).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("SP7265");
        }
        assertThat(deployed.post(key, PROGRAMS, wanted("service", "feed_h", "ada", "")).code())
                .isEqualTo("SP7265");
        assertThat(deployed.steps).isEmpty();
        assertThat(deployed.post(key, page("feed_g", "/suspension"), WHY).status()).isEqualTo(200);
        assertThat(deployed.post(key, page("feed_g", "/departure"), WHY).status()).isEqualTo(200);
        assertThat(deployed.steps)
                .extracting(Step::actor)
                .allSatisfy(actor -> assertThat(actor).startsWith("ada/key:"));
        String narrow = deployed.key("ada", Right.PEOPLE_WRITE, Right.PROGRAMS_READ);
        assertThat(deployed.post(narrow, page("feed_g", "/suspension"), WHY).code())
                .isEqualTo("SP7205");
    }

    @Test
    void aWriterWhoMakesThemselvesTheOwnerIsOnRecord() throws Exception {
        deployed.program("feed_i", "nora");
        deployed.steps.clear();

        Answer mine = change("feed_i", "/owner", "{\"owner\":\"wim\",\"reason\":\"Mine now\"}");

        assertThat(mine.status()).isEqualTo(200);
        assertThat(deployed.steps)
                .extracting(Step::login, Step::kind, Step::after, Step::actor, Step::reason)
                .containsExactly(tuple("feed_i", "owner changed", "wim", "wim", "Mine now"));
        assertThat(deployed.steps.getFirst().before()).hasValue("nora");
    }

    @Test
    void anEndIsKeptWhoeverAsks() throws Exception {
        deployed.post(
                WIM,
                PROGRAMS,
                wanted("service", "feed_j", "nora", ",\"ends\":\"2026-11-22T10:00:00Z\""));

        deployed.clock(Deployed.START.plus(Duration.ofHours(1)));

        String state = "";
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!state.equals("left") && System.nanoTime() < until) {
            state = deployed.get(REA, page("feed_j", "")).json().path("state").asString();
        }
        assertThat(state).isEqualTo("left");
        assertThat(deployed.cuts).contains(Set.of("feed_j"));
    }
}
