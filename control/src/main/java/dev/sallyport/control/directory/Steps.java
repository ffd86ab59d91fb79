package dev.sallyport.control.directory;

import dev.sallyport.policy.Workload;
import java.time.Instant;
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
        if (prior.state() == person.state() || person.state() != State.LEFT) {
            String before = dates(prior.employment());
            String after = dates(person.employment());
            if (!before.equals(after)) {
                change.step(person, "dates changed", Optional.of(before), after);
            }
        }
        if (prior.state() != person.state()) {
            String kind = kind(Optional.of(prior.state()), person.state());
            change.step(person, kind, Optional.of(word(prior)), word(person));
            if (isShutOut(person.state())) {
                change.cut(person);
            }
        }
    }

    static void first(Change change, Program program) {
        change.step(
                program, kind(Optional.empty(), program.state()), Optional.empty(), word(program));
        change.step(program, "owner given", Optional.empty(), program.owner());
        program.workload()
                .map(Workload::toString)
                .ifPresent(
                        given -> change.step(program, "workload given", Optional.empty(), given));
        if (!dates(program.employment()).isEmpty()) {
            change.step(program, "dates given", Optional.empty(), dates(program.employment()));
        }
    }

    /** What the doors still know of the workload before ends with it. */
    static void between(Change change, Program prior, Program program) {
        changed(change, program, "owner changed", prior.owner(), program.owner());
        if (prior.state() == program.state() || program.state() != State.LEFT) {
            changed(
                    change,
                    program,
                    "dates changed",
                    dates(prior.employment()),
                    dates(program.employment()));
        }
        if (!prior.workload().equals(program.workload())) {
            changed(change, program, "workload changed", workload(prior), workload(program));
            change.cut(program);
        }
        if (prior.state() != program.state()) {
            String kind = kind(Optional.of(prior.state()), program.state());
            change.step(program, kind, Optional.of(word(prior)), word(program));
            if (isShutOut(program.state())) {
                change.cut(program);
            }
        }
    }

    private static void changed(
            Change change, Program program, String kind, String before, String after) {
        if (!before.equals(after)) {
            change.step(program, kind, Optional.of(before), after);
        }
    }

    private static String workload(Program program) {
        return program.workload().map(Workload::toString).orElse("");
    }

    /** Empty where none is known. */
    private static String dates(Employment known) {
        return known.starts().isEmpty() && known.ends().isEmpty()
                ? ""
                : known.starts().map(Instant::toString).orElse("")
                        + "/"
                        + known.ends().map(Instant::toString).orElse("");
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

    private static String word(Program program) {
        return program.state().word();
    }

    private static String word(Person person) {
        return person.state().word();
    }
}
