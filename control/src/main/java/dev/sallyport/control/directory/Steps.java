package dev.sallyport.control.directory;

import java.util.Optional;

/** Says what a change of a person was, and who has to be cut off for it. */
final class Steps {
    private Steps() {}

    static void first(Change change, Person person) {
        change.step(person, kind(Optional.empty(), person.state()), Optional.empty(), word(person));
    }

    static void between(Change change, Person prior, Person person) {
        if (!prior.login().equals(person.login())) {
            change.step(person, "renamed", Optional.of(prior.login()), person.login());
        }
        if (prior.told().moves(person.told())) {
            change.step(person, "moved", Optional.of(word(prior)), word(person));
        }
        if (prior.state() != person.state()) {
            String kind = kind(Optional.of(prior.state()), person.state());
            change.step(person, kind, Optional.of(word(prior)), word(person));
            if (isShutOut(person.state())) {
                change.cut(person);
            }
        }
    }

    static boolean isShutOut(State state) {
        return switch (state) {
            case SUSPENDED, LEFT -> true;
            case INVITED, ACTIVE -> false;
        };
    }

    private static String kind(Optional<State> before, State after) {
        return switch (after) {
            case INVITED -> before.isPresent() ? "returned" : "invited";
            case SUSPENDED -> "suspended";
            case LEFT -> "left";
            case ACTIVE ->
                    switch (before.orElse(State.INVITED)) {
                        case INVITED, ACTIVE -> "joined";
                        case SUSPENDED -> "resumed";
                        case LEFT -> "returned";
                    };
        };
    }

    private static String word(Person person) {
        return person.state().word();
    }
}
