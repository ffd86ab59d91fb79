package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.Actor;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People and groups over the API: who may look, who may change whom, and what is on record. */
final class PeoplePagesTest {
    private static final String PEOPLE = "/api/v1/people";
    private static final String GROUPS = "/api/v1/groups";
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
    }

    @Test
    void showsEverybodyOnceOverPagesOfAnySize() throws Exception {
        for (int limit : new int[] {1, 2, 5, 200}) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                Answer page = deployed.get(REA, PEOPLE + "?limit=" + limit + cursor);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.texts("people", "login")).hasSizeBetween(1, limit);
                seen.addAll(page.texts("people", "login"));
                cursor =
                        page.json().has("next")
                                ? "&cursor=" + page.json().path("next").asString()
                                : "";
            } while (!cursor.isEmpty());
            assertThat(seen)
                    .containsExactlyInAnyOrder("ada", "wim", "lea", "rea", "frank", "nora", "zoe");
        }
    }

    @Test
    void refusesAPageThatIsNone() throws Exception {
        for (String query :
                List.of(
                        "limit=0",
                        "limit=201",
                        "limit=x",
                        "limit=1&limit=1",
                        "cursor=x",
                        "cursor=%00",
                        "cursor=" + "A".repeat(200),
                        "cursor=MjAyNi0xMS0yMlQwOTowMDowMFogeA",
                        "state=gone",
                        "order=name")) {
            Answer answer = deployed.get(REA, PEOPLE + "?" + query);

            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("SP7200");
        }
    }

    @Test
    void suspendsWithTheReasonOnRecordAndLetsBackIn() throws Exception {
        String nora = PEOPLE + "/" + deployed.id("nora");

        Answer suspended = deployed.post(WIM, nora + "/suspension", WHY);

        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.json().path("state").asString()).isEqualTo("suspended");
        assertThat(deployed.cuts).contains(Set.of("nora"));
        assertThat(deployed.steps)
                .extracting(Step::login, Step::kind, Step::actor, Step::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "nora", "suspended", "wim", "Incident 7"));
        assertThat(deployed.get(REA, PEOPLE + "?state=suspended").texts("people", "login"))
                .containsExactly("nora");

        Answer back = deployed.post(WIM, nora + "/readmission", WHY);

        assertThat(back.json().path("state").asString()).isEqualTo("active");
        assertThat(deployed.steps).last().extracting(Step::kind).isEqualTo("resumed");
    }

    @Test
    void whoIsSeenOffComesBackByTheDirectoryOnly() throws Exception {
        String zoe = PEOPLE + "/" + deployed.id("zoe");

        assertThat(deployed.post(WIM, zoe + "/departure", WHY).json().path("state").asString())
                .isEqualTo("left");
        Answer back = deployed.post(WIM, zoe + "/readmission", WHY);

        assertThat(back.status()).isEqualTo(409);
        assertThat(back.code()).isEqualTo("SP7111");
        assertThat(deployed.cuts).contains(Set.of("zoe"));
    }

    @Test
    void changesOnlyWhatWasRead() throws Exception {
        String nora = PEOPLE + "/" + deployed.id("nora");
        String tag = deployed.get(REA, nora).header("etag");
        assertThat(tag).matches("\"[0-9]+\"");

        Answer stale =
                deployed.send(
                        WIM,
                        "POST",
                        nora + "/suspension",
                        WHY,
                        Once.HEADER,
                        deployed.word(),
                        "If-Match",
                        "\"0\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("SP7204");
        assertThat(deployed.steps).isEmpty();

        Answer fresh =
                deployed.send(
                        WIM,
                        "POST",
                        nora + "/suspension",
                        WHY,
                        Once.HEADER,
                        deployed.word(),
                        "If-Match",
                        "\"0\", " + tag);
        assertThat(fresh.status()).isEqualTo(200);
        assertThat(fresh.header("etag")).isNotEqualTo(tag);
        deployed.post(WIM, nora + "/readmission", WHY);
    }

    @Test
    void nobodyChangesTheirOwnStandingNorByAKeyOfTheirs() throws Exception {
        String wim = PEOPLE + "/" + deployed.id("wim");
        String key = deployed.key("wim", Right.PEOPLE_WRITE);

        for (String bearer : List.of(WIM, key)) {
            for (String way : List.of("/suspension", "/readmission", "/departure")) {
                Answer answer = deployed.post(bearer, wim + way, WHY);

                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("SP7206");
            }
        }
        // Whoever keeps somebody is who says that they have left.
        for (String name : List.of("wim", "WIM@x.example")) {
            assertThatThrownBy(() ->
                            deployed.plane
                                    .roster()
                                    .hand(
                                            name,
                                            Source.SCIM,
                                            new Actor("console:wim", Optional.of("wim"))))
                    .hasMessageStartingWith("SP7206");
        }
        assertThat(deployed.steps).isEmpty();
    }

    @Test
    void whoLooksChangesNothing() throws Exception {
        String nora = PEOPLE + "/" + deployed.id("nora");

        for (String login : List.of("rea", "frank", "nora")) {
            Answer answer = deployed.post(Deployed.token(login), nora + "/suspension", WHY);

            assertThat(answer.status()).as(login).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("SP7205");
            assertThat(answer.json().path("detail").asString()).contains("people:write");
        }
        assertThat(deployed.get(Deployed.token("nora"), PEOPLE).status()).isEqualTo(403);
        assertThat(deployed.steps).isEmpty();
    }

    @Test
    void aChangeTakesAReasonOneCanRead() throws Exception {
        String nora = PEOPLE + "/" + deployed.id("nora");

        for (String body :
                List.of(
                        "{}",
                        "{\"reason\":\"\"}",
                        "{\"reason\":\"a\\nb\"}",
                        "{\"reason\":\"" + "x".repeat(257) + "\"}",
                        "{\"reason\":7}",
                        "{\"reason\":\"x\",\"state\":\"left\"}",
                        "{\"reason\":\"x\",\"reason\":\"y\"}",
                        "[]",
                        "null",
                        "{")) {
            Answer answer = deployed.post(WIM, nora + "/suspension", body);

            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("SP7100");
        }
        assertThat(deployed.steps).isEmpty();
    }

    @Test
    void showsGroupsAndWhoIsInThem() throws Exception {
        Answer groups = deployed.get(REA, GROUPS);
        assertThat(groups.texts("groups", "name"))
                .containsExactlyInAnyOrder("platform", "audit", "nurses");
        String audit =
                groups.json()
                        .path("groups")
                        .valueStream()
                        .filter(one -> one.path("name").asString().equals("audit"))
                        .map(one -> one.path("id").asString())
                        .findFirst()
                        .orElseThrow();

        Answer group = deployed.get(REA, GROUPS + "/" + audit);

        assertThat(group.json().path("members").valueStream().map(one -> one.asString()))
                .containsExactly(deployed.id("frank"), deployed.id("nora"));
        assertThat(deployed.get(REA, GROUPS + "?limit=1").json().has("next")).isTrue();
    }

    @Test
    void showsWhetherTheDoorsKnow() throws Exception {
        assertThat(deployed.get(REA, "/api/v1/directory/sync").status()).isEqualTo(200);
        assertThat(deployed.get(Deployed.token("nora"), "/api/v1/directory/sync").status())
                .isEqualTo(403);
    }

    @Test
    void saysWhoAsksAndWhatTheyMay() throws Exception {
        assertThat(deployed.get(Deployed.token("frank"), "/api/v1/me").body())
                .isEqualTo(
                        "{\"login\":\"frank\",\"console\":[\"auditor\"],\"scopes\":[\"people:read\",\"groups:read\",\"programs:read\",\"sync:read\",\"sessions:read\",\"keys:read\",\"policy:read\",\"exports:read\",\"record:read\"]}");
        assertThat(deployed.get(Deployed.token("nora"), "/api/v1/me").body())
                .isEqualTo("{\"login\":\"nora\",\"console\":[],\"scopes\":[]}");
    }
}
