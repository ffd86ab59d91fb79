package dev.sallyport.control.directory;

import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Agents and services as operators change them, by login, each with who and why. */
public final class ProgramDesk {
    private final Programs programs;
    private final DirectoryWork work;

    ProgramDesk(Programs programs, DirectoryWork work) {
        this.programs = programs;
        this.work = work;
    }

    /** Also those that have left, by login. */
    public List<Program> all() {
        return programs.all();
    }

    public Optional<Program> named(String login) {
        return programs.named(login);
    }

    /**
     * @throws Refused as {@link Programs#add} does
     */
    public Program add(Programs.Wanted wanted, String actor, String reason) {
        return work.change(actor, reason, change -> programs.add(change, wanted));
    }

    /**
     * @throws Refused SP7103 where none has the login, or as {@link Programs#own} does
     */
    public Program own(String login, String owner, String actor, String reason) {
        return change(login, actor, reason, (change, prior) -> programs.own(change, prior, owner));
    }

    /**
     * @throws Refused SP7103 where none has the login, or as {@link Programs#run} does
     */
    public Program run(String login, Optional<Workload> workload, String actor, String reason) {
        return change(
                login, actor, reason, (change, prior) -> programs.run(change, prior, workload));
    }

    /**
     * @throws Refused SP7103 where none has the login, or as {@link Programs#date} does
     */
    public Program date(
            String login,
            Optional<Instant> starts,
            Optional<Instant> ends,
            String actor,
            String reason) {
        return change(
                login,
                actor,
                reason,
                (change, prior) -> programs.date(change, prior, starts, ends));
    }

    /**
     * @throws Refused SP7103 where none has the login, or as {@link Programs#stand} does
     */
    public Program stand(String login, Standing standing, String actor, String reason) {
        return change(
                login, actor, reason, (change, prior) -> programs.stand(change, prior, standing));
    }

    private Program change(
            String login, String actor, String reason, BiFunction<Change, Program, Program> step) {
        return work.change(actor, reason, change -> step.apply(change, programs.require(login)));
    }
}
