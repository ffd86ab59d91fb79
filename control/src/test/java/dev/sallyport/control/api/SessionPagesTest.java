package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.Right;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions over the API: who sees them, who ends them, and that it is on record first. */
final class SessionPagesTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String REA = Deployed.token("rea");
    private static final String WIM = Deployed.token("wim");
    private static final String WHY = "{\"reason\":\"Left the desk\"}";

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
    void begin() {
        deployed.sessions.clear();
        deployed.ended.clear();
        deployed.events.clear();
        deployed.session("s2", "zoe", Deployed.START.minusSeconds(60));
        deployed.session("s1", "nora", Deployed.START.minusSeconds(120));
        deployed.session("s3", "nora", Deployed.START.minusSeconds(60));
    }

    @AfterEach
    void nothingBroke() {
        assertThat(deployed.alarms).isEmpty();
    }

    @Test
    void areListedOldestFirstPageByPage() throws Exception {
        Answer all = deployed.get(REA, SESSIONS);
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.texts("sessions", "id").getFirst()).isEqualTo("s1");
        assertThat(all.texts("sessions", "id")).containsExactlyInAnyOrder("s1", "s2", "s3");
        assertThat(all.json().has("next")).isFalse();

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Answer page = deployed.get(REA, SESSIONS + "?limit=1" + next);
            seen.addAll(page.texts("sessions", "id"));
            next = page.json().has("next") ? "&cursor=" + page.json().path("next").asString() : "";
        } while (!next.isEmpty());
        assertThat(seen).isEqualTo(all.texts("sessions", "id"));

        assertThat(deployed.get(REA, SESSIONS + "?login=nora").texts("sessions", "id"))
                .containsExactly("s1", "s3");
        assertThat(deployed.get(REA, SESSIONS + "?login=nobody").texts("sessions", "id")).isEmpty();
        assertThat(deployed.get(REA, SESSIONS + "?user=nora").code()).isEqualTo("SP7200");
    }

    @Test
    void sayWhoseTheyAreAndWhatEndsThem() throws Exception {
        Answer shown = deployed.get(REA, SESSIONS + "/s1");

        assertThat(shown.json().path("login").asString()).isEqualTo("nora");
        assertThat(shown.json().path("purpose").asString()).isEqualTo("treatment");
        assertThat(shown.json().path("state").asString()).isEqualTo("idle");
        assertThat(shown.json().path("ends_by").asString()).isEqualTo("absolute maximum");
        assertThat(deployed.get(REA, SESSIONS + "/s9").code()).isEqualTo("SP7103");
        assertThat(deployed.get(Deployed.token("nora"), SESSIONS).code()).isEqualTo("SP7205");
    }

    @Test
    void areEndedByWhoMayAndOnRecordBefore() throws Exception {
        Answer ended = deployed.post(WIM, SESSIONS + "/s1/end", WHY);

        assertThat(ended.status()).isEqualTo(200);
        assertThat(deployed.ended).containsExactly("wim s1 Left the desk");
        assertThat(deployed.events)
                .containsExactly(
                        new ConsoleEvent.SessionEnded("wim", "s1", "nora", "Left the desk"));
        assertThat(deployed.get(REA, SESSIONS + "/s1").code()).isEqualTo("SP7103");
        assertThat(deployed.post(WIM, SESSIONS + "/s1/end", WHY).code()).isEqualTo("SP7103");
        assertThat(deployed.events).hasSize(1);
    }

    @Test
    void areNotEndedByWhoMayOnlyLook() throws Exception {
        for (String who : List.of(REA, Deployed.token("frank"))) {
            assertThat(deployed.post(who, SESSIONS + "/s1/end", WHY).code()).isEqualTo("SP7205");
        }
        String key = deployed.key("wim", Right.SESSIONS_READ);
        assertThat(deployed.get(key, SESSIONS).status()).isEqualTo(200);
        assertThat(deployed.post(key, SESSIONS + "/s1/end", WHY).code()).isEqualTo("SP7205");
        assertThat(deployed.post(WIM, SESSIONS + "/s1/end", "{\"reason\":\" \"}").code())
                .isEqualTo("SP7100");
        assertThat(deployed.ended).isEmpty();
    }
}
