package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Adopted;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.provision.adopt.Surveyor;
import dev.sallyport.provision.drift.Attribution;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.provision.drift.Reversal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists, undoes and accepts what changed behind our back. */
final class Drifting {
    /** As often as the patrol looks. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Somebody who renames more than this at once is not undone by a command. */
    private static final int MOST_TURNS = 100;

    private final Deployment deployment;
    private final DriftPatrol patrol;
    private final AuditLog log;
    private final InstantSource clock;

    /** A finding and where it is. */
    private record Found(String database, Look look, Finding finding) {}

    Drifting(Deployment deployment, DriftPatrol patrol, AuditLog log, InstantSource clock) {
        this.deployment = deployment;
        this.patrol = patrol;
        this.log = log;
        this.clock = clock;
    }

    Exit perform(Request.Drift request, Terminal terminal) throws SQLException, IOException {
        return switch (request) {
            case Request.DriftList list -> list(list, terminal);
            case Request.DriftRevert revert -> revert(revert.ids(), terminal);
            case Request.DriftAccept accept -> accept(accept, terminal);
            case Request.DriftInstall _ -> install(terminal);
        };
    }

    private Exit list(Request.DriftList request, Terminal terminal) throws SQLException {
        Map<String, Look> looks = patrol.look();
        DriftDocument.print(looks, request.form(), terminal);
        if (request.watching() == Request.Watching.ON) {
            looks = watch(looks, terminal);
        }
        return looks.values().stream().allMatch(look -> look.findings().isEmpty())
                ? Exit.DONE
                : Exit.DIFFERS;
    }

    /** Until whoever asked is gone; a database that is away is waited for. */
    private Map<String, Look> watch(Map<String, Look> looks, Terminal terminal)
            throws SQLException {
        Map<String, Look> last = looks;
        List<Problem> away = List.of();
        while (!terminal.isLeft() && Pauses.pause(PAUSE)) {
            try {
                Map<String, Look> now = patrol.look();
                if (!away.isEmpty()) {
                    away = List.of();
                    terminal.say("= reached again");
                }
                news(last, now).forEach(finding -> terminal.say(DriftDocument.line(finding)));
                last = now;
            } catch (Refused e) {
                if (away.isEmpty()) {
                    away = e.problems();
                    terminal.refuse(away);
                }
            }
        }
        return last;
    }

    private static List<Finding> news(Map<String, Look> before, Map<String, Look> now) {
        Set<Finding> known = new HashSet<>();
        before.values().forEach(look -> known.addAll(look.findings()));
        return now.values().stream()
                .flatMap(look -> look.findings().stream())
                .filter(finding -> !known.contains(finding))
                .toList();
    }

    private Exit revert(List<String> ids, Terminal terminal) throws SQLException, IOException {
        List<Found> asked = chosen(ids);
        if (asked.isEmpty()) {
            terminal.say("Nothing to undo.");
            return Exit.DONE;
        }
        asked.forEach(found -> answered(found, "revert", ""));
        List<Problem> refused = new ArrayList<>();
        clearTheWay(ids, terminal, refused);
        if (!refused.isEmpty()) {
            terminal.refuse(refused);
            return Exit.DIFFERS;
        }
        // What is our own is mended by the plan, as a whole; the rest one by one.
        deployment.again(terminal);
        for (Found left : found()) {
            if (asked.stream().anyMatch(one -> one.finding().id().equals(left.finding().id()))) {
                undo(left, terminal, refused);
            }
        }
        terminal.refuse(refused);
        return refused.isEmpty() ? Exit.DONE : Exit.DIFFERS;
    }

    /** One by one, for names hang on names. */
    private void clearTheWay(List<String> ids, Terminal terminal, List<Problem> refused)
            throws SQLException {
        for (int turn = 0; turn < MOST_TURNS && refused.isEmpty(); turn++) {
            Optional<Found> first =
                    found().stream()
                            .filter(one -> ids.isEmpty() || ids.contains(one.finding().id()))
                            .filter(one -> one.look().isInTheWay(one.finding()))
                            .findFirst();
            if (first.isEmpty()) {
                return;
            }
            undo(first.get(), terminal, refused);
        }
    }

    private void undo(Found found, Terminal terminal, List<Problem> refused) throws SQLException {
        switch (found.look().reversal(found.finding())) {
            case Reversal.Nothing _ -> {
                note(found);
                terminal.say("= " + found.finding().object() + ": nothing to undo, noted");
            }
            case Reversal.Statements(List<String> sql) -> {
                sql.forEach(statement -> terminal.say("  " + statement + ";"));
                switch (deployment.databases().revert(found.database(), sql)) {
                    case Applied.Done _ -> terminal.say("- " + found.finding().object());
                    case Applied.Failed(Problem problem) -> refused.add(problem);
                }
            }
            case Reversal.Refused(String why, List<String> sql) ->
                    refused.add(
                            Problem.of(
                                    ProblemCode.SP3031,
                                    why,
                                    sql.isEmpty()
                                            ? "ask who administers the database, or accept it"
                                            : "an administrator may run `"
                                                    + String.join("; ", sql)
                                                    + "`"));
        }
    }

