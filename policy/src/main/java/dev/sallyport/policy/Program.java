package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.Optional;

/**
 * An agent or a service as the directory knows it, always somebody's.
 *
 * @param kind agents or services, never people
 * @param owner the login of the person who answers for it
 * @param workload how its platform names it; empty where its platform vouches for nothing
 * @param suspended whether everything waits: it is known and holds nothing
 */
public record Program(
        AskerKind kind,
        String name,
        String owner,
        Optional<Workload> workload,
        boolean suspended,
        Place place) {

    /** One for which nothing waits. */
    public Program(
            AskerKind kind, String name, String owner, Optional<Workload> workload, Place place) {
        this(kind, name, owner, workload, false, place);
    }

    Program suspend() {
        return new Program(kind, name, owner, workload, true, place);
    }

    /** {@code service} or {@code agent}, as the policy's assignments say it. */
    public String word() {
        return word(kind);
    }

    static String word(AskerKind kind) {
        return switch (kind) {
            case PEOPLE -> "person";
            case AGENTS -> "agent";
            case SERVICES -> "service";
        };
    }
}
