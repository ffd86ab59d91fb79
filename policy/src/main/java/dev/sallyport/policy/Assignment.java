package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds which roles, where, and until when.
 *
 * @param roles the role written, or every role of the function
 * @param function the function written instead of a role
 * @param env environments it is for; empty for every one
 * @param eligible whether it only lets its grantee ask; then it gives nothing
 * @param onBehalfOf for whom an agent acts
 * @param limits narrower than the roles' own
 * @param edit whether it lets its grantee change what the roles let be changed
 */
public record Assignment(
        Grantee grantee,
        List<String> roles,
        Optional<String> function,
        Set<String> env,
        End end,
        boolean eligible,
        Optional<Grantee> onBehalfOf,
        Limits limits,
        boolean edit,
        String reason,
        Place place) {

    public Assignment {
        roles = List.copyOf(roles);
        env = Ordered.copyOf(env);
    }

    /** Whom a role is assigned to. */
    public sealed interface Grantee {}

    /** Everybody the directory lists in a group. */
    public record Group(String name) implements Grantee {}

    /** One person, by login. */
    public record Individual(String login) implements Grantee {}

    /** A program that decides for itself, always on behalf of a person. */
    public record Agent(String name) implements Grantee {}

    /** An application by itself. */
    public record Service(String name) implements Grantee {}

    /** How long it holds. */
    public sealed interface End {}

    /** Until an instant, the first at which it no longer holds. */
    public record On(Instant instant) implements End {}

    /** Until a review ends it. */
    public record Reviewed() implements End {}

    /** Nothing ends it. */
    public record Never() implements End {}

    /** The first instant at which it no longer holds; empty where none is written. */
    public Optional<Instant> until() {
        return end instanceof On(Instant instant) ? Optional.of(instant) : Optional.empty();
    }

    public boolean activeAt(Instant instant) {
        return until().map(instant::isBefore).orElse(true);
    }

    /** The same of these roles, without a word about environments. */
    Assignment everywhere(List<String> some) {
        return new Assignment(
                grantee,
                some,
                function,
                Set.of(),
                end,
                eligible,
                onBehalfOf,
                limits,
                edit,
                reason,
                place);
    }

    /** Whether it is for an environment. */
    public boolean concerns(String environment) {
        return env.isEmpty() || env.contains(environment);
    }
}
