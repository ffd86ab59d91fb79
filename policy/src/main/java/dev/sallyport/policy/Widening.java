package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1125;

import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds roles that show more of a class than the roles they inherit it from. */
final class Widening {
    private final Policy policy;
    private final List<Problem> found = new ArrayList<>();

    private Widening(Policy policy) {
        this.policy = policy;
    }

    static List<Problem> in(Policy policy) {
        Widening widening = new Widening(policy);
        for (Role child : policy.roles().values()) {
            Set<String> told = new HashSet<>();
            for (String parent : child.terms().inherits()) {
                policy.effective(parent).ifPresent(role -> widening.compare(child, role, told));
            }
        }
        return widening.found;
    }

    private void compare(Role child, Role parent, Set<String> told) {
        for (Role.Rectangle own : child.allow()) {
            for (Role.Rectangle inherited : parent.allow()) {
                if (overlap(own, inherited)) {
                    inClear(child, own, parent, inherited, told);
                    moreRows(child, own, parent, inherited, told);
                }
            }
        }
    }

    private static boolean overlap(Role.Rectangle one, Role.Rectangle other) {
        return one.on().stream()
                .anyMatch(mine ->
                        other.on().stream()
                                .anyMatch(theirs ->
                                        mine.database().equals(theirs.database())
                                                && (mine.table().isEmpty()
                                                        || theirs.table().isEmpty()
                                                        || mine.table().equals(theirs.table()))));
    }

    private void inClear(
            Role child, Role.Rectangle own, Role parent, Role.Rectangle from, Set<String> told) {
        List<String> classes =
                own.see().stream()
                        .filter(from.masked()::containsKey)
                        .filter(name -> told.add("clear " + name))
                        .sorted()
                        .toList();
        if (!classes.isEmpty()) {
            tell(child, own, "shows " + Words.quoted(classes) + " in clear, masked", parent, from);
        }
    }

    /** Of two filters nobody can say which is wider, but no filter is wider than any. */
    private void moreRows(
            Role child, Role.Rectangle own, Role parent, Role.Rectangle from, Set<String> told) {
        if (!isEverything(own) || isEverything(from)) {
            return;
        }
        List<String> classes =
                from.see().stream()
                        .filter(name -> own.see().contains(name) || own.masked().containsKey(name))
                        .filter(name -> told.add("rows " + name))
                        .sorted()
                        .toList();
        if (!classes.isEmpty()) {
            tell(
                    child,
                    own,
                    "shows every row of "
                            + Words.quoted(classes)
                            + ", only those of "
                            + Words.quoted(from.scope()),
                    parent,
                    from);
        }
    }

    private boolean isEverything(Role.Rectangle rectangle) {
        return Optional.ofNullable(policy.catalog().scopes().get(rectangle.scope()))
                .filter(scope -> scope.condition() instanceof Scope.Everything)
                .isPresent();
    }

    private void tell(
            Role child, Role.Rectangle own, String what, Role parent, Role.Rectangle from) {
        found.add(
                Problem.at(
                        own.place(),
                        SP1125,
                        "role "
                                + Words.quoted(child.name())
                                + " "
                                + what
                                + " in "
                                + Words.quoted(parent.name())
                                + ", which it inherits",
                        "compare " + from.place()));
    }
}
