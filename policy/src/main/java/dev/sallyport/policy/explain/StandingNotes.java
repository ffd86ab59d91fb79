package dev.sallyport.policy.explain;

import dev.sallyport.policy.Entitlements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What somebody gains and loses by role, in words: ends, limits, edits and what may be asked. */
final class StandingNotes {
    private final List<String> notes = new ArrayList<>();

    private StandingNotes() {}

    static List<String> between(Standing before, Standing after, Subject subject) {
        StandingNotes notes = new StandingNotes();
        notes.held(before.held(subject), after.held(subject));
        notes.terms(before, after, subject);
        notes.hours(before.hours(subject), after.hours(subject));
        notes.asks(before.asks(subject), after.asks(subject));
        return notes.notes;
    }

    private void held(Map<String, Entitlements.Held> old, Map<String, Entitlements.Held> now) {
        now.forEach((role, held) ->
                Optional.ofNullable(old.get(role))
                        .ifPresentOrElse(
                                had -> changed(role, had, held),
                                () ->
                                        notes.add(
                                                "gains role "
                                                        + role
                                                        + ", "
                                                        + end(held)
                                                        + narrowed(held))));
        old.keySet().stream()
                .filter(role -> !now.containsKey(role))
                .forEach(role -> notes.add("loses role " + role));
    }

    private void changed(String role, Entitlements.Held had, Entitlements.Held held) {
        String named = "role " + role + " ";
        if (!had.until().equals(held.until())) {
            notes.add(named + end(held) + ", was " + end(had));
        }
        if (!had.limits().equals(held.limits())) {
            notes.add(
                    named
                            + "within "
                            + LimitsWords.of(held.limits())
                            + ", was within "
                            + LimitsWords.of(had.limits()));
        }
        if (had.edit() != held.edit()) {
            notes.add(named + (held.edit() ? "now with edit" : "now without edit"));
        }
    }

    /** Of roles that are kept. */
    private void terms(Standing before, Standing after, Subject subject) {
        Set<String> kept = new LinkedHashSet<>();
        after.held(subject).values().forEach(held -> kept.add(held.role()));
        Set<String> had = new HashSet<>();
        before.held(subject).values().forEach(held -> had.add(held.role()));
        kept.retainAll(had);
        for (String role : kept) {
            before.role(role)
                    .flatMap(old -> after.role(role).map(now -> TermsNotes.between(old, now)))
                    .ifPresent(notes::addAll);
        }
    }

    private void hours(Map<String, String> old, Map<String, String> now) {
        now.forEach((name, words) -> {
            if (!words.equals(old.get(name))) {
                String takes = old.containsKey(name) ? " takes otherwise" : " now takes";
                notes.add("guardrail " + name + takes + " at some hours");
            }
        });
        old.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> notes.add("guardrail " + name + " no longer takes at some hours"));
    }

    private static String end(Entitlements.Held held) {
        return held.until().map(until -> "until " + Moment.words(until)).orElse("no end");
    }

    private static String narrowed(Entitlements.Held held) {
        return (held.limits().isNone() ? "" : ", within " + LimitsWords.of(held.limits()))
                + (held.edit() ? "" : ", without edit");
    }

    private void asks(Map<String, String> old, Map<String, String> now) {
        now.forEach((ask, end) -> {
            if (!end.equals(old.get(ask))) {
                notes.add("now " + ask + end);
            }
        });
        old.keySet().stream()
                .filter(ask -> !now.containsKey(ask))
                .forEach(ask -> notes.add(ask.replaceFirst("may", "may no longer")));
    }
}
