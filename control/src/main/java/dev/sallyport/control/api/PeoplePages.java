package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7103;

import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.Actor;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Standing;
import dev.sallyport.control.directory.State;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.Operation.Header;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Who works here, and shutting somebody out, letting them back in, or seeing them off. */
@RestController
final class PeoplePages {
    private static final String PEOPLE = "/api/v1/people";

    private final Callers callers;
    private final People people;
    private final DirectoryWork work;
    private final Once once;

    PeoplePages(Callers callers, People people, DirectoryWork work, Once once) {
        this.callers = callers;
        this.people = people;
        this.work = work;
        this.once = once;
    }

    @Operation(
            id = "listPeople",
            summary = "The people of the directory, in the order they came.",
            access = Access.CONSOLE,
            right = "people:read",
            query = {Paging.LIMIT, Paging.CURSOR, Paging.STATE},
            answers = Shown.People.class)
    @GetMapping(path = PEOPLE, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        callers.require(request).demand(Right.PEOPLE_READ);
        Paging page = Paging.of(request, Paging.STATE);
        Optional<State> state = Paging.value(request, Paging.STATE).map(Paging::state);
        List<Person> read = people.after(page.after().at(), page.after().id(), state, page.read());
        return Answer.shown(
                new Shown.People(
                        page.shown(read).stream().map(Shown.One::of).toList(),
                        page.next(read, one -> new Cursor(one.created(), one.id()))));
    }

    @Operation(
            id = "showPerson",
            summary = "One person of the directory.",
            access = Access.CONSOLE,
            right = "people:read",
            answers = Shown.One.class)
    @GetMapping(path = PEOPLE + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> show(@PathVariable("id") String id, HttpServletRequest request) {
        callers.require(request).demand(Right.PEOPLE_READ);
        return answer(found(id)).told();
    }

    @Operation(
            id = "suspendPerson",
            summary =
                    "Shuts somebody out: sessions, native login and tokens are gone with the answer.",
            access = Access.CONSOLE,
            right = "people:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.Why.class,
            answers = Shown.One.class)
    @PostMapping(path = PEOPLE + "/{id}/suspension", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> suspend(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        return stand(id, body, request, Standing.SUSPENDED);
    }

    @Operation(
            id = "readmitPerson",
            summary = "Lets somebody who was suspended back in.",
            access = Access.CONSOLE,
            right = "people:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.Why.class,
            answers = Shown.One.class)
    @PostMapping(path = PEOPLE + "/{id}/readmission", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> readmit(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        return stand(id, body, request, Standing.READMITTED);
    }

    @Operation(
            id = "departPerson",
            summary = "Ends somebody's employment now; only the directory has them back.",
            access = Access.CONSOLE,
            right = "people:write",
            headers = {Header.IDEMPOTENCY_KEY, Header.IF_MATCH},
            body = Asked.Why.class,
            answers = Shown.One.class)
    @PostMapping(path = PEOPLE + "/{id}/departure", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> depart(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        return stand(id, body, request, Standing.GONE);
    }

    private ResponseEntity<byte[]> stand(
            String id, byte[] body, HttpServletRequest request, Standing standing) {
        Caller caller = callers.require(request);
        caller.demand(Right.PEOPLE_WRITE);
        String reason = Bodies.reason(Bodies.read(body, Asked.Why.class).reason());
        Match read = Match.of(request);
        return once.answer(
                request,
                caller,
                body,
                () ->
                        answer(
                                work.change(
                                        caller.actor(),
                                        reason,
                                        change -> {
                                            Person prior = found(id);
                                            new Actor(caller.actor(), Optional.of(caller.login()))
                                                    .demandOther(prior);
                                            read.demand(prior.version());
                                            return people.stand(change, prior, standing);
                                        })));
    }

    private Person found(String id) {
        return people.find(id)
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        SP7103, "nobody has this id", "list people at " + PEOPLE)));
    }

    private static Answer answer(Person person) {
        return Answer.of(200, Optional.of(Match.tag(person.version())), Shown.One.of(person));
    }
}
