package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7103;

import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.Change;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Program;
import dev.sallyport.control.directory.Programs;
import dev.sallyport.control.directory.Standing;
import dev.sallyport.control.directory.State;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.Operation.Header;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Agents and services: whose they are, as what they come, and until when. */
@RestController
final class ProgramPages {
    private static final String PROGRAMS = "/api/v1/programs";
    private static final String KIND = "kind";

    private final Callers callers;
    private final Programs programs;
    private final DirectoryWork work;
    private final Once once;

    ProgramPages(Callers callers, Programs programs, DirectoryWork work, Once once) {
        this.callers = callers;
        this.programs = programs;
        this.work = work;
        this.once = once;
    }

    @Operation(
            id = "listPrograms",
            summary = "The agents and services of the directory, in the order they came.",
            access = Access.CONSOLE,
            right = "programs:read",
            query = {Paging.LIMIT, Paging.CURSOR, Paging.STATE, KIND},
            answers = Shown.Programs.class)
    @GetMapping(path = PROGRAMS, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        callers.require(request).demand(Right.PROGRAMS_READ);
        Paging page = Paging.of(request, Paging.STATE, KIND);
        Optional<State> state = Paging.value(request, Paging.STATE).map(Paging::state);
        Optional<Program.Kind> kind = Paging.value(request, KIND).map(ProgramPages::asked);
        List<Program> read =
                programs.after(page.after().at(), page.after().id(), kind, state, page.read());
        return Answer.shown(
                new Shown.Programs(
                        page.shown(read).stream().map(Shown.OneProgram::of).toList(),
                        page.next(read, one -> new Cursor(one.created(), one.id()))));
    }

