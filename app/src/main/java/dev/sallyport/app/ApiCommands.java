package dev.sallyport.app;

import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.Actions;
import dev.sallyport.cli.AuditRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.ExportRequest;
import dev.sallyport.cli.GatewayRequest;
import dev.sallyport.cli.LoginRequest;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.ProgramRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.ConsoleCommands;
import dev.sallyport.control.console.Right;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The commands of people who are elsewhere: each under a right of its own, and none that would give
 * somebody more than their rights, or reads or writes a file of this machine.
 */
final class ApiCommands implements ConsoleCommands {
    /** The API has other work, too. */
    private static final int MOST = 4;

    private final Path data;
    private final Actions alone;
    private final AtomicReference<Optional<Actions>> deployment =
            new AtomicReference<>(Optional.empty());
    private final Semaphore places = new Semaphore(MOST);

    /**
     * @param data the folder of the deployment that is asked
     * @param alone does what needs no running deployment
     */
    ApiCommands(Path data, Actions alone) {
        this.data = data;
        this.alone = alone;
    }

    /** From here on what is asked is done. */
    void serve(Actions actions) {
        deployment.set(Optional.of(actions));
    }

    @Override
    public Command read(String word, Map<String, Object> arguments) {
        Request request = RequestForm.read(word, arguments, data);
        Right right = right(request).orElseThrow(() -> atTheMachine(word, ""));
        if (RequestForm.namesFile(request) || goesOn(request)) {
            throw atTheMachine(word, " with files of a machine, or without an end");
        }
        return new Command() {
            @Override
            public String word() {
                return word;
            }

            @Override
            public Right right() {
                return right;
            }

            @Override
            public Done run(Caller caller) {
                return ApiCommands.this.run(request, caller);
            }
        };
    }

    private Done run(Request request, Caller caller) {
        requireOwnWord(request, caller);
        requireMore(request, caller);
        Actions actions =
                request instanceof Request.Alone
                        ? alone
                        : deployment.get().orElseThrow(ApiCommands::busy);
        if (!places.tryAcquire()) {
            throw busy();
        }
        try {
            Printed printed = new Printed();
            Exit exit =
                    ScopedValue.where(Operator.CALLER, Operator.ELSEWHERE + caller.actor())
                            .where(Operator.PERSON, caller.login())
                            .call(() -> performed(actions, request, printed.terminal()));
            return new Done(exit.code(), printed.out(), printed.err());
        } finally {
            places.release();
        }
    }

    private static Exit performed(Actions actions, Request request, Terminal terminal) {
        return Performing.of(
                actions,
                request,
                terminal,
                refused -> {
                    // Who may not hears it as of every other page. Who it is about, by whatever
                    // name, is known only where it is done.
                    if (refused.problems().stream()
                            .anyMatch(problem -> problem.code() == ProblemCode.SP7206)) {
                        throw refused;
                    }
                    return terminal.refuse(refused.problems());
                });
    }

    /** Over the API nobody agrees in somebody else's name. */
    private static void requireOwnWord(Request request, Caller caller) {
        if (request instanceof ExportRequest.Approve approve
                && !approve.by().equals(caller.login())) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7205,
                            "whoever agrees to an export answers for it",
                            "give `--by " + caller.login() + "`"));
        }
    }

    /** Beside the right of the command: what depends on what it is about. */
    private static void requireMore(Request request, Caller caller) {
        switch (request) {
            // Of whom, or of what, is not known before it is looked up.
            case PeopleRequest.Show _ -> caller.demand(Right.PROGRAMS_READ);
            case ProgramRequest asked when gives(asked) -> caller.demandPersonToGive();
            default -> {}
        }
    }

    private static boolean gives(ProgramRequest request) {
        return switch (request) {
            case ProgramRequest.Put put -> put.stand() == ProgramRequest.Stand.ACTIVE;
            case ProgramRequest.Add _,
                    ProgramRequest.Own _,
                    ProgramRequest.Run _,
                    ProgramRequest.Date _ ->
                    true;
        };
    }

    /** What somebody needs to ask for it; empty where only the machine's own people may. */
    private static Optional<Right> right(Request request) {
        return Optional.ofNullable(
                switch (request) {
                    case Request.Plan _,
                            Request.Enforcement _,
                            Request.DriftList _,
                            Request.ShowAuthority _,
                            Request.Why _,
                            Request.WhoCan _,
                            Request.Can _ ->
                            Right.POLICY_READ;
                    case Request.Apply _,
                            Request.LiveTests _,
                            Request.DriftRevert _,
                            Request.DriftAccept _,
                            Request.DriftInstall _,
                            Request.RotateSecrets _ ->
                            Right.POLICY_WRITE;
                    case Request.SessionList _, Request.SessionShow _ -> Right.SESSIONS_READ;
                    case Request.SessionKill _, Request.SessionMessage _ -> Right.SESSIONS_WRITE;
                    case ExportRequest.List _ -> Right.EXPORTS_READ;
                    case ExportRequest.Approve _, ExportRequest.Refuse _ -> Right.EXPORTS_WRITE;
                    case PeopleRequest.Listing list ->
                            switch (list.kind()) {
                                case PERSON -> Right.PEOPLE_READ;
                                case AGENT, SERVICE -> Right.PROGRAMS_READ;
                            };
                    case PeopleRequest.Show _, LoginRequest.Listing _ -> Right.PEOPLE_READ;
                    case PeopleRequest.Hand _,
                            PeopleRequest.Sync _,
                            LoginRequest.Map _,
                            LoginRequest.Unmap _ ->
                            Right.PEOPLE_WRITE;
                    case ProgramRequest _ -> Right.PROGRAMS_WRITE;
                    case Request.ApiKeyList _,
                            Request.ScimList _,
                            Request.TokenList _,
                            GatewayRequest.Listing _ ->
                            Right.KEYS_READ;
                    case Request.ApiKeyRevoke _,
                            Request.ScimRevoke _,
                            Request.TokenRevoke _,
                            GatewayRequest.Revoke _ ->
                            Right.KEYS_WRITE;
                    case Request.Saw _, AuditRequest.Show _, AuditRequest.Verify _ ->
                            Right.RECORD_READ;
                    // Whoever may make a secret of somebody else's is that person.
                    case Request.TokenIssue _,
                            Request.ScimIssue _,
                            GatewayRequest.Add _,
                            Request.ApiKeyIssue _,
                            AccountRequest _,
                            PeopleRequest.Import _,
                            Request.Backup _,
                            Request.Alone _ ->
                            null;
                });
    }

    /** An answer has an end. */
    private static boolean goesOn(Request request) {
        return switch (request) {
            case Request.SessionList list -> list.watching() == Request.Watching.ON;
            case Request.DriftList list -> list.watching() == Request.Watching.ON;
            default -> false;
        };
    }

    private static Refused atTheMachine(String command, String how) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7300,
                        "`" + command + "` is not done over the API" + how,
                        "give the command at the machine where the server runs"));
    }

    private static Refused busy() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7301,
                        "too many commands are being done at once",
                        "send it again in some seconds"));
    }
}
