package dev.sallyport.provision;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says a plan: people first, then what needs a second look, then how much is done. */
final class PlanSummary {
    /** More people than this are counted, not named. */
    private static final int NAMED = 8;

    private PlanSummary() {}

    static String of(Plan plan) {
        if (plan.isEmpty()) {
            return "No changes. The policy describes " + plan.database() + " exactly.\n";
        }
        var text = new StringBuilder();
        text.append("Comparing policy ")
                .append(shortened(plan.policyHash()))
                .append(" with ")
                .append(plan.database())
                .append("\n\n");
        text.append(people("WHO GAINS", plan.gains()));
        text.append(people("WHO LOSES", plan.losses()));
        if (!plan.losers().isEmpty()) {
            text.append("  open sessions of ")
                    .append(named(List.copyOf(plan.losers())))
                    .append(" end\n");
        }
        text.append("\n  ~ ")
                .append(plan.database())
                .append("   PostgreSQL ")
                .append(Session.major(plan.version()))
                .append("   ")
                .append(plan.sql().lines().count())
                .append(" statements\n");
        hardening(plan, text);
        List<String> notes =
                plan.notes().stream()
                        .filter(note -> !note.startsWith(HardeningWords.MARK))
                        .toList();
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("  ! ").append(note).append('\n'));
        }
        return text.append('\n').append(counts(plan)).toString();
    }

    private static void hardening(Plan plan, StringBuilder text) {
        text.append("\n  HARDENING\n");
        plan.notes().stream()
                .filter(note -> note.startsWith(HardeningWords.MARK))
                .map(note -> note.substring(HardeningWords.MARK.length()))
                .forEach(line -> text.append("    ").append(line).append('\n'));
    }

    private static String people(String title, List<Effect> effects) {
        if (effects.isEmpty()) {
            return "";
        }
        Map<String, List<String>> byPerson =
                effects.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Effect::login,
                                        TreeMap::new,
                                        Collectors.mapping(Effect::what, Collectors.toList())));
        List<String> lines =
                byPerson.entrySet().stream()
                        .map(person -> person.getKey() + " " + String.join(" ", person.getValue()))
                        .toList();
        String count = byPerson.size() == 1 ? "1 person" : byPerson.size() + " people";
        return String.format("  %-12s %-10s %s%n", title, count, named(lines));
    }

    private static String named(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? shown + ", and " + (names.size() - NAMED) + " more" : shown;
    }

    private static String counts(Plan plan) {
        return "Plan: "
                + count(plan, Plan.Action.ADD)
                + " to add, "
                + count(plan, Plan.Action.CHANGE)
                + " to change, "
                + count(plan, Plan.Action.REMOVE)
                + " to remove.  Nobody else is affected.\n";
    }

    private static long count(Plan plan, Plan.Action action) {
        return plan.changes().stream().filter(change -> change.action() == action).count();
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(7, hash.length()));
    }
}
