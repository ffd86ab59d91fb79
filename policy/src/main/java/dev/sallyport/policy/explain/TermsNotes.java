package dev.sallyport.policy.explain;

import dev.sallyport.policy.Pooling;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.SavedQuery;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.policy.Span;
import dev.sallyport.policy.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What changes for whoever keeps a role when its terms do: nothing of it shows in a table. */
final class TermsNotes {
    private final String role;
    private final List<String> notes = new ArrayList<>();

    private TermsNotes(String role) {
        this.role = role;
    }

    static List<String> between(Role old, Role now) {
        TermsNotes notes = new TermsNotes(now.name());
        Terms had = old.terms();
        Terms has = now.terms();
        notes.changed("only where", when(had), when(has));
        notes.changed("for purposes", words(old.purposes()), words(now.purposes()));
        notes.changed("within", LimitsWords.of(had.limits()), LimitsWords.of(has.limits()));
        notes.changed("by queries", queries(had), queries(has));
        notes.changed("in sessions", clocks(had.sessions()), clocks(has.sessions()));
        return notes.notes;
    }

    private void changed(String what, String had, String has) {
        if (!had.equals(has)) {
            notes.add("role " + role + " " + what + " " + has + ", was " + had);
        }
    }

    private static String when(Terms terms) {
        return terms.when().map(Object::toString).orElse("anything holds");
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names.stream().sorted().toList());
    }

    /** With their text: the same name may stand for another statement. */
    private static String queries(Terms terms) {
        return terms.onlyQueries().isEmpty()
                ? "of any kind"
                : String.join("; ", terms.onlyQueries().stream().map(TermsNotes::query).toList());
    }

    private static String query(SavedQuery query) {
        return query.name() + " (" + query.sql().strip() + ")";
    }

    private static String clocks(SessionClocks clocks) {
        List<String> parts = new ArrayList<>();
        clock(clocks.idle(), " idle").ifPresent(parts::add);
        clock(clocks.max(), " in all").ifPresent(parts::add);
        clock(clocks.statement(), " for a statement").ifPresent(parts::add);
        clocks.atOnce().ifPresent(most -> parts.add(most + " at once"));
        clock(clocks.mfa(), " after a second factor").ifPresent(parts::add);
        if (clocks.pooling() == Pooling.TRANSACTION) {
            parts.add("an account for a transaction at a time");
        }
        return parts.isEmpty() ? "of any length" : "of " + String.join(", ", parts);
    }

    private static Optional<String> clock(Optional<Span> span, String of) {
        return span.map(length -> length + of);
    }
}
