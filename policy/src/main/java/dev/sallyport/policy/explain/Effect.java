package dev.sallyport.policy.explain;

import java.util.List;

/**
 * What a change of policy does to people it does the same to.
 *
 * @param people logins; or one role
 * @param changes what is gained, lost or had otherwise
 * @param notes ends, eligibility and attributes, in words
 */
record Effect(List<String> people, List<Change> changes, List<String> notes) {

    Effect {
        people = List.copyOf(people);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    boolean isNothing() {
        return changes.isEmpty() && notes.isEmpty();
    }

    Json json(String whom) {
        return new Json()
                .list(whom, people)
                .list("changes", changes.stream().map(Change::json).toList())
                .list("notes", notes);
    }
}
