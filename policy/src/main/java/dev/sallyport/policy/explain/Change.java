package dev.sallyport.policy.explain;

import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.List;

/**
 * Something gained, lost or had otherwise.
 *
 * @param what a class that is seen, or a column that is written
 * @param before how it was had; empty where it was not
 * @param after how it is had; empty where it no longer is
 * @param tables where, with the columns where not all of the class are meant
 * @param environments in which of them; empty for all
 */
record Change(
        Verb verb,
        String what,
        String before,
        String after,
        List<String> tables,
        List<String> environments) {

    Change {
        tables = List.copyOf(tables);
        environments = List.copyOf(environments);
    }

    /** Gained, lost or changed, as one word. */
    String kind() {
        if (before.isEmpty()) {
            return "gains";
        }
        return after.isEmpty() ? "loses" : "changes";
    }

    boolean isLike(Change other) {
        return verb == other.verb
                && what.equals(other.what)
                && before.equals(other.before)
                && after.equals(other.after);
    }

    Change and(List<String> more) {
        List<String> all = new ArrayList<>(tables);
        all.addAll(more);
        return new Change(verb, what, before, after, all, environments);
    }

    Change in(List<String> some) {
        return new Change(verb, what, before, after, tables, some);
    }

    /** {@code ehr.hosp.patients (email) in staging}. */
    String where() {
        return String.join(", ", tables)
                + (environments.isEmpty() ? "" : " in " + String.join(", ", environments));
    }

    String words() {
        return String.join(" ", kind(), verb.toString(), what, how(), where());
    }

    /** {@code was through last4, now in clear}, where there are both. */
    String how() {
        if (before.isEmpty()) {
            return after;
        }
        return after.isEmpty() ? before : "was " + before + ", now " + after;
    }

    Json json() {
        return new Json()
                .put("kind", kind())
                .put("verb", verb.toString())
                .put("what", what)
                .put("before", before)
                .put("after", after)
                .list("tables", tables)
                .list("environments", environments);
    }
}
