package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.AuditRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Remote;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.policy.PolicySchema;
import dev.sallyport.policy.PolicyTests;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Every command, done. */
final class Commands implements Actions {
    private final InstantSource clock;
    private final Checkout checkout;

    Commands(InstantSource clock, Checkout checkout) {
        this.clock = clock;
        this.checkout = checkout;
    }

    @Override
    public Exit perform(Request request, Terminal terminal) throws Exception {
        return Trouble.named(
                request.data(),
                () ->
                        switch (request) {
                            case Request.Demo demo ->
                                    new Demo(demo, checkout, clock, terminal).run();
                            case Request.Server server -> serve(server, terminal);
                            case Request.ConfigShow asked -> show(asked, terminal);
                            case Request.Plan plan -> inDeployment(plan, terminal);
                            case Request.Apply apply -> inDeployment(apply, terminal);
                            case Request.Doctor doctor ->
                                    Doctor.examine(doctor, checkout, terminal);
                            case Request.Adopt adopt -> Adopting.adopt(adopt, terminal);
                            case Request.Enforcement asked ->
                                    switch (asked.depth()) {
                                        case DATABASES -> inDeployment(asked, terminal);
                                        case FILES ->
                                                EnforcementReport.ofFiles(
                                                        asked, checkout, clock.instant(), terminal);
                                    };
                            case Request.LiveTests _,
                                    Request.Drift _,
                                    Request.ShowAuthority _,
                                    Request.RotateSecrets _,
                                    Request.Saw _,
                                    Request.Backup _ ->
                                    inDeployment(request, terminal);
                            case Request.Kept asked ->
                                    new Restoring(clock, new SecureRandom())
                                            .perform(asked, terminal);
                            case Request.Sessions _, Request.Tokens _, Request.Exports _ ->
                                    inGateway(request, terminal);
                            case Request.Control asked -> inGateway(asked, terminal);
                            case Request.SignIn asked ->
                                    SigningIn.ofUser(clock).perform(asked, terminal);
                            case Request.PolicyCheck(var data, var folder) ->
                                    check(PolicyFolder.choose(folder, data, checkout), terminal);
                            case Request.PolicyTests(var data, var folder) ->
                                    test(PolicyFolder.choose(folder, data, checkout), terminal);
                            case Request.PolicyFormat(var data, var folder, var touch) ->
                                    Formatting.of(
                                            PolicyFolder.choose(folder, data, checkout).folder(),
                                            touch,
                                            terminal);
                            case Request.PolicyLearn asked ->
                                    QueryLesson.learn(asked, clock.instant(), terminal);
                            case Request.PolicySchema _ -> schema(terminal);
                            case Request.Explain question ->
                                    new Explaining(checkout, clock.instant())
                                            .answer(question, terminal);
                            case AuditRequest.Verify asked -> RecordFolder.verify(asked, terminal);
                            case AuditRequest.Show asked -> RecordFolder.show(asked, terminal);
                        });
    }

    @Override
    public Exit perform(Request request, Remote remote, Terminal terminal) throws Exception {
        return new Elsewhere(remote, SigningIn.ofUser(clock)).perform(request, terminal);
    }

    @Override
    public Path data(Path config) {
        ServerConfig read = ConfigReader.read(config, System.getenv());
        try {
            KnownConfig.prepare(read);
        } catch (IOException e) {
            throw new Refused(
                    Trouble.of(e, read.data())
                            .orElseGet(() ->
                                    Problem.of(
                                            ProblemCode.SP6004,
                                            "`" + read.data() + "` cannot be made",
                                            "name another folder as `data:`")));
        }
        return read.data();
    }

    private Exit serve(Request.Server asked, Terminal terminal) throws Exception {
        return new Server(ConfigReader.read(asked.config(), System.getenv()), checkout, clock)
                .run(terminal);
    }

    private static Exit schema(Terminal terminal) {
        terminal.say(PolicySchema.json().stripTrailing());
        return Exit.DONE;
    }

