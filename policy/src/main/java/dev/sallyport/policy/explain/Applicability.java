package dev.sallyport.policy.explain;

import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Role;
import java.util.ArrayList;
import java.util.List;

/** Whether a role counts where, when and for what somebody asks, whatever it gives. */
final class Applicability {
    private Applicability() {}

    /** One answer for each condition the role has. */
    static List<Cell> of(Role role, Circumstances circumstances) {
        List<Cell> cells = new ArrayList<>();
        circumstances
                .environment()
                .filter(name -> !role.terms().concerns(name))
                .ifPresent(name -> cells.add(Cell.no("not for environment " + name)));
        circumstances
                .purpose()
                .filter(name -> !role.purposes().contains(name))
                .ifPresent(name -> cells.add(Cell.no("not for purpose " + name)));
        role.terms()
                .when()
                .map(when ->
                        when.holds(circumstances)
                                ? Cell.yes("`when` holds")
                                : Cell.no("`when` does not hold"))
                .ifPresent(cells::add);
        if (!role.terms().onlyQueries().isEmpty()) {
            cells.add(
                    Cell.yes(
                            "by saved query "
                                    + String.join(
                                            ", ",
                                            role.terms().onlyQueries().stream()
                                                    .map(query -> query.name())
                                                    .toList())
                                    + " only"));
        }
        return cells;
    }

    static boolean holds(Role role, Circumstances circumstances) {
        return of(role, circumstances).stream().allMatch(Cell::holds);
    }
}
