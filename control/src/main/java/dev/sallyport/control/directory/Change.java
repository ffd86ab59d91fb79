package dev.sallyport.control.directory;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.DirectoryRecord.Whose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One change of the directory while it is being made: by whom, why, and what it comes to. */
public final class Change {
    private final Optional<Source> source;
    private final String actor;
    private final String reason;
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> cuts = new LinkedHashSet<>();
    private boolean concernsDoors;

    Change(Optional<Source> source, String actor, String reason, Instant now) {
        this.source = source;
        this.actor = actor;
        this.reason = reason;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** Empty where nobody tells us: a date has come, or an operator decides. */
    Optional<Source> source() {
        return source;
    }

    void step(Person person, String kind, Optional<String> before, String after) {
        steps.add(
                new Step(
                        Whose.PERSON,
                        person.id().toString(),
                        person.login(),
                        kind,
                        before,
                        after,
                        actor,
                        reason,
                        now));
    }

    void step(Program program, String kind, Optional<String> before, String after) {
        steps.add(
                new Step(
                        program.kind().whose(),
                        program.id().toString(),
                        program.login(),
                        kind,
                        before,
                        after,
                        actor,
                        reason,
                        now));
    }

    /** Something of it is known at the doors. */
    void concernDoors() {
        concernsDoors = true;
    }

    /** Also under the login that the doors know, while another is on its way to them. */
    void cut(Person person) {
        cuts.add(person.login());
        person.accountLogin().ifPresent(cuts::add);
    }

    void cut(Program program) {
        cuts.add(program.login());
    }

    /** What it comes to so far, in the order it was done. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    Set<String> cuts() {
        return Set.copyOf(cuts);
    }

    boolean concernsDoors() {
        return concernsDoors;
    }
}
