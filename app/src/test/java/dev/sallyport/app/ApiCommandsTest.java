package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.ExportRequest;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.ConsoleCommands.Done;
import dev.sallyport.control.console.Right;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands are done for people elsewhere, under which right, and as whose. */
class ApiCommandsTest {
    private static final Path DATA = Path.of("/srv/sallyport");
    private static final int PATIENCE_SECONDS = 10;

    private final Doing alone = new Doing();
    private final Doing deployment = new Doing();
    private final ApiCommands commands = new ApiCommands(DATA, alone);

    ApiCommandsTest() {
        commands.serve(deployment);
    }

    @ParameterizedTest
    @CsvSource({
        "plan, POLICY_READ",
        "apply-policy, POLICY_WRITE",
        "enforcement, POLICY_READ",
        "live-tests, POLICY_WRITE",
        "drift-list, POLICY_READ",
        "drift-revert, POLICY_WRITE",
        "drift-install, POLICY_WRITE",
        "rotate-secrets, POLICY_WRITE",
        "show-authority, POLICY_READ",
        "session-list, SESSIONS_READ",
        "export-list, EXPORTS_READ",
        "people-listing, PEOPLE_READ",
        "login-listing, PEOPLE_READ",
        "people-sync, PEOPLE_WRITE",
        "api-key-list, KEYS_READ",
        "scim-list, KEYS_READ",
        "token-list, KEYS_READ",
        "audit-verify, RECORD_READ"
    })
    void takesARightForEach(String word, Right right) {
        assertThat(commands.read(word, Map.of()).right()).isEqualTo(right);
    }

    @Test
    void readsTheRecordForWhoeverMay() {
        assertThat(commands.read("saw", Map.of("subject", "MRN000001")).right())
                .isEqualTo(Right.RECORD_READ);
        assertThat(commands.read("audit-show", Map.of("limit", 10)).right())
                .isEqualTo(Right.RECORD_READ);
    }

    @Test
    void shutsProgramsOutForAKeyAndGivesThemSomethingForAPersonOnly() {
        Caller key = new Caller("ada", Optional.of("k1"), "key:k1", Set.of(), Set.of(), "s");
        Map<String, Map<String, Object>> giving =
                Map.of(
                        "program-add",
                        Map.of(
                                "kind", "service",
                                "login", "feed",
                                "name", "Feed",
                                "owner", "ada",
                                "reason", "x"),
                        "program-own",
                        Map.of("login", "feed", "owner", "ada", "reason", "x"),
                        "program-run",
                        Map.of("login", "feed", "reason", "x"),
                        "program-date",
                        Map.of("login", "feed", "reason", "x"),
                        "program-put",
                        Map.of("login", "feed", "stand", "active", "reason", "x"));
        giving.forEach((word, arguments) -> {
            assertThat(commands.read(word, arguments).right()).isEqualTo(Right.PROGRAMS_WRITE);
            assertThatThrownBy(() -> commands.read(word, arguments).run(key))
                    .hasMessageStartingWith("SP7265");
        });
        assertThat(deployment.asked).isEmpty();
        giving.forEach(this::run);
        for (String stand : List.of("suspended", "left")) {
            commands.read("program-put", Map.of("login", "feed", "stand", stand, "reason", "x"))
                    .run(key);
        }
        assertThat(deployment.asked).hasSize(giving.size() + 2);
        assertThat(commands.read("people-listing", Map.of("kind", "service")).right())
                .isEqualTo(Right.PROGRAMS_READ);
    }

