package dev.sallyport.app;

import dev.sallyport.app.DeployedParts.Name;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Keeps a gateway by what its control plane says, and has it do what is ordered. */
final class Following implements Closeable {
    /** Between two attempts: an outage is over when it is over. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ControlLink link;
    private final FollowedState state;
    private final InstantSource clock;
    private final Consumer<Problem> alarm;
    private final Path data;
    private final String instance;
    private final List<ControlLink.Answer> answers = new ArrayList<>();
    private final Thread thread = Thread.ofVirtual().name("follow").unstarted(this::run);
    private Optional<GatewayOrders> orders = Optional.empty();
    private Optional<String> run = Optional.empty();
    private volatile Optional<ProblemCode> told = Optional.empty();
    private volatile boolean isOver;

    /**
     * @param alarm told what nobody should miss
     * @param data whose one process this is; where a defect leaves its trace
     */
    Following(
            ControlLink link,
            FollowedState state,
            InstantSource clock,
            Consumer<Problem> alarm,
            Path data)
            throws IOException {
        this.instance = instance(data);
        this.link = link;
        this.state = state;
        this.clock = clock;
        this.alarm = alarm;
        this.data = data;
    }

    /** The same for each process of one folder, which has one at a time. */
    private static String instance(Path data) throws IOException {
        Path file = data.resolve("instance");
        if (!Files.exists(file)) {
            Folders.write(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file).strip();
    }

    /**
     * What holds now, unless the control plane is away and what held before is here.
     *
     * @throws Refused where there is nothing to go by
     */
    void begin() throws IOException {
        try {
            round();
        } catch (Refused away) {
            if (!state.isWhole()) {
                throw away;
            }
            fail(away.problems().getFirst());
        }
        if (!state.isWhole()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6015,
                            "no policy was applied yet, so nobody could sign in",
                            "`sallyport plan`, then `sallyport apply` at the control plane"));
        }
    }

    /** From here on, until it is closed. */
    void serve(OwnGateway gateway) {
        orders = Optional.of(new GatewayOrders(gateway));
        thread.start();
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn && !isOver) {
            goesOn = attempt() || Pauses.pause(PAUSE);
        }
    }

    private boolean attempt() {
        try {
            round();
            told = Optional.empty();
            state.hear();
            return true;
        } catch (Refused refused) {
            fail(refused.problems().getFirst());
        } catch (IOException | RuntimeException e) {
            broke(e);
        }
        return false;
    }

    /** Its trace is kept once, too. */
    private void broke(Exception e) {
        if (!told.equals(Optional.of(ProblemCode.SP6008))) {
            fail(
                    Problem.of(
                            ProblemCode.SP6008,
                            "what the control plane says could not be taken",
                            "its trace is in `" + FailureLog.write(data, e, clock) + "`"));
        }
    }

    /** Told once, until it works again or something else is wrong. */
    private void fail(Problem problem) {
        if (isOver) {
            return;
        }
        if (problem.code() == ProblemCode.SP7314) {
            state.close(
                    Problem.of(
                            ProblemCode.SP4019,
                            "this gateway may not follow its control plane any more",
                            "ask its operators, or connect to another gateway"));
        }
        if (!told.equals(Optional.of(problem.code()))) {
            told = Optional.of(problem.code());
            alarm.accept(problem);
        }
    }

    /** What holds first, then what is to be done under it. */
    private void round() throws IOException {
        ControlLink.News news =
                link.next(
                        new ControlLink.Asking(
                                run,
                                instance,
                                state.digests(),
                                List.copyOf(answers),
                                state.takeUses().entrySet().stream()
                                        .map(use ->
                                                new ControlLink.Use(use.getKey(), use.getValue()))
                                        .toList()));
        answers.clear();
        run = Optional.of(news.run());
        for (Name name : Name.values()) {
            String now = news.parts().get(name.word());
            if (now != null && !now.equals(state.digests().get(name.word()))) {
                state.take(name, link.part(name.word()));
            }
        }
        orders.ifPresent(all -> {
            all.begin(news.run());
            news.orders()
                    .forEach(one ->
                            answers.add(
                                    new ControlLink.Answer(
                                            one.id(),
                                            all.perform(one.id(), one.order(), one.arguments()))));
        });
    }

    /** Who is away waits for nobody. */
    private void leave() {
        if (told.isPresent()) {
            return;
        }
        try {
            link.leave(instance);
        } catch (Refused awayToo) {
            // Nobody is told, then.
        }
    }

    @Override
    public void close() {
        isOver = true;
        thread.interrupt();
        leave();
        link.close();
    }
}
