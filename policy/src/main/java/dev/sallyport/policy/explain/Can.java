package dev.sallyport.policy.explain;

import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything somebody may do, one line for each rectangle of each role.
 *
 * @param held what they can now
 * @param eligible what they would have to ask for
 */
public record Can(
        Who who,
        Instant at,
        List<Row> held,
        List<Row> eligible,
        List<String> idle,
        Legend legend,
        String hash)
        implements Answer {

    public Can {
        held = List.copyOf(held);
        eligible = List.copyOf(eligible);
        idle = List.copyOf(idle);
    }

    /** One rectangle. */
    record Row(
            String role,
            String on,
            String sees,
            String changes,
            String rows,
            Optional<String> when,
            Optional<Instant> until,
            List<Place> rules) {
        Row {
            rules = List.copyOf(rules);
        }
    }

    static Can of(Policy policy, Who who, Circumstances circumstances) {
        Directory alone = new Directory(Map.of(who.person().login(), who.person()));
        Claims claims = new Claims(policy, alone, circumstances);
        List<Row> held = new ArrayList<>();
        List<Row> eligible = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        List<Gift> opening = new ArrayList<>();
        for (String name : policy.roles().keySet()) {
            Claim claim = claims.of(who, name);
            List<Row> rows =
                    policy.effective(name).stream()
                            .flatMap(role ->
                                    role.allow().stream()
                                            .map(part -> row(policy, role, part, claim)))
                            .toList();
            if (claim.state() == Claim.State.HELD || claim.state() == Claim.State.ELIGIBLE) {
                policy.effective(name).stream().flatMap(Gift::all).forEach(opening::add);
            }
            switch (claim.state()) {
                case HELD -> {
                    held.addAll(rows);
                    if (rows.isEmpty()) {
                        idle.add(name + " (" + claim.words() + ") opens no table");
                    }
                }
                case ELIGIBLE -> eligible.addAll(rows);
                case ELSEWHERE, EXPIRED, BREAK_GLASS -> idle.add(name + ": " + claim.words());
                case NONE -> {}
            }
        }
        return new Can(
                who,
                circumstances.at(),
                held,
                eligible,
                idle,
                Legend.of(policy, who.person(), opening),
                policy.hash());
    }

    private static Row row(Policy policy, Role role, Role.Rectangle rectangle, Claim claim) {
        List<Place> rules = new ArrayList<>(List.of(rectangle.place()));
        claim.place().ifPresent(rules::add);
        return new Row(
                role.name(),
                RectangleWords.on(rectangle),
                RectangleWords.sees(rectangle),
                RectangleWords.changes(rectangle),
                Legend.rows(policy, rectangle),
                role.terms().when().map(Object::toString),
                claim.until(),
                rules);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                who
                        + (who.person().name().isEmpty() ? " " : " (" + who.person().name() + ") ")
                        + (held.isEmpty() ? "can do nothing" : "can, as of " + Moment.words(at)));
        lines.addAll(held.isEmpty() ? List.of() : table(held));
        if (!eligible.isEmpty()) {
            lines.add("");
            lines.add("May ask for:");
            lines.addAll(table(eligible));
        }
        lines.addAll(legend.lines());
        if (!idle.isEmpty()) {
            lines.add("");
            idle.forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static List<String> table(List<Row> rows) {
        TextTable table = TextTable.of("role", "on", "sees", "changes", "rows", "until", "rules");
        for (Row row : rows) {
            table.row(
                    row.role(),
                    row.on(),
                    row.sees(),
                    row.changes(),
                    row.rows(),
                    row.until().map(Moment::words).orElse("no end"),
                    TextTable.places(row.rules()));
        }
        return table.lines();
    }

    @Override
    public String json() {
        return Json.versioned()
                .put("person", who.toString())
                .put("name", who.person().name())
                .put("at", at.toString())
                .list("held", held.stream().map(Can::json).toList())
                .list("eligible", eligible.stream().map(Can::json).toList())
                .list("idle", idle)
                .put("meaning", legend.words())
                .put("policy", hash)
                .toString();
    }

    private static Json json(Row row) {
        return new Json()
                .put("role", row.role())
                .put("on", row.on())
                .put("sees", row.sees())
                .put("changes", row.changes())
                .put("rows", row.rows())
                .put("when", row.when())
                .put("until", row.until())
                .list("rules", row.rules());
    }
}