    private void note(Found found) throws SQLException {
        patrol.watch(found.database()).forgetFlaps();
        BaselineKeeper keeper = deployment.databases().keeper(found.database());
        TargetDatabase target = deployment.databases().target(found.database());
        if (!keeper.note(target, found.look(), found.finding())) {
            keeper.renew(target);
        }
    }

    private Exit accept(Request.DriftAccept request, Terminal terminal)
            throws SQLException, IOException {
        Found found = chosen(List.of(request.id())).getFirst();
        if (request.dataClass().isPresent()) {
            String written =
                    ColumnEntry.write(
                            deployment.folder().folder(),
                            found.database(),
                            found.look().newColumn(found.finding()),
                            request.dataClass().get());
            answered(found, "accept", "class " + request.dataClass().get());
            terminal.say("~ " + written);
            terminal.say("It holds from the next `sallyport apply` on.");
            return Exit.DONE;
        }
        if (found.look().isMendedByApply(found.finding())) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP3081,
                            "`" + found.finding().object() + "` is taken back by the next apply",
                            "say in the policy who is to have it: an assignment, a role"));
        }
        if (request.until().isEmpty() && adopt(found, request.reason(), terminal)) {
            return Exit.DONE;
        }
        if (request.reason().isEmpty()
                || request.until().isEmpty()
                || !request.until().get().isAfter(clock.instant())) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP3032,
                            "the policy cannot say `" + found.finding().object() + "`",
                            found.look().newColumn(found.finding()).isPresent()
                                    ? "give the column a class with `--class`"
                                    : "keep it as an exception: `--reason` and `--until` with a day"
                                            + " to come"));
        }
        answered(found, "accept", request.reason().get());
        if (!deployment
                .databases()
                .keeper(found.database())
                .accept(
                        deployment.databases().target(found.database()),
                        found.finding(),
                        request.reason().get(),
                        request.until().get())) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP3033,
                            "`" + found.database() + "` has no sound baseline to accept it in",
                            "apply the policy first"));
        }
        terminal.say("= %s until %s".formatted(found.finding().object(), request.until().get()));
        return Exit.DONE;
    }

    /** Into {@code adopted:}, where the database was adopted and that has words for it. */
    private boolean adopt(Found found, Optional<String> reason, Terminal terminal)
            throws SQLException, IOException {
        String database = found.database();
        if (!deployment.inForce().content().policy().adopted().containsKey(database)) {
            return false;
        }
        Path folder = deployment.folder().folder();
        Adopted now = Surveyor.surveyBeside(deployment.databases().target(database)).found();
        Optional<Adopted> next =
                found.look().accepted(found.finding(), AdoptedFile.of(folder, database), now);
        if (next.isEmpty()) {
            return false;
        }
        String file = AdoptedFile.write(folder, database, next.get());
        answered(found, "accept", reason.orElse("adopted"));
        deployment
                .databases()
                .keeper(database)
                .note(deployment.databases().target(database), found.look(), found.finding());
        terminal.say("~ " + file + " has " + found.finding().object() + " as it is now");
        return true;
    }

    /** Says who did what from now on; what it puts into a database is shown. */
    Exit install(Terminal terminal) {
        for (String database :
                deployment.inForce().content().policy().catalog().databases().keySet()) {
            Attribution.statements().forEach(sql -> terminal.say("  " + sql + ";"));
            if (deployment.databases().revert(database, Attribution.statements())
                    instanceof Applied.Failed(Problem problem)) {
                throw new Refused(problem);
            }
            terminal.say("+ event triggers and pg_walinspect in " + database);
        }
        return Exit.DONE;
    }

    private void answered(Found found, String answer, String reason) {
        log.await(
                log.append(
                        new AuditEvent.DriftAnswered(
                                Operator.name(),
                                found.database(),
                                DriftPatrol.event(found.finding()),
                                answer,
                                reason)));
    }

    private List<Found> found() throws SQLException {
        List<Found> found = new ArrayList<>();
        patrol.look()
                .forEach((database, look) ->
                        look.findings().forEach(one -> found.add(new Found(database, look, one))));
        return found;
    }

    /** Those named, or all; a name that is none is a mistake of whoever typed it. */
    private List<Found> chosen(List<String> ids) throws SQLException {
        List<Found> all = found();
        List<Problem> unknown =
                ids.stream()
                        .filter(id -> all.stream().noneMatch(f -> f.finding().id().equals(id)))
                        .map(id ->
                                Problem.of(
                                        ProblemCode.SP3030,
                                        "no drift `" + id + "`",
                                        "`sallyport drift` lists what there is"))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new Refused(unknown);
        }
        return ids.isEmpty()
                ? all
                : all.stream().filter(f -> ids.contains(f.finding().id())).toList();
    }
}