    /** Whoever could make a secret of somebody else's would be that person. */
    @Test
    void makesNoSecretsOfOthersAndNoCopiesOfEverything() {
        Map<String, Map<String, Object>> all =
                Map.of(
                        "token-issue", Map.of("login", "nora", "lasts", "PT1H"),
                        "scim-issue", Map.of("name", "okta", "lasts", "PT1H"),
                        "account-put", Map.of("login", "nora", "password", "secret"),
                        "account-invite", Map.of("login", "nora"),
                        "account-remove", Map.of("login", "nora"),
                        "backup-make", Map.of("to", "/tmp/b"),
                        "backup-restore", Map.of("file", "/tmp/b", "key", "/tmp/k"),
                        "server", Map.of("config", "/etc/passwd"),
                        "policy-format", Map.of());
        all.forEach((word, arguments) -> refused("SP7300", word, arguments));
        assertThat(deployment.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply-policy", "enforcement", "live-tests"})
    void readsNoFileThatTheCallerNames(String word) {
        refused("SP7300", word, Map.of("policy", "/etc/shadow"));
    }

    @Test
    void writesNoFileThatTheCallerNames() {
        refused("SP7300", "plan", Map.of("save", "/etc/cron.d/x"));
        refused("SP7300", "audit-verify", Map.of("folder", "/etc"));
        refused(
                "SP7300",
                "can",
                Map.of("person", "nora", "source", Map.of("people", "/etc/shadow")));
        refused("SP7300", "apply-saved", Map.of("plan", "/tmp/kept.plan"));
    }

    @Test
    void doesNothingWithoutAnEnd() {
        refused("SP7300", "session-list", Map.of("watching", "on"));
        refused("SP7300", "drift-list", Map.of("watching", "on"));
    }

    @Test
    void asksItsOwnDeploymentAndNoOther() {
        refused("SP7100", "plan", Map.of("data", "/srv/other"));
        refused("SP7100", "plan", Map.of("form", "xml"));
        refused("SP7100", "plan", Map.of("unknown", 1));
        refused("SP7100", "session-show", Map.of());
        refused("SP7100", "no-such-command", Map.of());

        run("plan", Map.of());

        assertThat(deployment.asked)
                .containsExactly(
                        new Request.Plan(
                                DATA,
                                Optional.empty(),
                                Request.Detail.SUMMARY,
                                Request.Form.TEXT,
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void isDoneAsWhoeverAskedAndNotAsAnAccountOfTheMachine() {
        Done done = run("session-show", Map.of("id", "7"));

        assertThat(done).isEqualTo(new Done(Exit.DIFFERS.code(), "as console:ada\n", ""));
    }

    @Test
    void answersQuestionsToThePolicyWithoutTheDeployment() {
        run("can", Map.of("person", "nora"));

        assertThat(alone.asked).hasSize(1);
        assertThat(deployment.asked).isEmpty();
    }

    @Test
    void tellsWhatTheCommandRefuses() {
        Done done = run("session-kill", Map.of("id", "7", "reason", "gone"));

        assertThat(done.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(done.err()).startsWith("SP4008 no such session");
    }

    /** Separation of duties: who asks for an export may not agree to it under another name. */
    @Test
    void nobodyAgreesInSomebodyElsesName() {
        Map<String, Object> frank = Map.of("id", "1", "by", "frank", "lasts", "PT1H");
        assertThatThrownBy(() -> run("export-approve", frank)).hasMessageStartingWith("SP7205");
        assertThat(deployment.asked).isEmpty();

        run("export-approve", Map.of("id", "1", "by", "ada", "lasts", "PT1H"));

        assertThat(deployment.asked).singleElement().isInstanceOf(ExportRequest.Approve.class);
    }

    /** Also not by a key of theirs; what the person is called is known only where it is done. */
    @Test
    void nobodyChangesTheirOwnStanding() {
        Caller key = new Caller("ada", Optional.of("k1"), "key:k1", Set.of(), Set.of(), "s");
        for (Caller ada : List.of(caller(), key)) {
            assertThatThrownBy(() ->
                            commands.read("people-hand", Map.of("name", "ada", "to", "csv"))
                                    .run(ada))
                    .isInstanceOf(Refused.class)
                    .hasMessageStartingWith("SP7206");
        }

        Done done = run("people-hand", Map.of("name", "zoe", "to", "csv"));

        assertThat(done.out()).isEqualTo("as console:ada\n");
    }

    @Test
    void doesAFewAtOnceAndSendsTheOthersBack() throws Exception {
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(Thread.ofVirtual().start(() -> run("drift-install", Map.of())));
        }
        assertThat(deployment.waiting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> run("plan", Map.of())).hasMessageStartingWith("SP7301");

        deployment.over.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(run("plan", Map.of()).exit()).isEqualTo(Exit.DIFFERS.code());
    }

    @Test
    void doesNothingBeforeTheDeploymentServes() {
        assertThatThrownBy(() -> new ApiCommands(DATA, alone).read("plan", Map.of()).run(caller()))
                .hasMessageStartingWith("SP7301");
    }

    @Test
    void keepsSoMuchOfAnAnswerAndSaysWhatItCut() {
        Done done = run("people-show", Map.of("name", "everybody"));

        assertThat(done.out()).hasSizeLessThan((1 << 22) + 100).contains("characters more");
    }

    private Done run(String word, Map<String, Object> arguments) {
        return commands.read(word, arguments).run(caller());
    }

    private void refused(String code, String word, Map<String, Object> arguments) {
        assertThatThrownBy(() -> commands.read(word, arguments))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(code)
                .hasMessageNotContainingAny("secret", "/etc", "/tmp");
    }

    private static Caller caller() {
        return new Caller(
                "ada", Optional.empty(), "t1", Set.of(), Set.of(Right.PROGRAMS_READ), "s");
    }

    /** Says as whom it was asked. */
    private static final class Doing implements Actions {
        final List<Request> asked = new ArrayList<>();
        final CountDownLatch waiting = new CountDownLatch(4);
        final CountDownLatch over = new CountDownLatch(1);

        @Override
        public Exit perform(Request request, Terminal terminal) throws InterruptedException {
            if (request instanceof Request.DriftInstall) {
                waiting.countDown();
                over.await();
            }
            synchronized (asked) {
                asked.add(request);
            }
            switch (request) {
                case Request.SessionKill _ ->
                        throw new Refused(
                                Problem.of(ProblemCode.SP4008, "no such session", "list them"));
                case PeopleRequest.Hand hand
                        when Operator.actor().login().equals(Optional.of(hand.name())) ->
                        throw new Refused(
                                Problem.of(ProblemCode.SP7206, "nobody does", "ask somebody"));
                case PeopleRequest.Show _ -> terminal.out().print("x".repeat(5_000_000));
                default -> terminal.out().print("as " + Operator.name() + "\n");
            }
            return Exit.DIFFERS;
        }

        @Override
        public String keep(Throwable failure, Request request) {
            return "nowhere";
        }
    }
}
