package dev.sallyport.policy.explain;

import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What would help somebody who may not, or sees a mask: the nearest way first, and whom to ask. */
final class Remedies {
    private final Policy policy;
    private final Decision decision;

    Remedies(Policy policy, Decision decision) {
        this.policy = policy;
        this.decision = decision;
    }

    /** Empty where it is had whole, else at least one. */
    List<String> of(List<Line> table, Why.Verdict verdict) {
        Set<String> help = new LinkedHashSet<>();
        boolean had = verdict == Why.Verdict.ALLOWED;
        if (had && table.stream().filter(Line::isOpen).anyMatch(Line::isWhole)) {
            return List.of();
        }
        table.stream()
                .filter(line -> !had || line.isWhole())
                .forEach(line -> help(line).ifPresent(help::add));
        if (help.isEmpty() && !had) {
            help.add(
                    decision instanceof Decision.Denied denied
                            ? denied.hint()
                            : "nothing in the policy would");
        }
        return List.copyOf(help);
    }

    private Optional<String> help(Line line) {
        Optional<Role> role = Optional.ofNullable(policy.roles().get(line.role()));
        if (role.isEmpty() || !line.gives().holds()) {
            return Optional.empty();
        }
        String owner = role.get().owner();
        if (!line.isYours().holds()) {
            return Optional.of("role `" + line.role() + "` gives it; ask its owner " + owner);
        }
        return line.holds().truth() == Cell.Truth.NO
                ? Optional.of(
                        "role `"
                                + line.role()
                                + "` would, were its condition true; its owner is "
                                + owner)
                : Optional.empty();
    }
}
