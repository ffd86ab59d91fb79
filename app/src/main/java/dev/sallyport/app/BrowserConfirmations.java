package dev.sallyport.app;

import dev.sallyport.audit.AuditUnavailable;
import dev.sallyport.control.signin.Answer;
import dev.sallyport.control.signin.Confirmations;
import dev.sallyport.control.signin.Question;
import dev.sallyport.gateway.BrowserSignIns;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The gateway's connections, at the page of the control plane where people confirm them. */
final class BrowserConfirmations implements BrowserSignIns {
    private final AtomicReference<Confirmations> pages = new AtomicReference<>();
    private final ControlRecord record;

    BrowserConfirmations(ControlRecord record) {
        this.record = record;
    }

    /** The control plane serves; until then nobody can be asked. */
    void serve(Confirmations confirmations) {
        pages.set(confirmations);
    }

    @Override
    public Optional<Waiting> ask(Connection connection, Duration longest, Consumer<Verdict> told) {
        return Optional.ofNullable(pages.get())
                .flatMap(there ->
                        there.ask(
                                new Question.ForConnection(
                                        connection.login(),
                                        connection.database(),
                                        connection.application(),
                                        connection.client().getHostAddress()),
                                connection.client(),
                                longest,
                                answer -> verdict(answer).ifPresent(told)))
                .flatMap(this::recorded);
    }

    /** Without a record nobody is asked. */
    private Optional<Waiting> recorded(Confirmations.Waiting waiting) {
        try {
            record.asked(waiting.network(), waiting.id());
            return Optional.of(of(waiting));
        } catch (AuditUnavailable away) {
            waiting.leave();
            return Optional.empty();
        }
    }

    private static Waiting of(Confirmations.Waiting waiting) {
        return new Waiting() {
            @Override
            public URI link() {
                return waiting.link();
            }

            @Override
            public String code() {
                return waiting.code();
            }

            @Override
            public void leave() {
                waiting.leave();
            }
        };
    }

    /** Empty where it is the gateway that ended it. */
    private static Optional<Verdict> verdict(Answer answer) {
        return switch (answer) {
            case Answer.Given(var id, var until, var proved) ->
                    Optional.of(new Verdict.Confirmed(id, until, proved));
            case Answer.Declined _ -> Optional.of(unconfirmed("somebody said no"));
            case Answer.SomebodyElse _ ->
                    Optional.of(unconfirmed("whoever answered is somebody else"));
            case Answer.Nothing _ ->
                    Optional.of(unconfirmed("whoever answered holds no role of a database"));
            case Answer.Broken _ -> Optional.of(unconfirmed("the control plane failed"));
            case Answer.Confirmed _ -> throw new IllegalStateException("no program asked");
            case Answer.Left _ -> Optional.empty();
        };
    }

    private static Verdict unconfirmed(String because) {
        return new Verdict.Unconfirmed(
                Problem.of(
                        ProblemCode.SP4017,
                        "this connection was not confirmed: " + because,
                        "connect again, if you did not mean that"));
    }
}
