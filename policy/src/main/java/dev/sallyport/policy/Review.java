package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.Optional;
import java.util.Set;

/**
 * How often somebody looks at who holds what.
 *
 * @param roles whose assignments are looked at
 * @param agents whether those of agents are, whatever the role
 * @param skipWhen when nobody needs to look
 */
public record Review(
        String name,
        Span every,
        Set<String> roles,
        boolean agents,
        Reviewer reviewer,
        Optional<Silence> ifSilent,
        Optional<Skip> skipWhen,
        Place place) {

    public Review {
        roles = Ordered.copyOf(roles);
    }

    /** Who looks. */
    public sealed interface Reviewer {}

    /** The manager of each holder. */
    public record Superior() implements Reviewer {}

    /** The owner of each role. */
    public record RoleOwner() implements Reviewer {}

    /** Somebody of a group. */
    public record Members(String group) implements Reviewer {}

    /** What happens to an assignment nobody has looked at for so long. */
    public record Silence(Span after, Consequence consequence) {}

    /** What silence comes to. */
    public enum Consequence {
        SUSPEND,
        REVOKE
    }

    /**
     * What needs no look.
     *
     * @param unchanged whether only what has not changed since the last one
     * @param risk the highest risk of a class the role shows
     */
    public record Skip(boolean unchanged, Optional<Catalog.Risk> risk) {}
}
