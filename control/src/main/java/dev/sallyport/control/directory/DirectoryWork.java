package dev.sallyport.control.directory;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only way to change the directory: one change at a time, kept and recorded before it holds,
 * and whoever it shuts out is cut off before anybody is answered.
 */
public final class DirectoryWork {
    /** One writer: what it reads stays true until it has written. */
    private static final long TURN = 7100;

    private final TransactionTemplate transactions;
    private final JdbcClient state;
    private final InstantSource clock;
    private final DirectoryRecord record;
    private final Cutter cutter;
    private final Bell bell;

    public DirectoryWork(
            TransactionTemplate transactions,
            JdbcClient state,
            InstantSource clock,
            DirectoryRecord record,
            Cutter cutter,
            Bell bell) {
        this.transactions = transactions;
        this.state = state;
        this.clock = clock;
        this.record = record;
        this.cutter = cutter;
        this.bell = bell;
    }

    /**
     * @param actor who does it, as {@code scim:okta}
     */
    public <T> T change(String actor, String reason, Function<Change, T> work) {
        Change change = new Change(actor, reason, clock.instant());
        T done =
                inTurn(() -> {
                    T result = work.apply(change);
                    keep(change);
                    return result;
                });
        cutter.cut(change.cuts());
        if (change.concernsDoors()) {
            bell.ring();
        }
        return done;
    }

    /** What a change would come to; nothing of it is kept, recorded or told. */
    List<Step> tried(Consumer<Change> work) {
        Change change = new Change("preview", "", clock.instant());
        return inTurn(status -> {
            work.accept(change);
            status.setRollbackOnly();
            return change.steps();
        });
    }

    <T> T inTurn(Supplier<T> work) {
        return inTurn(status -> work.get());
    }

    /** While nobody changes anything. */
    private <T> T inTurn(Function<TransactionStatus, T> work) {
        T done =
                transactions.execute(status -> {
                    state.sql("SELECT pg_advisory_xact_lock(:turn)")
                            .param("turn", TURN)
                            .query((row, number) -> number)
                            .list();
                    return work.apply(status);
                });
        return Objects.requireNonNull(done, "work in turn has a result");
    }

    /** Recorded before it holds: a crash leaves a record of nothing, never a step without one. */
    private void keep(Change change) {
        change.cuts().forEach(cutter::owe);
        for (Step step : change.steps()) {
            state.sql(
                            """
                            INSERT INTO step (person, login, kind, before, after, actor, reason, at)
                            VALUES (:person::uuid, :login, :kind, :before, :after, :actor,
                                    :reason, :at)
                            """)
                    .param("person", step.person())
                    .param("login", step.login())
                    .param("kind", step.kind())
                    .param("before", step.before().orElse(null))
                    .param("after", step.after())
                    .param("actor", step.actor())
                    .param("reason", step.reason())
                    .param("at", PersonStore.time(step.at()))
                    .update();
        }
        change.steps().forEach(record::append);
    }
}
