package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Role;
import dev.sallyport.sql.TableName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which edits would change rows of other tables by the foreign keys that point at them: PostgreSQL
 * does that as the owner of those tables, past every grant and row policy.
 */
final class CascadeCheck {
    private final Role role;
    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final ScopeReach reach;
    private final Draft draft;
    private final Set<Step> taken = new HashSet<>();

    /**
     * @param columns that change; empty where the rows go
     */
    private record Step(TableName table, Set<String> columns) {
        boolean isDelete() {
            return columns.isEmpty();
        }
    }

    CascadeCheck(
            Role role,
            Catalog.Database database,
            Surroundings surroundings,
            ScopeReach reach,
            Draft draft) {
        this.role = role;
        this.database = database;
        this.surroundings = surroundings;
        this.reach = reach;
        this.draft = draft;
    }

    /**
     * @param columns those that may be updated
     */
    boolean isSound(Role.Rectangle rectangle, TableName table, Verb verb, Set<String> columns) {
        return switch (verb) {
            case SELECT, INSERT -> true;
            case UPDATE -> isSound(rectangle, new Step(table, Set.copyOf(columns)));
            case DELETE -> isSound(rectangle, new Step(table, Set.of()));
        };
    }

    private boolean isSound(Role.Rectangle rectangle, Step step) {
        if (!taken.add(step)) {
            return true;
        }
        boolean sound = true;
        for (Surroundings.Reference reference :
                surroundings.table(step.table()).stream()
                        .flatMap(table -> table.references().stream())
                        .toList()) {
            Optional<Step> next = next(step, reference);
            if (next.isPresent()) {
                sound &=
                        isAllowed(rectangle, step, reference, next.get())
                                && isSound(rectangle, next.get());
            }
        }
        return sound;
    }

    private static Optional<Step> next(Step step, Surroundings.Reference reference) {
        boolean concerned =
                step.isDelete() || reference.keys().stream().anyMatch(step.columns()::contains);
        return switch (follow(step, reference)) {
            case NOTHING -> Optional.empty();
            case CASCADE ->
                    Optional.of(
                                    new Step(
                                            reference.table(),
                                            step.isDelete()
                                                    ? Set.of()
                                                    : Set.copyOf(reference.columns())))
                            .filter(next -> concerned);
            case SET_NULL, SET_DEFAULT ->
                    Optional.of(new Step(reference.table(), Set.copyOf(reference.columns())))
                            .filter(next -> concerned);
        };
    }

    private static Surroundings.Follow follow(Step step, Surroundings.Reference reference) {
        return step.isDelete() ? reference.onDelete() : reference.onUpdate();
    }

    /** A table without classes has nothing of the policy's, but may lead to one that has. */
    private boolean isAllowed(
            Role.Rectangle rectangle, Step step, Surroundings.Reference reference, Step next) {
        if (database.tables().stream().noneMatch(one -> one.name().equals(next.table()))
                || role.allow().stream()
                        .filter(other -> other.covers(database.name(), next.table()))
                        .filter(may(next))
                        .anyMatch(other -> hasTheRows(rectangle, other, reference))) {
            return true;
        }
        String verb = next.isDelete() ? "delete" : "update";
        draft.problem(
                rectangle.place(),
                SP3003,
                "role `"
                        + role.name()
                        + "` may "
                        + (step.isDelete() ? "delete" : "update")
                        + " rows of `"
                        + step.table()
                        + "`, and the foreign key `"
                        + String.join(", ", reference.columns())
                        + "` of `"
                        + next.table()
                        + "` ("
                        + (step.isDelete() ? "ON DELETE " : "ON UPDATE ")
                        + follow(step, reference)
                        + ") would "
                        + verb
                        + " rows there that the role may not",
                "let it " + verb + " all of those, or make the key NO ACTION");
        return false;
    }

    private static Predicate<Role.Rectangle> may(Step next) {
        return other ->
                next.isDelete()
                        ? other.edit().delete()
                        : other.edit().update().containsAll(next.columns());
    }

    /** All of them, or those of the same subjects by the very key that points at the subject. */
    private boolean hasTheRows(
            Role.Rectangle rectangle, Role.Rectangle other, Surroundings.Reference reference) {
        return reach.isEverything(other)
                || (other.scope().equals(rectangle.scope())
                        && database.link(reference.table())
                                .filter(link -> Set.of(link.column()).equals(names(reference)))
                                .filter(link -> reference.keys().contains(link.targetColumn()))
                                .filter(link -> isOfSubject(link, reference))
                                .isPresent());
    }

    private static Set<String> names(Surroundings.Reference reference) {
        return Set.copyOf(reference.columns());
    }

    private boolean isOfSubject(Catalog.SubjectLink link, Surroundings.Reference reference) {
        return surroundings
                .table(link.target())
                .filter(table -> table.references().contains(reference))
                .isPresent();
    }
}
