package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who holds which role at one instant, and because of which assignment. */
public record Entitlements(Map<String, Holder> holders) {

    public Entitlements {
        holders = Ordered.copyOf(holders);
    }

    /** A person with at least one role. */
    public record Holder(Directory.Person person, List<Held> roles) {
        public Holder {
            roles = List.copyOf(roles);
        }
    }

    /**
     * @param until the first instant at which it is gone; empty where it does not end
     * @param because the assignment's place
     */
    public record Held(String role, Optional<Instant> until, Place because) {}

    public Optional<Holder> of(String login) {
        return Optional.ofNullable(holders.get(login));
    }

    /** Computed whole, never patched: everybody in the directory, every assignment active now. */
    public static Entitlements at(Instant instant, Policy policy, Directory directory) {
        Map<String, Holder> holders = new LinkedHashMap<>();
        for (Directory.Person person : directory.people().values()) {
            List<Held> held = held(instant, policy, person);
            if (!held.isEmpty()) {
                holders.put(person.login(), new Holder(person, held));
            }
        }
        return new Entitlements(holders);
    }

    private static List<Held> held(Instant instant, Policy policy, Directory.Person person) {
        Map<String, Held> byRole = new LinkedHashMap<>();
        for (Assignment assignment : policy.assignments()) {
            if (assignment.activeAt(instant) && concerns(assignment, person)) {
                Held held = new Held(assignment.role(), assignment.until(), assignment.place());
                byRole.merge(assignment.role(), held, Entitlements::longer);
            }
        }
        return List.copyOf(byRole.values());
    }

    private static boolean concerns(Assignment assignment, Directory.Person person) {
        return switch (assignment.grantee()) {
            case Assignment.Group(String name) -> person.groups().contains(name);
            case Assignment.Individual(String login) -> person.login().equals(login);
        };
    }

    private static Held longer(Held one, Held other) {
        if (one.until().isEmpty()) {
            return one;
        }
        boolean otherEndsLater =
                other.until().map(end -> end.isAfter(one.until().get())).orElse(true);
        return otherEndsLater ? other : one;
    }
}
