package dev.sallyport.policy.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * What changes from one policy to another: for people, for roles, and in which rules.
 *
 * @param people who gains and who loses
 * @param programs agents and services that do
 * @param roles what a role gives and no longer gives, whoever holds it
 * @param rules what is written differently, with an effect or without
 */
public record PolicyDiff(
        String before,
        String after,
        List<Effect> people,
        List<Effect> programs,
        List<Effect> roles,
        List<RuleChange> rules)
        implements Answer {
    /** More logins than this are counted, not named. */
    private static final int NAMED = 8;

    public PolicyDiff {
        people = List.copyOf(people);
        programs = List.copyOf(programs);
        roles = List.copyOf(roles);
        rules = List.copyOf(rules);
    }

    /** Each policy with its people, at one instant. */
    public static PolicyDiff between(Explanations before, Explanations after) {
        return new Comparison(before, after).diff();
    }

    /** Whether anything but words changed. */
    public boolean hasEffect() {
        return !people.isEmpty()
                || !programs.isEmpty()
                || !roles.isEmpty()
                || !effective().isEmpty();
    }

    private List<RuleChange> effective() {
        return rules.stream().filter(rule -> rule.effect() == RuleChange.Effect.ITSELF).toList();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(summary()));
        lines.addAll(section("People", people));
        lines.addAll(section("Agents and services", programs));
        lines.addAll(section("Roles", roles));
        if (!rules.isEmpty()) {
            lines.addAll(List.of("", "Rules"));
            TextTable table = new TextTable();
            rules.forEach(rule -> table.row(rule.sign(), rule.where(), rule.words()));
            lines.addAll(table.lines());
        }
        return lines;
    }

    private String summary() {
        if (!hasEffect()) {
            return rules.isEmpty()
                    ? "NO CHANGE OF EFFECT"
                    : "NO CHANGE OF EFFECT: only words differ";
        }
        if (people.isEmpty() && programs.isEmpty() && roles.isEmpty()) {
            int count = effective().size();
            return "CHANGES: nobody gains or loses, "
                    + count
                    + (count == 1 ? " rule differs" : " rules differ");
        }
        long some = touched(programs);
        return "CHANGES: "
                + gain(touched(people), "person", "people")
                + (some == 0 ? "" : ", " + gain(some, "agent or service", "agents and services"))
                + ", "
                + roles.size()
                + (roles.size() == 1 ? " role differs" : " roles differ");
    }

    private static long touched(List<Effect> effects) {
        return effects.stream().mapToLong(effect -> effect.people().size()).sum();
    }

    private static String gain(long count, String one, String several) {
        if (count == 0) {
            return "nobody gains or loses";
        }
        return count == 1
                ? "1 " + one + " gains or loses"
                : count + " " + several + " gain or lose";
    }

    private static List<String> section(String title, List<Effect> effects) {
        List<String> lines = new ArrayList<>();
        if (!effects.isEmpty()) {
            lines.addAll(List.of("", title));
            effects.forEach(effect -> lines.addAll(lines(effect)));
        }
        return lines;
    }

    private static List<String> lines(Effect effect) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + named(effect.people()));
        TextTable table = new TextTable();
        for (Change change : effect.changes()) {
            table.row(
                    "  " + change.kind(),
                    change.verb() + " " + change.what(),
                    change.how(),
                    change.where());
        }
        lines.addAll(table.lines());
        effect.notes().forEach(note -> lines.add("    " + note));
        return lines;
    }

    private static String named(List<String> people) {
        String first = String.join(", ", people.subList(0, Math.min(NAMED, people.size())));
        return people.size() > NAMED ? first + " and " + (people.size() - NAMED) + " more" : first;
    }

    @Override
    public String json() {
        return Json.versioned()
                .truth("effect", hasEffect())
                .put("before", before)
                .put("after", after)
                .list("people", people.stream().map(effect -> effect.json("people")).toList())
                .list("programs", programs.stream().map(effect -> effect.json("names")).toList())
                .list("roles", roles.stream().map(effect -> effect.json("roles")).toList())
                .list("rules", rules.stream().map(RuleChange::json).toList())
                .toString();
    }
}