    private static Exit show(Request.ConfigShow asked, Terminal terminal) {
        for (ServerConfig.Origin one :
                ConfigReader.read(asked.config(), System.getenv()).origins()) {
            terminal.say(
                    switch (asked.origins()) {
                        case HIDDEN -> "%s: %s".formatted(one.key(), one.value());
                        case SHOWN ->
                                "%-28s %-40s %s".formatted(one.key(), one.value(), one.from());
                    });
        }
        return Exit.DONE;
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return FailureLog.write(request.data(), failure, clock).toString();
    }

    /** In the running demo where there is one: its record has one writer. */
    private Exit inDeployment(Request request, Terminal terminal) throws Exception {
        Optional<DataDirectory> free = DataDirectory.openIfFree(request.data());
        if (free.isEmpty()) {
            return ControlClient.ask(request, terminal);
        }
        try (Departure departure = Departure.from(request, () -> {})) {
            return departure.end(alone(request, free.get(), terminal.until(departure::isAsked)));
        }
    }

    private Exit alone(Request request, DataDirectory directory, Terminal terminal)
            throws Exception {
        if (request instanceof Request.DriftList list
                && list.form() == Request.Form.TEXT
                && !KnownConfig.isServers(directory.path())) {
            terminal.say(
                    "Nothing runs on `" + request.data() + "`: its database is started to look.");
        }
        try (Running running = new Running()) {
            refuseFollowing(running.add(directory));
            Opening<?> opening = Opening.of(directory, checkout, clock, running);
            Deployment deployment = opening.deployment();
            DriftPatrol patrol = running.add(opening.patrol(deployment));
            return new DeploymentActions(
                            deployment,
                            new Drifting(deployment, patrol, opening.log(), clock),
                            Optional.empty(),
                            Optional.empty(),
                            state(request, directory, opening, running),
                            clock)
                    .perform(request, terminal);
        }
    }

    private static void refuseFollowing(DataDirectory directory) throws IOException {
        Optional<ServerConfig.Follow> follow =
                KnownConfig.of(directory.path()).flatMap(ServerConfig::follow);
        if (follow.isPresent()) {
            throw FollowingActions.elsewhere(follow.get().url());
        }
    }

    /** Started for a backup alone, where there is one. */
    private static Optional<StateDatabase> state(
            Request request, DataDirectory directory, Opening<?> opening, Running running)
            throws IOException {
        return request instanceof Request.Backup && Files.exists(directory.resolve("state"))
                ? Optional.of(
                        DirectoryService.database(
                                running.add(Cluster.ofState(directory, opening.keys()))))
                : Optional.empty();
    }

    /** Nothing is started for it: where nothing runs, nobody signs in. */
    private static Exit inGateway(Request asked, Terminal terminal) throws Exception {
        Optional<DataDirectory> free = DataDirectory.openIfFree(asked.data());
        if (free.isEmpty()) {
            return ControlClient.ask(asked, terminal);
        }
        free.get().close();
        throw DeploymentActions.nobodyListens();
    }

    private Exit check(PolicyFolder folder, Terminal terminal) {
        PolicyFolder.Content accepted = folder.readAt(clock.instant());
        PolicyFolder.requireKnownOwners(accepted);
        accepted.warnings().forEach(warning -> terminal.say("note: " + warning));
        terminal.say(
                "OK  %d roles, %d assignments, %d tests in `%s`"
                        .formatted(
                                accepted.policy().roles().size(),
                                accepted.policy().assignments().size(),
                                accepted.policy().tests().size(),
                                folder.folder()));
        return Exit.DONE;
    }

    private static Exit test(PolicyFolder folder, Terminal terminal) {
        PolicyReading.Accepted accepted = accepted(folder);
        List<Problem> failures = PolicyTests.run(accepted.policy());
        int count = accepted.policy().tests().size();
        if (failures.isEmpty()) {
            terminal.say("OK  %d tests hold".formatted(count));
            return Exit.DONE;
        }
        terminal.refuse(failures);
        terminal.say("%d of %d tests fail".formatted(failures.size(), count));
        return Exit.DIFFERS;
    }

    private static PolicyReading.Accepted accepted(PolicyFolder folder) {
        return switch (PolicyReader.read(folder.folder())) {
            case PolicyReading.Accepted accepted -> accepted;
            case PolicyReading.Rejected(List<Problem> problems) -> throw new Refused(problems);
        };
    }
}
