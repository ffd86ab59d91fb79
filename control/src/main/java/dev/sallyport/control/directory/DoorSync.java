package dev.sallyport.control.directory;

import static dev.sallyport.problem.ProblemCode.SP7121;

import dev.sallyport.control.directory.DirectoryCompiler.Compiled;
import dev.sallyport.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one who brings the directory to the doors: always the newest, again until they take it; and
 * who sees to it that dates known ahead are kept.
 */
public final class DoorSync implements AutoCloseable {
    /** How late a date may be kept: a tenth of the five seconds in which a leaver is to be out. */
    private static final Duration ROUND = Duration.ofMillis(500);

    /** A lock in a database is gone by then. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** A database that is down is back on its feet, and nobody waits longer for it than that. */
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    /** What is being applied when we close may take this long. */
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final DirectoryWork work;
    private final DirectoryCompiler compiler;
    private final Dates dates;
    private final Cutter cutter;
    private final Doors doors;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Bell bell;
    private final Thread thread = new Thread(this::run, "directory");
    private volatile SyncStatus status = SyncStatus.NEVER;
    private volatile boolean closed;
    private Instant nextApply = Instant.MIN;
    private Instant nextCut = Instant.MIN;
    private boolean isBroken;

    DoorSync(
            DirectoryWork work,
            DirectoryCompiler compiler,
            Dates dates,
            Cutter cutter,
            Doors doors,
            Alarms alarms,
            InstantSource clock,
            Bell bell) {
        this.work = work;
        this.compiler = compiler;
        this.dates = dates;
        this.cutter = cutter;
        this.doors = doors;
        this.alarms = alarms;
        this.clock = clock;
        this.bell = bell;
    }

    void start() {
        thread.start();
    }

    public SyncStatus status() {
        return status.pending(status.pending() || bell.isWanted());
    }

    public int owedCuts() {
        return cutter.owed().size();
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
        try {
            thread.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                guardedRound();
                bell.await(ROUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A state database that does not answer is told once; it is asked again with every round. */
    private void guardedRound() {
        try {
            round();
            isBroken = false;
        } catch (RuntimeException e) {
            if (!isBroken && !closed) {
                alarms.raise(
                        Problem.of(
                                SP7121,
                                "the directory cannot be read: " + e.getClass().getSimpleName(),
                                "see whether the state database answers"));
            }
            isBroken = true;
        }
    }

    private void round() {
        Instant now = clock.instant();
        dates.keep(now);
        if (!now.isBefore(nextCut) && !cutter.cut(cutter.owed())) {
            nextCut = now.plus(FIRST_RETRY);
        }
        if (bell.isWanted() && !now.isBefore(nextApply)) {
            bell.answer();
            applyOrWant();
        }
    }

    private void applyOrWant() {
        try {
            apply();
        } catch (RuntimeException e) {
            bell.want();
            throw e;
        }
    }

    private void apply() {
        cutter.mark();
        status = status.pending(true);
        Compiled compiled = work.inTurn(compiler::compile);
        Doors.Outcome outcome = told(compiled);
        Instant now = clock.instant();
        switch (outcome) {
            case Doors.Outcome.Applied() -> {
                work.inTurn(() -> {
                    compiler.known(compiled);
                    return true;
                });
                status = status.applied(now);
                nextApply = Instant.MIN;
            }
            case Doors.Outcome.Failed(List<Problem> problems) -> failed(problems, now);
        }
        cutAgain(compiled);
    }

    private Doors.Outcome told(Compiled compiled) {
        try {
            return doors.apply(compiled.directory());
        } catch (RuntimeException e) {
            return new Doors.Outcome.Failed(
                    List.of(
                            Problem.of(
                                    SP7121,
                                    "the doors failed by " + e.getClass().getSimpleName(),
                                    "see whether the databases answer")));
        }
    }

    private void failed(List<Problem> problems, Instant now) {
        if (!problems.equals(status.problems())) {
            problems.forEach(alarms::raise);
        }
        status = status.failed(now, problems);
        nextApply = now.plus(wait(status.failures()));
        bell.want();
    }

    private static Duration wait(int failures) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 5));
        return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
    }

    /** Whoever was shut out while an older directory was on its way, which may have let them in. */
    private void cutAgain(Compiled compiled) {
        Set<String> late =
                cutter.sinceMark().stream().filter(compiled::letsIn).collect(Collectors.toSet());
        if (!late.isEmpty()) {
            late.forEach(cutter::owe);
            cutter.cut(late);
        }
    }
}
