package dev.sallyport.control.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Slows who guesses. Every attempt is counted as a failure before it is judged, so that a thousand
 * at once are no more than one after the other; who was right is given it back.
 */
final class Pace {
    /** After a day without a failure the next one is the first. */
    static final Duration MEMORY = Duration.ofHours(24);

    /** Some 20 MB; what has failed least is forgotten first. */
    static final int MOST = 100_000;

    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);

    /** Passes over what an attempt holds, which may be waiting for what this would hold. */
    private static final String FORGET =
            """
            DELETE FROM control.sign_in_pace WHERE (scope, subject) IN (
                SELECT scope, subject FROM control.sign_in_pace pace JOIN (
                    SELECT scope, subject, last_at, row_number()
                        OVER (ORDER BY failures DESC, last_at DESC) AS place
                    FROM control.sign_in_pace) ranked USING (scope, subject)
                WHERE ranked.last_at < :forgotten OR place > :most
                FOR UPDATE OF pace SKIP LOCKED)
            """;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Envelope envelope;
    private final int most;
    private final AtomicReference<Instant> tidied = new AtomicReference<>(Instant.MIN);

    /** Whether an attempt is heard. */
    sealed interface Ruling {}

    /** It is, and was counted. */
    record Charged(List<Charge> charges) implements Ruling {
        Charged {
            charges = List.copyOf(charges);
        }
    }

    /** Not before then. */
    record Slowed(Instant until) implements Ruling {}

    /** One count that an attempt raised. */
    record Charge(Mark mark, int failures, Instant at) {}

    /** What is counted. */
    static final class Mark {
        private final Scope scope;
        private final byte[] subject;

        private Mark(Scope scope, byte[] subject) {
            this.scope = scope;
            this.subject = subject;
        }

        Scope scope() {
            return scope;
        }
    }

    private record Count(Mark mark, int failures, Instant next, Instant last) {}

    Pace(JdbcClient database, TransactionTemplate transaction, Envelope envelope, int most) {
        this.database = database;
        this.transaction = transaction;
        this.envelope = envelope;
        this.most = most;
    }

    /** An attempt with a password. */
    Ruling charge(String login, Source source, Familiarity place, Instant now) {
        tidy(now);
        return charge(
                switch (place) {
                    case KNOWN_HERE ->
                            List.of(
                                    mark(Scope.KNOWN_PLACE, login, source.network()),
                                    mark(Scope.LOGIN, login));
                    case NEW_HERE ->
                            List.of(
                                    mark(Scope.NEW_PLACE, login, source.network()),
                                    mark(Scope.SOURCE, source.network()),
                                    mark(Scope.LOGIN, login));
                },
                now);
    }

    /** An attempt with a code, of somebody who knows the password. */
    Ruling chargeCode(String login, Source source, Familiarity place, Instant now) {
        return charge(
                List.of(
                        switch (place) {
                            case KNOWN_HERE -> mark(Scope.CODE_HERE, login, source.network());
                            case NEW_HERE -> mark(Scope.CODE_ELSEWHERE, login);
                        }),
                now);
    }

    /**
     * An answer of a passkey.
     *
     * @param login whose it is; empty where nobody has it
     */
    Ruling chargePasskey(String login, Source source, Instant now) {
        tidy(now);
        return charge(List.of(mark(Scope.PASSKEY, login, source.network())), now);
    }

    /**
     * @param marks in the order of scopes, in which everybody takes the locks
     */
    private Ruling charge(List<Mark> marks, Instant now) {
        return transaction.execute(status -> {
            List<Count> counts = marks.stream().map(mark -> locked(mark, now)).toList();
            Instant next =
                    counts.stream().map(Count::next).max(Comparator.naturalOrder()).orElse(now);
            if (now.isBefore(next)) {
                // What is not heard leaves no row: nobody fills the table by asking on.
                status.setRollbackOnly();
                return new Slowed(next);
            }
            return new Charged(counts.stream().map(count -> raise(count, now)).toList());
        });
    }

    /**
     * Locks the row, new or old, until the transaction ends: of many at once each sees the next.
     */
    private Count locked(Mark mark, Instant now) {
        return about(
                        """
                        INSERT INTO control.sign_in_pace (scope, subject, failures, next_at, last_at)
                        VALUES (:scope, :subject, 0, :now, :now)
                        ON CONFLICT (scope, subject) DO UPDATE SET scope = excluded.scope
                        RETURNING failures, next_at, last_at
                        """,
                        mark)
                .param("now", sql(now))
                .query((row, _) ->
                        new Count(
                                mark,
                                row.getInt(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                .single();
    }

    private Charge raise(Count count, Instant now) {
        int failures = count.last().isBefore(now.minus(MEMORY)) ? 1 : count.failures() + 1;
        about(
                        """
                        UPDATE control.sign_in_pace SET failures = :failures, next_at = :next, last_at = :now
                        WHERE scope = :scope AND subject = :subject
                        """,
                        count.mark())
                .param("failures", failures)
                .param("next", sql(count.mark().scope().next(failures, now)))
                .param("now", sql(now))
                .update();
        return new Charge(count.mark(), failures, now);
    }

    /** Who was right did not fail. What others failed at the same place stays counted. */
    void giveBack(List<Charge> charges) {
        for (Charge charge : charges) {
            about(
                            """
                            UPDATE control.sign_in_pace SET failures = greatest(failures - 1, 0),
                            next_at = CASE WHEN last_at = :at THEN :at ELSE next_at END
                            WHERE scope = :scope AND subject = :subject
                            """,
                            charge.mark())
                    .param("at", sql(charge.at()))
                    .update();
        }
    }

    /** What stood in the way of somebody where they have just proved who they are. */
    void forgive(String login, Source source) {
        Stream.of(Scope.NEW_PLACE, Scope.KNOWN_PLACE, Scope.CODE_HERE, Scope.PASSKEY)
                .map(scope -> mark(scope, login, source.network()))
                .forEach(mark ->
                        about(
                                        "DELETE FROM control.sign_in_pace"
                                                + " WHERE scope = :scope AND subject = :subject",
                                        mark)
                                .update());
    }

    private void tidy(Instant now) {
        Instant last = tidied.get();
        if (last.isBefore(now.minus(TIDY_EVERY)) && tidied.compareAndSet(last, now)) {
            database.sql(FORGET)
                    .param("forgotten", sql(now.minus(MEMORY)))
                    .param("most", most)
                    .update();
        }
    }

    private Mark mark(Scope scope, String... words) {
        return new Mark(scope, envelope.blur(words));
    }

    private JdbcClient.StatementSpec about(String sql, Mark mark) {
        return database.sql(sql).param("scope", mark.scope().name()).param("subject", mark.subject);
    }

    private static OffsetDateTime sql(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
