package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3070;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Role;
import java.util.Locale;
import java.util.Set;

/**
 * Which edits a view that keeps rows back itself can check: it has one condition, for what it shows
 * and for what is written, and no say where an INSERT turns into an UPDATE.
 */
final class ViewCheck {
    private final Catalog.Database database;
    private final Sight sight;
    private final Draft draft;

    ViewCheck(Catalog.Database database, Sight sight, Draft draft) {
        this.database = database;
        this.sight = sight;
        this.draft = draft;
    }

    /**
     * @param others what may be done through the view already
     */
    boolean holds(Role.Rectangle rectangle, Verb verb, Set<Verb> others) {
        if (database.keptInView(sight.table().name()).isEmpty()) {
            return true;
        }
        if (!rectangle.scope().equals(sight.scope().name())) {
            return refuse(
                    rectangle, verb + " on other rows than those it sees", "give both one scope");
        }
        if (verb != Verb.DELETE && !rectangle.edit().set().isEmpty()) {
            return refuse(rectangle, verb + " with `set:`", "take `set:` out");
        }
        if (verb == Verb.UPDATE && others.contains(Verb.INSERT)) {
            // ON CONFLICT DO UPDATE reads the row it meets before any view is asked.
            return refuse(rectangle, "insert and update", "use two roles");
        }
        return true;
    }

    private boolean refuse(Role.Rectangle rectangle, String what, String instead) {
        draft.problem(
                rectangle.place(),
                SP3070,
                "role `"
                        + sight.role().name()
                        + "` has "
                        + what.toLowerCase(Locale.ROOT)
                        + " on `"
                        + sight.table().name()
                        + "`, and a view that keeps rows back itself cannot check that",
                instead + ", or keep the rows of the table by `policy`");
        return false;
    }
}
