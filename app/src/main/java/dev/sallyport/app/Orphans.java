package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Program;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Agents and services that nobody answers for any more because their owner is gone. */
final class Orphans {
    private final AuditLog log;
    private final Consumer<Problem> alarm;

    /**
     * @param alarm told what nobody should miss
     */
    Orphans(AuditLog log, Consumer<Problem> alarm) {
        this.log = log;
        this.alarm = alarm;
    }

    /** Of each program once: on record first, then to whoever looks after the deployment. */
    void tell(Entitlements now, List<Account> left) {
        Set<Program> programs = new LinkedHashSet<>();
        left.forEach(account ->
                now.program(account.login())
                        .filter(program -> !now.directory().isAtWork(program.owner()))
                        .ifPresent(programs::add));
        for (Program program : programs) {
            log.await(
                    log.append(
                            new ControlStep(
                                    "program.ownerless",
                                    "directory",
                                    new TreeMap<>(
                                            Map.of(
                                                    "kind",
                                                    program.word(),
                                                    "program",
                                                    program.name(),
                                                    "owner",
                                                    program.owner())))));
            alarm.accept(
                    Problem.of(
                            ProblemCode.SP7260,
                            "nobody at work answers for %s `%s` since `%s` is gone: its sessions end"
                                    .formatted(program.word(), program.name(), program.owner()),
                            "have somebody else own it: `sallyport program owner`, or in the file of people and apply"));
        }
    }
}
