package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP7260;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sees that somebody at work answers for every agent and every service. */
public final class Owners {
    private final Policy policy;
    private final Directory directory;

    public Owners(Policy policy, Directory directory) {
        this.policy = policy;
        this.directory = directory;
    }

    /** An agent or a service, and where a policy first gives it something. */
    private record Named(AskerKind kind, String name) {}

    /** Of all that are assigned something, or are listed: whoever has no owner at work. */
    public List<Problem> problems() {
        return problems(_ -> true);
    }

    /** The same, as far as the directory can say: it may not be told of everybody. */
    public List<Problem> knownProblems() {
        return problems(program ->
                directory.people().containsKey(program.owner())
                        || directory.removed().containsKey(program.owner()));
    }

    /** What is wrong with the owner of one of them, if anything. */
    public Optional<Problem> problem(AskerKind kind, String name) {
        return switch (kind) {
            case PEOPLE -> Optional.empty();
            case AGENTS, SERVICES ->
                    directory
                            .program(kind, name)
                            .map(program ->
                                    Optional.of(program)
                                            .filter(one -> !directory.isAtWork(one.owner()))
                                            .map(this::ownerless))
                            .orElseGet(() -> unlisted(new Named(kind, name)));
        };
    }

    private List<Problem> problems(Predicate<Program> isKnown) {
        return Stream.concat(
                        unlisted(),
                        directory.programs().values().stream()
                                .filter(program ->
                                        !program.suspended()
                                                && !directory.isAtWork(program.owner()))
                                .filter(isKnown)
                                .map(this::ownerless))
                .limit(Problems.SHOWN)
                .toList();
    }

    private Stream<Problem> unlisted() {
        return assigned().entrySet().stream()
                .filter(one ->
                        directory.program(one.getKey().kind(), one.getKey().name()).isEmpty())
                .map(one -> unlisted(one.getKey(), one.getValue()));
    }

    private Optional<Problem> unlisted(Named one) {
        return Optional.ofNullable(assigned().get(one)).map(place -> unlisted(one, place));
    }

    private Map<Named, Place> assigned() {
        Map<Named, Place> assigned = new LinkedHashMap<>();
        for (Assignment assignment : policy.assignments()) {
            named(assignment.grantee())
                    .ifPresent(one -> assigned.putIfAbsent(one, assignment.place()));
        }
        return assigned;
    }

    private static Optional<Named> named(Assignment.Grantee grantee) {
        return switch (grantee) {
            case Assignment.Agent(String name) -> Optional.of(new Named(AskerKind.AGENTS, name));
            case Assignment.Service(String name) ->
                    Optional.of(new Named(AskerKind.SERVICES, name));
            case Assignment.Group _, Assignment.Individual _ -> Optional.empty();
        };
    }

    private static Problem unlisted(Named one, Place place) {
        return Problem.at(
                place,
                SP7260,
                Program.word(one.kind()) + " " + Words.quoted(one.name()) + " has no owner",
                "write `%s: {%s: {owner: LOGIN}}` into the file of people, or `sallyport program add`"
                        .formatted(one.kind(), one.name()));
    }

    private Problem ownerless(Program program) {
        String because =
                directory.people().containsKey(program.owner())
                        ? "is suspended"
                        : directory.removed().containsKey(program.owner())
                                ? "is gone"
                                : "is nobody here";
        return Problem.at(
                program.place(),
                SP7260,
                "owner %s of %s %s %s"
                        .formatted(
                                Words.quoted(program.owner()),
                                program.word(),
                                Words.quoted(program.name()),
                                because),
                "name somebody at work as its `owner:` or by `sallyport program owner`, or take it out");
    }
}
