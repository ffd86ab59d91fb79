package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.ProgramRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command done inside a running demo is as one done alone. */
class ControlSocketTest {
    private static final int PATIENCE_SECONDS = 10;

    @TempDir Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void carriesTheRequestThereAndTheAnswerBack() throws IOException {
        Request asked =
                new Request.Plan(
                        data,
                        Optional.of(Path.of("/a policy/ü")),
                        Request.Detail.SQL,
                        Request.Form.JSON,
                        Optional.of(Path.of("/kept.plan")),
                        Optional.of("prod"));

        assertThat(ask(data, asked)).isEqualTo(Exit.DIFFERS);
        assertThat(out.toString()).isEqualTo(asked + System.lineSeparator() + "rest");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void carriesKeysOfProgramsWordByWord() throws IOException {
        for (Request asked :
                List.of(
                        new Request.ApiKeyIssue(
                                data,
                                "ada",
                                "night watch",
                                List.of("people:read", "sync:read"),
                                Duration.ofDays(30)),
                        new Request.ApiKeyList(data, Request.Form.JSON),
                        new Request.ApiKeyRevoke(data, "1", "Found in a repository"))) {
            assertThat(ask(data, asked)).isEqualTo(Exit.DIFFERS);
            assertThat(out.toString()).startsWith(asked + System.lineSeparator());
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void carriesWhatIsAskedAboutPeople() throws IOException {
        List<Request> all =
                List.of(
                        new PeopleRequest.Import(
                                data,
                                Path.of("/people.csv"),
                                PeopleRequest.Effect.APPLY,
                                Optional.of("0a1b2c")),
                        new PeopleRequest.Import(
                                data,
                                Path.of("/people.csv"),
                                PeopleRequest.Effect.PREVIEW,
                                Optional.empty()),
                        new PeopleRequest.Listing(
                                data, PeopleRequest.Kind.AGENT, Request.Form.JSON),
                        new PeopleRequest.Show(data, "nora@x.example", Request.Form.TEXT),
                        new PeopleRequest.Hand(data, "nora", PeopleRequest.Keeper.LDAP),
                        new PeopleRequest.Sync(
                                data,
                                PeopleRequest.Effect.PREVIEW,
                                Optional.of(7),
                                Request.Form.JSON),
                        new PeopleRequest.Sync(
                                data,
                                PeopleRequest.Effect.APPLY,
                                Optional.empty(),
                                Request.Form.TEXT));
        for (Request asked : all) {
            out.getBuffer().setLength(0);
            assertThat(ask(data, asked)).isEqualTo(Exit.DIFFERS);
            assertThat(out.toString()).startsWith(asked + System.lineSeparator());
        }
    }

    @Test
    void carriesWhatIsWantedOfAgentsAndServices() throws IOException {
        Optional<Instant> end = Optional.of(Instant.parse("2027-06-30T00:00:00Z"));
        var platform = Optional.of(new ProgramRequest.Platform("https://c.example", "a:b"));
        List<Request> all =
                List.of(
                        new ProgramRequest.Add(
                                data,
                                ProgramRequest.Kind.SERVICE,
                                "feed",
                                "Lab feed",
                                "nora",
                                platform,
                                Optional.empty(),
                                end,
                                "HR-114"),
                        new ProgramRequest.Own(data, "feed", "zoe", "HR-115"),
                        new ProgramRequest.Run(data, "feed", platform, "Moved"),
                        new ProgramRequest.Run(data, "feed", Optional.empty(), "Moved"),
                        new ProgramRequest.Date(data, "feed", end, Optional.empty(), "Later"),
                        new ProgramRequest.Put(data, "feed", ProgramRequest.Stand.LEFT, "Gone"));
        for (Request asked : all) {
            out.getBuffer().setLength(0);
            assertThat(ask(data, asked)).isEqualTo(Exit.DIFFERS);
            assertThat(out.toString()).startsWith(asked + System.lineSeparator());
        }
    }

    @Test
    void carriesWhatIsAskedAboutLocalAccounts() throws IOException {
        List<Request> all =
                List.of(
                        new AccountRequest.Put(data, "nora", "correct horse battery"),
                        new AccountRequest.Invite(data, "nora"),
                        new AccountRequest.Remove(data, "nora"),
                        new AccountRequest.Passkeys(data, "nora", Request.Form.JSON),
                        new AccountRequest.RemovePasskey(data, "nora", "LYRXHVNQNAEANX7Q"));
        for (Request asked : all) {
            out.getBuffer().setLength(0);
            assertThat(ask(data, asked)).isEqualTo(Exit.DIFFERS);
            assertThat(out.toString()).startsWith(asked + System.lineSeparator());
            assertThat(out.toString()).doesNotContain("horse");
        }
    }

    @Test
    void carriesProblemsToTheOtherStream() throws IOException {
        assertThat(ask(data, new Request.ApplyPolicy(data, Optional.empty(), Optional.empty())))
                .isEqualTo(Exit.USAGE);
        assertThat(err.toString().lines()).containsExactly("SP1105 unknown role `nurze`");
    }

    @Test
    void answersACallerWhoseRequestDies() throws IOException {
        assertThat(ask(data, new Request.DriftInstall(data))).isEqualTo(Exit.FAILED);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("SP6008 ");
    }

    @Test
    void listensElsewhereWhereThePathIsTooLong() throws IOException {
        Path deep = Files.createDirectories(data.resolve("d".repeat(120)));

        assertThat(
                        ask(
                                deep,
                                new Request.ApplySaved(
                                        deep, deep.resolve("kept.plan"), Optional.empty())))
                .isEqualTo(Exit.DIFFERS);
    }

    @Test
    void noticesThatAWatcherIsGoneAlthoughThereIsNothingToTell() throws Exception {
        Echo echo = new Echo();
        Request asked = new Request.DriftList(data, Request.Form.TEXT, Request.Watching.ON);
        try (DataDirectory directory = DataDirectory.open(data);
                ControlServer server = ControlServer.open(directory, echo)) {
            assertThat(server).isNotNull();
            try (SocketChannel watcher = SocketChannel.open(ControlSocket.of(data))) {
                ControlMessage.write(
                        asked, new DataOutputStream(Channels.newOutputStream(watcher)));
            }

            assertThat(echo.left.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(asked);
        }
    }

    @Test
    void letsNobodyElseIn() throws IOException {
        try (DataDirectory directory = DataDirectory.open(data);
                ControlServer server = ControlServer.open(directory, new Echo())) {
            assertThat(server).isNotNull();
            assertThat(permissions(data.resolve("control"))).isEqualTo("rwx------");
            assertThat(permissions(data.resolve("control/socket"))).isEqualTo("rw-------");
        }
        assertThat(data.resolve("control")).doesNotExist();
    }

    @Test
    void saysSoWhereNobodyAnswers() {
        assertThatThrownBy(() ->
                        ControlClient.ask(
                                new Request.ApplyPolicy(data, Optional.empty(), Optional.empty()),
                                Terminal.silent()))
                .hasMessageStartingWith("SP6003");
    }

    private Exit ask(Path path, Request request) throws IOException {
        try (DataDirectory directory = DataDirectory.open(path);
                ControlServer server = ControlServer.open(directory, new Echo())) {
            assertThat(server).isNotNull();
            return ControlClient.ask(
                    request, new Terminal(new PrintWriter(out), new PrintWriter(err)));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Says what it was asked, and refuses to apply. */
    private static final class Echo implements Actions {
        private final CompletableFuture<Request> left = new CompletableFuture<>();

        @Override
        public Exit perform(Request request, Terminal terminal) {
            if (request instanceof Request.ApplyPolicy) {
                throw new Refused(Problem.of(ProblemCode.SP1105, "unknown role `nurze`", ""));
            }
            if (request instanceof Request.DriftInstall) {
                throw new StackOverflowError();
            }
            if (request instanceof Request.DriftList) {
                while (!terminal.isLeft()) {
                    Thread.onSpinWait();
                }
                left.complete(request);
            }
            terminal.say(request.toString());
            terminal.out().print("rest");
            return Exit.DIFFERS;
        }

        @Override
        public String keep(Throwable failure, Request request) {
            return "";
        }
    }
}
