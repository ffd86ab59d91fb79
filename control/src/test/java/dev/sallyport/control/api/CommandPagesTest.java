package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.Right;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands over the API: who may give which, once each, on record before it is done. */
class CommandPagesTest {
    private static final String COMMANDS = "/api/v1/commands";
    private static final String PLAN =
            "{\"command\": \"plan\", \"arguments\": {\"form\": \"json\"}}";
    private static final String APPLY = "{\"command\": \"apply-policy\", \"arguments\": {}}";

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
    void forget() {
        deployed.commands.clear();
        deployed.events.clear();
        deployed.clock(Deployed.START);
    }

    @Test
    void answersWhatTheCommandPrintedAndHowItEnded() throws Exception {
        Answer answer = deployed.post(Deployed.token("rea"), COMMANDS, PLAN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("exit").asInt()).isEqualTo(2);
        assertThat(answer.json().path("out").asString()).isEqualTo("changes 1");
        assertThat(answer.json().path("err").asString()).isEmpty();
        assertThat(deployed.commands).containsExactly("rea plan {form=json}");
    }

    @Test
    void isOnRecordWithWhoAndWhichButNotWithWhatItTakes() throws Exception {
        deployed.post(Deployed.token("ada"), COMMANDS, APPLY);

        assertThat(deployed.events)
                .containsExactly(new ConsoleEvent.CommandGiven("ada", "apply-policy"));
    }

    @Test
    void refusesWhoeverMayNotBeforeAnythingIsDone() throws Exception {
        for (String bearer :
                new String[] {
                    Deployed.token("rea"),
                    Deployed.token("wim"),
                    Deployed.token("frank"),
                    deployed.key("ada", Right.POLICY_READ)
                }) {
            deployed.events.clear();
            Answer answer = deployed.post(bearer, COMMANDS, APPLY);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("SP7205");
            assertThat(deployed.events).isEmpty();
        }
        assertThat(deployed.commands).isEmpty();
    }

    @Test
    void aKeyGivesTheCommandsOfItsScopes() throws Exception {
        Answer answer = deployed.post(deployed.key("ada", Right.POLICY_WRITE), COMMANDS, APPLY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(deployed.commands).singleElement().asString().startsWith("ada/key:");
    }

    @Test
    void aChangeThatIsSentAgainIsMadeOnce() throws Exception {
        String word = deployed.word();
        Answer first = apply(word);
        Answer again = apply(word);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header(Once.REPEATED.toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo("true");
        assertThat(deployed.commands).hasSize(1);
    }

    /** An apply takes minutes, and a client that heard nothing asks again. */
    @Test
    void aChangeThatTakesLongIsNotBegunAgainBeforeItIsOver() throws Exception {
        String word = deployed.word();
        List<Answer> meanwhile = new CopyOnWriteArrayList<>();
        deployed.whileCommanding(() -> {
            deployed.clock(Deployed.START.plus(Once.IN_FLIGHT));
            meanwhile.add(applyUnchecked(word));
        });

        Answer first = apply(word);

        assertThat(meanwhile)
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.status()).isEqualTo(409);
                    assertThat(again.code()).isEqualTo("SP7203");
                });
        assertThat(first.status()).isEqualTo(200);
        assertThat(apply(word).body()).isEqualTo(first.body());
        assertThat(deployed.commands).hasSize(1);
    }

    @Test
    void takesNoChangeWithoutAWord() throws Exception {
        Answer answer = deployed.send(Deployed.token("ada"), "POST", COMMANDS, APPLY);

        assertThat(answer.code()).isEqualTo("SP7201");
        assertThat(deployed.commands).isEmpty();
    }

    @Test
    void repeatsNothingOfWhatItDoesNotUnderstand() throws Exception {
        for (String body :
                new String[] {
                    "{\"command\": \"rm-secret\", \"arguments\": {}}",
                    "{\"command\": \"plan\"}",
                    "{\"arguments\": {}}",
                    "{\"command\": \"plan\", \"arguments\": [\"secret\"]}"
                }) {
            Answer answer = deployed.post(Deployed.token("ada"), COMMANDS, body);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("SP7100");
            assertThat(answer.body()).doesNotContain("secret");
        }
        assertThat(deployed.commands).isEmpty();
    }

    private static Answer applyUnchecked(String word) {
        try {
            return apply(word);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer apply(String word) throws Exception {
        return deployed.send(Deployed.token("ada"), "POST", COMMANDS, APPLY, Once.HEADER, word);
    }
}