    @Operation(
            id = "showProgram",
            summary = "One agent or service of the directory.",
            access = Access.CONSOLE,
            right = "programs:read",
            answers = Shown.OneProgram.class)
    @GetMapping(path = PROGRAMS + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> show(@PathVariable("id") String id, HttpServletRequest request) {
        callers.require(request).demand(Right.PROGRAMS_READ);
        return answer(200, found(id)).told();
    }

    @Operation(
            id = "addProgram",
            summary =
                    "An agent or a service more. It takes a person; wanted again as it is, it is what is"
                            + " there.",
            access = Access.CONSOLE,
            right = "programs:write",
            status = 201,
            headers = Header.IDEMPOTENCY_KEY,
            body = Asked.WantedProgram.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> add(@RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = giver(request);
        Asked.WantedProgram asked = Bodies.read(body, Asked.WantedProgram.class);
        Programs.Wanted wanted =
                new Programs.Wanted(
                        Program.Kind.of(present(asked.kind())).orElseThrow(Bodies::malformed),
                        present(asked.login()),
                        present(asked.name()),
                        present(asked.owner()),
                        workload(asked.workload()),
                        asked.starts(),
                        asked.ends());
        String reason = Bodies.reason(asked.reason());
        return once.answer(
                request,
                caller,
                body,
                () ->
                        answer(
                                201,
                                work.change(
                                        caller.actor(),
                                        reason,
                                        change -> programs.add(change, wanted))));
    }

    @Operation(
            id = "giveProgram",
            summary =
                    "Has somebody else at work answer for it. It takes a person; with the former owner"
                            + " gone, it works again.",
            access = Access.CONSOLE,
            right = "programs:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.NextOwner.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS + "/{id}/owner", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> own(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = giver(request);
        Asked.NextOwner asked = Bodies.read(body, Asked.NextOwner.class);
        return change(
                id,
                body,
                request,
                caller,
                asked.reason(),
                (change, prior) -> programs.own(change, prior, present(asked.owner())));
    }

    @Operation(
            id = "nameProgram",
            summary =
                    "Says how its platform names it, or without a name that none does. It takes a person;"
                            + " what came in as another ends with the answer.",
            access = Access.CONSOLE,
            right = "programs:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.NextWorkload.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS + "/{id}/workload", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> run(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = giver(request);
        Asked.NextWorkload asked = Bodies.read(body, Asked.NextWorkload.class);
        return change(
                id,
                body,
                request,
                caller,
                asked.reason(),
                (change, prior) -> programs.run(change, prior, workload(asked.workload())));
    }

    @Operation(
            id = "dateProgram",
            summary =
                    "Says from when until when it works; a date left out is none. It takes a person.",
            access = Access.CONSOLE,
            right = "programs:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.NextDates.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS + "/{id}/dates", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> date(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = giver(request);
        Asked.NextDates asked = Bodies.read(body, Asked.NextDates.class);
        return change(
                id,
                body,
                request,
                caller,
                asked.reason(),
                (change, prior) -> programs.date(change, prior, asked.starts(), asked.ends()));
    }

    @Operation(
            id = "suspendProgram",
            summary =
                    "Has everything of it wait: sessions, native logins and tokens are gone with the"
                            + " answer.",
            access = Access.CONSOLE,
            right = "programs:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.Why.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS + "/{id}/suspension", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> suspend(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        return stand(id, body, request, writer(request), Standing.SUSPENDED);
    }

    @Operation(
            id = "activateProgram",
            summary = "Has it back that was suspended, or has left. It takes a person.",
            access = Access.CONSOLE,
            right = "programs:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.Why.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS + "/{id}/activation", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> activate(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        return stand(id, body, request, giver(request), Standing.READMITTED);
    }

    @Operation(
            id = "departProgram",
            summary = "Sees it off now; its login is nobody else's.",
            access = Access.CONSOLE,
            right = "programs:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.Why.class,
            answers = Shown.OneProgram.class)
    @PostMapping(path = PROGRAMS + "/{id}/departure", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> depart(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        return stand(id, body, request, writer(request), Standing.GONE);
    }

    /** What gives a program something takes a person. */
    private Caller giver(HttpServletRequest request) {
        Caller caller = writer(request);
        caller.demandPersonToGive();
        return caller;
    }

    private Caller writer(HttpServletRequest request) {
        Caller caller = callers.require(request);
        caller.demand(Right.PROGRAMS_WRITE);
        return caller;
    }

    private ResponseEntity<byte[]> stand(
            String id, byte[] body, HttpServletRequest request, Caller caller, Standing standing) {
        return change(
                id,
                body,
                request,
                caller,
                Bodies.read(body, Asked.Why.class).reason(),
                (change, prior) -> programs.stand(change, prior, standing));
    }

    private ResponseEntity<byte[]> change(
            String id,
            byte[] body,
            HttpServletRequest request,
            Caller caller,
            @Nullable String why,
            BiFunction<Change, Program, Program> step) {
        String reason = Bodies.reason(why);
        Match read = Match.of(request);
        return once.answer(
                request,
                caller,
                body,
                () ->
                        answer(
                                200,
                                work.change(
                                        caller.actor(),
                                        reason,
                                        change -> {
                                            Program prior = found(id);
                                            read.demand(prior.version());
                                            return step.apply(change, prior);
                                        })));
    }

    private Program found(String id) {
        return programs.find(id)
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        SP7103,
                                        "no agent or service has this id",
                                        "list them at " + PROGRAMS)));
    }

    private static Answer answer(int status, Program program) {
        return Answer.of(
                status, Optional.of(Match.tag(program.version())), Shown.OneProgram.of(program));
    }

    /** Both of its words. */
    private static Optional<Workload> workload(Optional<Asked.Workload> asked) {
        return asked.map(one -> new Workload(present(one.issuer()), present(one.subject())));
    }

    private static Program.Kind asked(String word) {
        return Program.Kind.of(word)
                .orElseThrow(() -> Paging.wrong("`kind` is none", "give `agent` or `service`"));
    }

    private static <T> T present(@Nullable T value) {
        return Optional.ofNullable(value).orElseThrow(Bodies::malformed);
    }
}
