package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1191;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that a role of groups, by itself or as it is assigned, shows by what people in them are
 * counted, wherever a door is built.
 */
final class GroupKeys {
    private GroupKeys() {}

    static List<Problem> missing(Policy policy, AccessIndex index) {
        List<Problem> missing = new ArrayList<>();
        for (Asking one : asking(policy)) {
            policy.catalog().databases().values().stream()
                    .filter(database -> database.engine() == Catalog.Engine.POSTGRESQL)
                    .forEach(database -> missing(policy, index, one, database, missing));
        }
        return missing;
    }

    /** Who says {@code min_group} of a role: itself, or else an assignment of it. */
    private record Asking(Role role, String how, Place place) {}

    private static List<Asking> asking(Policy policy) {
        List<Asking> asking = new ArrayList<>();
        for (Role role : policy.effective().values()) {
            if (role.terms().limits().minGroup().isPresent()) {
                asking.add(new Asking(role, "has", role.place()));
            } else {
                policy.assignments().stream()
                        .filter(one -> one.roles().contains(role.name()))
                        .filter(one -> one.limits().minGroup().isPresent())
                        .map(one -> new Asking(role, "is assigned with", one.place()))
                        .forEach(asking::add);
            }
        }
        return asking;
    }

    private static void missing(
            Policy policy,
            AccessIndex index,
            Asking asking,
            Catalog.Database database,
            List<Problem> missing) {
        Role role = asking.role();
        var held = new HeldTables(policy, index, database.name(), List.of(role.name()));
        for (Catalog.GovernedTable table : database.tables()) {
            var shown = new HeldTables.Shown(role, table);
            if (held.shows(shown) && held.isAboutPeople(table) && held.keys(shown).isEmpty()) {
                missing.add(problem(asking, table, database.subjectColumns(table)));
            }
        }
    }

    private static Problem problem(Asking asking, Catalog.GovernedTable table, Set<String> keys) {
        Set<String> classes =
                keys.stream()
                        .flatMap(key -> table.classOf(key).stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return Problem.at(
                asking.place(),
                SP1191,
                "role "
                        + Words.quoted(asking.role().name())
                        + " "
                        + asking.how()
                        + " `min_group` and shows "
                        + Words.quoted(table.name().toString())
                        + " without a key that tells people apart",
                classes.isEmpty()
                        ? "give " + Words.quoted(keys) + " a class that the role sees"
                        : "let it see "
                                + Words.quoted(classes)
                                + ", the class of "
                                + Words.quoted(keys));
    }
}
