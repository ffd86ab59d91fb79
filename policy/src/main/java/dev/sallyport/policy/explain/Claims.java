package dev.sallyport.policy.explain;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who stands how to which role at one instant, held or not. */
final class Claims {
    private final Map<String, List<Assignment>> byRole;
    private final Instant at;

    private Claims(Map<String, List<Assignment>> byRole, Instant at) {
        this.byRole = byRole;
        this.at = at;
    }

    static Claims of(Policy policy, Instant at) {
        return new Claims(
                policy.assignments().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Assignment::role, LinkedHashMap::new, Collectors.toList())),
                at);
    }

    /** The best of the person's assignments to the role. */
    Claim of(Directory.Person person, String role) {
        return byRole.getOrDefault(role, List.of()).stream()
                .filter(assignment -> concerns(assignment, person))
                .map(this::claim)
                .min(Claim.BEST)
                .orElse(Claim.NONE);
    }

    private Claim claim(Assignment assignment) {
        return new Claim(
                assignment.activeAt(at) ? Claim.State.HELD : Claim.State.EXPIRED,
                words(assignment.grantee()),
                assignment.until(),
                Optional.of(assignment.place()));
    }

    private static boolean concerns(Assignment assignment, Directory.Person person) {
        return switch (assignment.grantee()) {
            case Assignment.Group(String name) -> person.groups().contains(name);
            case Assignment.Individual(String login) -> person.login().equals(login);
        };
    }

    static String words(Assignment assignment) {
        return switch (assignment.grantee()) {
            case Assignment.Group(String name) -> "group " + name;
            case Assignment.Individual(String login) -> login;
        };
    }

    private static String words(Assignment.Grantee grantee) {
        return switch (grantee) {
            case Assignment.Group(String name) -> "group " + name;
            case Assignment.Individual ignored -> "by name";
        };
    }
}
