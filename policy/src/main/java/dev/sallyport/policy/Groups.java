package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP2062;

import dev.sallyport.policy.Decision.Denied;
import dev.sallyport.policy.HeldTables.Shown;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.Act;
import dev.sallyport.sql.GroupedQuery;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds statements to groups of people of at least so many, where a role or its assignment says
 * {@code min_group}: the larger of both. A name that may be read through such a role is read
 * through it.
 */
final class Groups {
    private final HeldTables held;
    private final Map<String, Floor> assigned;
    private final Optional<Role> strictest;

    /**
     * @param assigned by role, what its assignment says
     */
    Groups(HeldTables held, Map<String, Floor> assigned) {
        this.held = held;
        this.assigned = assigned;
        this.strictest =
                held.roles().stream()
                        .filter(role -> size(role) > 0)
                        .max(Comparator.comparingInt(this::size));
    }

    /** How many people an answer speaks of at least, and the line that says it. */
    record Floor(int people, Place rule) {}

    /** What assignments say that somebody holds roles by. */
    static Map<String, Floor> assigned(List<Entitlements.Held> assignments) {
        Map<String, Floor> assigned = new HashMap<>();
        for (Entitlements.Held one : assignments) {
            one.limits()
                    .minGroup()
                    .ifPresent(
                            people -> assigned.put(one.role(), new Floor(people, one.because())));
        }
        return assigned;
    }

    /** A relation about people, as the role shows it that asks for the largest groups. */
    private record Bound(RelationName relation, Shown shown) {}

    private int size(Role role) {
        return floor(role).people();
    }

    private Floor floor(Role role) {
        Floor own = new Floor(role.terms().limits().minGroup().orElse(0), role.place());
        Floor other = assigned.getOrDefault(role.name(), own);
        return other.people() > own.people() ? other : own;
    }

    Optional<Denied> denial(Statement statement) {
        if (strictest.isEmpty()) {
            return Optional.empty();
        }
        List<Bound> bound = bound(statement);
        if (countsRows(statement, bound)) {
            return Optional.of(
                    denied(
                            bound.stream()
                                    .findFirst()
                                    .map(one -> one.shown().role())
                                    .orElse(strictest.get()),
                            "EXPLAIN ANALYZE says of how many rows each condition holds",
                            "leave ANALYZE out"));
        }
        if (bound.isEmpty()) {
            return runsUnknownCode(statement)
                    ? Optional.of(
                            denied(
                                    strictest.get(),
                                    "code that is not known here may show less",
                                    "leave it out"))
                    : Optional.empty();
        }
        boolean large =
                statement
                        .conduct()
                        .grouped()
                        .filter(query -> bound.stream().allMatch(one -> isLarge(one, query)))
                        .isPresent();
        return large ? Optional.empty() : Optional.of(denied(bound));
    }

    /** What a name stands for may be a query of people, too. */
    private static boolean countsRows(Statement statement, List<Bound> bound) {
        return statement.conduct().acts().contains(Act.EXPLAIN_ANALYZE)
                && (!bound.isEmpty() || statement.conduct().name().isPresent());
    }

    private static boolean runsUnknownCode(Statement statement) {
        return statement.carriesCode()
                || statement.conduct().acts().contains(Act.CALL)
                || !statement.conduct().unknownFunctions().isEmpty();
    }

    private List<Bound> bound(Statement statement) {
        List<Bound> bound = new ArrayList<>();
        for (RelationUse used : statement.touches().relations()) {
            if (used.use() != RelationUse.Use.DEFINED) {
                held.showing(used.relation()).stream()
                        .filter(shown -> size(shown.role()) > 0)
                        .filter(shown -> held.isAboutPeople(shown.table()))
                        .max(Comparator.comparingInt(shown -> size(shown.role())))
                        .ifPresent(shown -> bound.add(new Bound(used.relation(), shown)));
            }
        }
        return bound;
    }

    /** A relation that stands there twice is counted twice. */
    private boolean isLarge(Bound bound, GroupedQuery query) {
        List<String> keys = held.keys(bound.shown());
        List<GroupedQuery.Counted> items =
                query.from().stream()
                        .filter(item -> item.relation().equals(bound.relation()))
                        .toList();
        return !items.isEmpty()
                && items.stream()
                        .allMatch(item ->
                                keys.stream()
                                        .anyMatch(key ->
                                                item.least().getOrDefault(key, 0L)
                                                        >= size(bound.shown().role())));
    }

    private Denied denied(List<Bound> bound) {
        Role role = bound.getFirst().shown().role();
        String having =
                bound.stream()
                        .map(one -> floor(one, bound.size()))
                        .collect(Collectors.joining(" AND "));
        return denied(
                role,
                "this may show less",
                "add HAVING "
                        + having
                        + "; select only grouped columns and count, sum, avg, stddev or variance of"
                        + " plain columns, from tables alone, with plain conditions");
    }

    private String floor(Bound bound, int of) {
        String key =
                held.keys(bound.shown()).stream().findFirst().orElse("a key that the role shows");
        return "count(DISTINCT "
                + (of > 1 ? bound.relation().name() + "." : "")
                + key
                + ") >= "
                + size(bound.shown().role());
    }

    private Denied denied(Role role, String why, String instead) {
        return new Denied(
                SP2062,
                "role "
                        + Words.quoted(role.name())
                        + " shows groups of at least "
                        + size(role)
                        + " people, and "
                        + why,
                floor(role).rule(),
                instead);
    }
}
