package dev.sallyport.policy.explain;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.ConsoleAssignment;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every rule of a policy under the name people know it by, to find those that changed. */
final class Rules {
    /** What explains a rule and decides nothing. */
    private static final Set<String> ONLY_WORDS = Set.of("reason", "label", "colour");

    private final Map<String, Rule> byName = new LinkedHashMap<>();

    private Rules() {}

    /**
     * One rule.
     *
     * @param parts what it says, by key
     * @param weight whether a change of it is a change of effect by itself
     */
    record Rule(String name, Map<String, String> parts, Place place, Weight weight) {}

    /** Where the effect of a rule is looked for. */
    enum Weight {
        /** In what people gain and lose. */
        MEASURED,
        /** In the rule itself: nobody's rights show it. */
        ITSELF
    }

    static Rules of(Explanations side) {
        Policy policy = side.policy();
        Rules rules = new Rules();
        rules.addCatalog(policy.catalog());
        policy.roles().values().forEach(rules::add);
        policy.functions()
                .forEach((name, rule) ->
                        rules.add("function " + name, rule, rule.place(), Weight.ITSELF));
        policy.assignments().forEach(one -> rules.add(one, side.now()));
        policy.separation()
                .forEach(rule ->
                        rules.add(
                                "duty " + rule.name(), (Record) rule, rule.place(), Weight.ITSELF));
        policy.guardrails()
                .forEach(rule ->
                        rules.add("guardrail " + rule.name(), rule, rule.place(), Weight.ITSELF));
        policy.reviews()
                .forEach(rule ->
                        rules.add("review " + rule.name(), rule, rule.place(), Weight.ITSELF));
        policy.console().forEach(rules::add);
        policy.tests()
                .forEach(test ->
                        rules.add("test " + test.name(), test, test.place(), Weight.MEASURED));
        return rules;
    }

    private void addCatalog(Catalog catalog) {
        catalog.environments()
                .forEach((name, rule) ->
                        add("environment " + name, rule, rule.place(), Weight.ITSELF));
        catalog.databases().values().forEach(this::add);
        catalog.classes()
                .forEach((name, rule) -> add("class " + name, rule, rule.place(), Weight.MEASURED));
        catalog.masks()
                .forEach((name, rule) ->
                        add("mask " + name, (Record) rule, NOWHERE, Weight.MEASURED));
        catalog.scopes()
                .forEach((name, rule) -> add("scope " + name, rule, rule.place(), Weight.MEASURED));
        catalog.purposes()
                .forEach((name, rule) -> add("purpose " + name, rule, rule.place(), Weight.ITSELF));
    }

    /** Masks do not know where they are written. */
    private static final Place NOWHERE = Place.line("masks", 0);

    private void add(Catalog.Database database) {
        Map<String, String> parts = Canonical.parts(database);
        parts.remove("byName");
        parts.put("tables", Objects.requireNonNull(parts.remove("keepings")));
        put(new Rule("database " + database.name(), parts, database.place(), Weight.ITSELF));
        database.tables()
                .forEach(table ->
                        add(
                                "columns of " + database.name() + "." + table.name(),
                                table,
                                table.place(),
                                Weight.MEASURED));
    }

    private void add(Role role) {
        Map<String, String> parts = Canonical.parts(role);
        parts.remove("allow");
        parts.remove("terms");
        parts.putAll(Canonical.parts(role.terms()));
        put(new Rule("role " + role.name(), parts, role.place(), Weight.ITSELF));
        for (Role.Rectangle rectangle : role.allow()) {
            put(
                    new Rule(
                            "rectangle of role "
                                    + role.name()
                                    + " on "
                                    + RectangleWords.on(rectangle)
                                    + ", rows of "
                                    + rectangle.scope(),
                            Canonical.parts(rectangle),
                            rectangle.place(),
                            Weight.MEASURED));
        }
    }

    /** One that is over gives nothing, whatever it says. */
    private void add(Assignment assignment, Instant now) {
        add(
                "assignment of "
                        + assignment
                                .function()
                                .map(name -> "function " + name)
                                .orElse("role " + String.join(", ", assignment.roles()))
                        + " to "
                        + GranteeWords.named(assignment.grantee()),
                assignment,
                assignment.place(),
                assignment.activeAt(now) ? Weight.ITSELF : Weight.MEASURED);
    }

    private void add(ConsoleAssignment one) {
        add(
                "console role " + one.role().word() + " to " + GranteeWords.named(one.grantee()),
                one,
                one.place(),
                Weight.ITSELF);
    }

    private void add(String name, Record rule, Place place, Weight weight) {
        put(new Rule(name, Canonical.parts(rule), place, weight));
    }

    /** Two of one name are told apart by their order. */
    private void put(Rule rule) {
        String name = rule.name();
        for (int next = 2; byName.containsKey(name); next++) {
            name = rule.name() + " (" + next + ")";
        }
        byName.put(name, rule);
    }

    /** What changed from one to the other, in the order of the old, then the new ones. */
    static List<RuleChange> changes(Rules before, Rules after) {
        Set<String> names = new LinkedHashSet<>(before.byName.keySet());
        names.addAll(after.byName.keySet());
        List<RuleChange> changes = new ArrayList<>();
        for (String name : names) {
            Optional<Rule> old = Optional.ofNullable(before.byName.get(name));
            Optional<Rule> now = Optional.ofNullable(after.byName.get(name));
            List<String> parts = changed(old, now);
            if (old.isEmpty() || now.isEmpty() || !parts.isEmpty()) {
                changes.add(
                        new RuleChange(
                                name,
                                old.map(Rule::place),
                                now.map(Rule::place),
                                parts,
                                effect(old, now, parts)));
            }
        }
        return changes;
    }

    private static List<String> changed(Optional<Rule> old, Optional<Rule> now) {
        if (old.isEmpty() || now.isEmpty()) {
            return List.of();
        }
        return old.get().parts().entrySet().stream()
                .filter(part ->
                        !Objects.equals(part.getValue(), now.get().parts().get(part.getKey())))
                .map(part -> key(part.getKey()))
                .toList();
    }

    /** The key in the policy: {@code onBehalfOf} is {@code on_behalf_of} there. */
    private static String key(String component) {
        return component.equals("end")
                ? "until"
                : component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static RuleChange.Effect effect(
            Optional<Rule> old, Optional<Rule> now, List<String> parts) {
        boolean counts =
                Stream.concat(old.stream(), now.stream())
                        .anyMatch(rule -> rule.weight() == Weight.ITSELF);
        boolean onlyWords = !parts.isEmpty() && ONLY_WORDS.containsAll(parts);
        return counts && !onlyWords ? RuleChange.Effect.ITSELF : RuleChange.Effect.MEASURED;
    }
}
