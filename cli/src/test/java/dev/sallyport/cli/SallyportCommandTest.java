package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command line is understood as, and how it is refused when it is not. */
class SallyportCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Request> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plna              | SP6007 unknown word `plna` (did you mean `plan`?)
                    plan --sqll       | SP6007 unknown option `--sqll` (did you mean `--sql`?)
                    demo --prot 1     | SP6007 unknown option `--prot` (did you mean `--port`?)
                    policy chek       | SP6007 unknown word `chek` (did you mean `check`?)
                    demo --port 0     | SP6007 `0` is not a port (1 to 65535)
                    demo --port 65536 | SP6007 `65536` is not a port (1 to 65535)
                    token issue a --for 9 | SP6007 Invalid value for option `--for`: `9` is no time such as 30m or 8h (see `sallyport token issue --help`)
                    saw a --since now | SP6007 Invalid value for option `--since`: `now` is no time such as 2026-11-21T00:00:00Z (see `sallyport saw --help`)
                    audit             | SP6007 `sallyport audit` needs a command (one of `verify`, `show`)
                    """)
    void refusesWhatItDoesNotUnderstandInOneLine(String line, String refusal) {
        Exit exit = run(line.split(" "));

        assertThat(err.toString()).isEqualTo(refusal + System.lineSeparator());
        assertThat(exit).isEqualTo(Exit.USAGE);
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhichValueIsNoNumberWithoutATrace() {
        assertThat(run("demo", "--patients", "many")).isEqualTo(Exit.USAGE);

        assertThat(err.toString()).startsWith("SP6007 ").contains("`many`").hasLineCount(1);
    }

    @Test
    void takesATokensTimeInMinutesAndHours() {
        run("token", "issue", "nora", "--for", "90m");
        run("token", "issue", "nora");

        assertThat(asked)
                .extracting(request -> ((Request.TokenIssue) request).lasts())
                .containsExactly(Duration.ofMinutes(90), Duration.ofHours(8));
    }

    @Test
    void issuesKeysWithScopesAndTakesThemBackWithAReason() {
        run(
                "api-key",
                "issue",
                "--data",
                "d",
                "ada",
                "night watch",
                "--scope",
                "people:read",
                "--scope",
                "sync:read");
        run("api-key", "ls", "--data", "d", "--json");
        run("api-key", "revoke", "--data", "d", "1", "--reason", "Found");

        Path data = Path.of("d").toAbsolutePath();
        assertThat(asked)
                .containsExactly(
                        new Request.ApiKeyIssue(
                                data,
                                "ada",
                                "night watch",
                                List.of("people:read", "sync:read"),
                                Duration.ofDays(30)),
                        new Request.ApiKeyList(data, Request.Form.JSON),
                        new Request.ApiKeyRevoke(data, "1", "Found"));
        assertThat(run("api-key", "issue", "ada", "x")).isEqualTo(Exit.USAGE);
        assertThat(run("api-key", "revoke", "1")).isEqualTo(Exit.USAGE);
    }

    @Test
    void signsInWithASecretThatIsNeverAnArgument() {
        run("login", "--data", "d", "--server", "https://sp.example:8443", "--as", "nora");
        run(
                "login",
                "--data",
                "d",
                "--as",
                "nora",
                "--ca",
                "ca.pem",
                "--password-stdin",
                "--new-app");
        run("login", "--data", "d", "--as", "nora", "--device");
        run("client", "psql", "--data", "d", "--write");
        run("client", "jdbc", "--data", "d");

        Path data = Path.of("d").toAbsolutePath();
        assertThat(asked)
                .containsExactly(
                        new Request.Login(
                                data,
                                URI.create("https://sp.example:8443"),
                                "nora",
                                Optional.empty(),
                                Request.Aim.TOKEN,
                                Request.Secrets.ASKED_FOR),
                        new Request.Login(
                                data,
                                URI.create("https://127.0.0.1:8443"),
                                "nora",
                                Optional.of(Path.of("ca.pem").toAbsolutePath()),
                                Request.Aim.APP,
                                Request.Secrets.PIPED),
                        new Request.Login(
                                data,
                                URI.create("https://127.0.0.1:8443"),
                                "nora",
                                Optional.empty(),
                                Request.Aim.DEVICE,
                                Request.Secrets.ASKED_FOR),
                        new Request.ClientWords(data, Request.Client.SERVICE_FILE),
                        new Request.ClientWords(data, Request.Client.JDBC));
        assertThat(run("login", "--device", "--again")).isEqualTo(Exit.USAGE);
        assertThat(run("login", "--password", "secret")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).doesNotContain("secret");
    }

    @Test
    void meansTheFolderThatAConfigurationNames() {
        run("secrets", "rotate", "-c", "etc/sallyport.yaml");

        assertThat(asked)
                .containsExactly(new Request.RotateSecrets(Path.of("etc/data").toAbsolutePath()));
        assertThat(run("plan", "-c", "a.yaml", "--data", "b")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).startsWith("SP6007 `--config` and `--data` both");
    }

    @Test
    void asksForTheConfigurationOfAServer() {
        run("server", "-c", "sallyport.yaml");
        run("config", "show", "-c", "sallyport.yaml", "--origin");

        Path file = Path.of("sallyport.yaml").toAbsolutePath();
        assertThat(asked)
                .containsExactly(
                        new Request.Server(file.resolveSibling("data"), file),
                        new Request.ConfigShow(
                                file.resolveSibling("data"), file, Request.Origins.SHOWN));
        assertThat(run("server")).isEqualTo(Exit.USAGE);
    }

    @Test
    void needsACommand() {
        assertThat(run()).isEqualTo(Exit.USAGE);

        assertThat(err.toString()).startsWith("SP6007 `sallyport` needs a command");
    }

    @Test
    void makesEveryPathAbsoluteWhereThePersonStands() {
        run("plan", "--data", "somewhere/../here", "--policy", "rules", "--env", "prod");

        Path here = Path.of("").toAbsolutePath();
        assertThat(asked)
                .containsExactly(
                        new Request.Plan(
                                here.resolve("here"),
                                Optional.of(here.resolve("rules")),
                                Request.Detail.SUMMARY,
                                Request.Form.TEXT,
                                Optional.empty(),
                                Optional.of("prod")));
    }

    @Test
    void keepsAPlanAndAppliesItByItsFile() {
        run("plan", "--data", "here", "--json", "-o", "next.plan");
        run("apply", "--data", "here", "next.plan");

        Path here = Path.of("").toAbsolutePath();
        assertThat(asked)
                .containsExactly(
                        new Request.Plan(
                                here.resolve("here"),
                                Optional.empty(),
                                Request.Detail.SUMMARY,
                                Request.Form.JSON,
                                Optional.of(here.resolve("next.plan")),
                                Optional.empty()),
                        new Request.ApplySaved(
                                here.resolve("here"), here.resolve("next.plan"), Optional.empty()));
    }

    @Test
    void asksADoctorAboutADatabaseByItsAddress() {
        run("doctor", "postgresql://keeper@db/ehr", "--data", "here", "--database", "main");

        assertThat(asked)
                .containsExactly(
                        new Request.Doctor(
                                Path.of("here").toAbsolutePath(),
                                "postgresql://keeper@db/ehr",
                                Optional.empty(),
                                Optional.of("main")));
    }

    @Test
    void appliesASavedPlanOrAFolderAndNeverBoth() {
        assertThat(run("apply", "--policy", "rules", "next.plan")).isEqualTo(Exit.USAGE);
        assertThat(asked).isEmpty();
    }

    @Test
    void startsADemoOfTwoThousandOnLoopbackUnlessToldOtherwise() {
        run("demo");

        assertThat(asked)
                .containsExactly(
                        new Request.Demo(
                                Path.of("demo-data").toAbsolutePath(),
                                Request.Story.SERVE,
                                Request.Keeping.KEEP,
                                2000,
                                "127.0.0.1",
                                15432,
                                8443,
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void keepsTheDataOfATourThatWasGivenAFolder() {
        run("demo", "--tour", "--data", "kept");

        assertThat(asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        Request.Demo.class,
                        demo -> assertThat(demo.keeping()).isEqualTo(Request.Keeping.KEEP));
    }

    @Test
    void endsWithTheExitOfWhatWasDone() {
        assertThat(SallyportCommand.run(doing(Exit.DIFFERS), terminal(), List.of("plan")))
                .isEqualTo(Exit.DIFFERS);
    }

    @Test
    void printsEveryProblemOnALineOfItsOwn() {
        Actions refusing =
                failing(
                        new Refused(
                                List.of(
                                        Problem.of(ProblemCode.SP1002, "one", ""),
                                        Problem.of(ProblemCode.SP1101, "two", "three"))));

        Exit exit = SallyportCommand.run(refusing, terminal(), List.of("apply"));

        assertThat(err.toString().lines()).containsExactly("SP1002 one", "SP1101 two (three)");
        assertThat(exit).isEqualTo(Exit.USAGE);
    }

    @Test
    void failsWhereTheMachineAndNotThePersonIsWrong() {
        Actions refusing = failing(new Refused(Problem.of(ProblemCode.SP6002, "busy", "")));

        assertThat(SallyportCommand.run(refusing, terminal(), List.of("demo")))
                .isEqualTo(Exit.FAILED);
    }

    @Test
    void showsWhereTheTraceIsAndNeverTheTrace() {
        Actions breaking = failing(new IllegalStateException("ssn 123-45-6789"));

        Exit exit = SallyportCommand.run(breaking, terminal(), List.of("plan"));

        assertThat(err.toString())
                .isEqualTo(
                        "SP6008 something unexpected happened (its trace is in `/kept`)"
                                + System.lineSeparator());
        assertThat(exit).isEqualTo(Exit.FAILED);
    }

    private Exit run(String... words) {
        return SallyportCommand.run(doing(Exit.DONE), terminal(), List.of(words));
    }

    private Terminal terminal() {
        return new Terminal(new PrintWriter(out), new PrintWriter(err));
    }

    private Actions doing(Exit exit) {
        return new Fake(exit, Optional.empty());
    }

    private Actions failing(RuntimeException failure) {
        return new Fake(Exit.DONE, Optional.of(failure));
    }

    private final class Fake implements Actions {
        private final Exit exit;
        private final Optional<RuntimeException> failure;

        Fake(Exit exit, Optional<RuntimeException> failure) {
            this.exit = exit;
            this.failure = failure;
        }

        @Override
        public Exit perform(Request request, Terminal terminal) {
            asked.add(request);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return exit;
        }

        @Override
        public Path data(Path config) {
            return config.resolveSibling("data");
        }

        @Override
        public String keep(Throwable kept, Request request) {
            return "/kept";
        }
    }
}
