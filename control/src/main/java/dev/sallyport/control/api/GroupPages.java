package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7103;

import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.Group;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The groups of the directory; only directories change them. */
@RestController
final class GroupPages {
    private static final String GROUPS = "/api/v1/groups";

    private final Callers callers;
    private final Groups groups;

    GroupPages(Callers callers, Groups groups) {
        this.callers = callers;
        this.groups = groups;
    }

    @Operation(
            id = "listGroups",
            summary = "The groups of the directory, in the order they came.",
            access = Access.CONSOLE,
            right = "groups:read",
            query = {Paging.LIMIT, Paging.CURSOR},
            answers = Shown.Groups.class)
    @GetMapping(path = GROUPS, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        callers.require(request).demand(Right.GROUPS_READ);
        Paging page = Paging.of(request);
        List<Group> read = groups.after(page.after().at(), page.after().id(), page.read());
        return Answer.shown(
                new Shown.Groups(
                        page.shown(read).stream().map(Shown.GroupLine::of).toList(),
                        page.next(read, one -> new Cursor(one.created(), one.id()))));
    }

    @Operation(
            id = "showGroup",
            summary = "One group of the directory, with the ids of its people.",
            access = Access.CONSOLE,
            right = "groups:read",
            answers = Shown.WholeGroup.class)
    @GetMapping(path = GROUPS + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> show(@PathVariable("id") String id, HttpServletRequest request) {
        callers.require(request).demand(Right.GROUPS_READ);
        Group group =
                groups.find(id)
                        .orElseThrow(() ->
                                new Refused(
                                        Problem.of(
                                                SP7103,
                                                "no group has this id",
                                                "list groups at " + GROUPS)));
        return Answer.of(200, Optional.of(Match.tag(group.version())), Shown.WholeGroup.of(group))
                .told();
    }
}
