package dev.sallyport.control.directory;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
     * Of ourselves: a date has come, or an operator decides.
     *
     * @param actor who does it, as {@code clock}
     */
    public <T> T change(String actor, String reason, Function<Change, T> work) {
        return change(Optional.empty(), actor, reason, work);
    }

    /**
     * Told by a source of people.
     *
     * @param actor who does it, as {@code scim:okta}
     */
    public <T> T change(Source source, String actor, String reason, Function<Change, T> work) {
        return change(Optional.of(source), actor, reason, work);
    }

    private <T> T change(
            Optional<Source> source, String actor, String reason, Function<Change, T> work) {
        Change change = new Change(source, actor, reason, clock.instant());
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

    /** What a source's change would come to; nothing of it is kept, recorded or told. */
    public <T> T tried(Source source, Function<Change, T> work) {
        Change change = new Change(Optional.of(source), "preview", "", clock.instant());
        return inTurn(status -> {
            status.setRollbackOnly();
            return work.apply(change);
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
        insert(change.steps());
        record.append(change.steps());
    }

    /** In one statement: a directory that is read first is thousands of steps. */
    private void insert(List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        state.sql(
                        """
                        INSERT INTO step (person, program, login, kind, before, after, actor, reason, at)
                        SELECT person, program, login, kind, before, after, actor, reason, at
                          FROM unnest(:person::uuid[], :program::uuid[], :login::text[], :kind::text[],
                                      :before::text[], :after::text[], :actor::text[],
                                      :reason::text[], :at::timestamptz[]) WITH ORDINALITY
                               AS told (person, program, login, kind, before, after, actor, reason, at, place)
                         ORDER BY place
                        """)
                .param("person", texts(steps, step -> isPersons(step) ? step.id() : null))
                .param("program", texts(steps, step -> isPersons(step) ? null : step.id()))
                .param("login", texts(steps, Step::login))
                .param("kind", texts(steps, Step::kind))
                .param("before", texts(steps, step -> step.before().orElse(null)))
                .param("after", texts(steps, Step::after))
                .param("actor", texts(steps, Step::actor))
                .param("reason", texts(steps, Step::reason))
                .param("at", texts(steps, step -> step.at().toString()))
                .update();
    }

    private static boolean isPersons(Step step) {
        return switch (step.whose()) {
            case PERSON -> true;
            case AGENT, SERVICE -> false;
        };
    }

    private static @Nullable String[] texts(List<Step> steps, Function<Step, @Nullable String> of) {
        return steps.stream().map(of).toArray(String[]::new);
    }
}
