package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Agents and services that nobody answers for any more because their owner is gone. */
final class Orphans {
    private final AuditLog log;
    private final Consumer<Problem> alarm;

    /** Those it was told of, until somebody at work owns them again. */
    private final Set<Orphan> told = new HashSet<>();

    private record Orphan(String kind, String name, String owner) {}

    /**
     * @param alarm told what nobody should miss
     */
    Orphans(AuditLog log, Consumer<Problem> alarm) {
        this.log = log;
        this.alarm = alarm;
    }

    /**
     * Of each program once: on record first, then to whoever looks after the deployment.
     *
     * @param before what held before whatever may have taken an owner away
     * @param now what holds since
     */
    synchronized void tell(Directory before, Directory now) {
        Set<Orphan> standing = of(before);
        Set<Orphan> left = of(now);
        told.retainAll(left);
        left.removeAll(standing);
        left.removeAll(told);
        left.forEach(this::tell);
    }

    private static Set<Orphan> of(Directory directory) {
        return directory.programs().values().stream()
                .filter(program -> !program.suspended() && !directory.isAtWork(program.owner()))
                .map(program -> new Orphan(program.word(), program.name(), program.owner()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void tell(Orphan orphan) {
        log.await(
                log.append(
                        new ControlStep(
                                "program.ownerless",
                                "directory",
                                new TreeMap<>(
                                        Map.of(
                                                "kind",
                                                orphan.kind(),
                                                "program",
                                                orphan.name(),
                                                "owner",
                                                orphan.owner())))));
        alarm.accept(
                Problem.of(
                        ProblemCode.SP7260,
                        "nobody at work answers for %s `%s` since `%s` is gone: its sessions end"
                                .formatted(orphan.kind(), orphan.name(), orphan.owner()),
                        "have somebody else own it: `sallyport program owner`, or in the file of people and apply"));
        told.add(orphan);
    }
}
