package dev.sallyport.audit;

import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One thing that happened: a leaf of the log. It never carries a literal, a parameter or a row. */
public sealed interface AuditEvent {

    /** A write about to be forwarded; durable before the database sees it. */
    record StatementIntent(Actor actor, long number, StatementText text) implements AuditEvent {}

    /**
     * Part of a large result about to be released; durable before its rows leave.
     *
     * @param rows all rows of this statement up to and including this window
     */
    record StatementWindow(Actor actor, long number, StatementText text, long rows)
            implements AuditEvent {}

    /** Whose records are in the rows that the next window or end of the statement releases. */
    record StatementSubjects(Actor actor, long number, Subjects subjects) implements AuditEvent {}

    /**
     * Rows that count towards limits, in the rows that the next window or end of the statement
     * releases.
     *
     * @param meters what they count for: a role or a guardrail
     */
    record StatementCounted(Actor actor, long number, List<String> meters, long rows)
            implements AuditEvent {
        public StatementCounted {
            meters = List.copyOf(meters);
        }
    }

    /** About rows that leave as a file. */
    sealed interface Export extends AuditEvent {}

    /**
     * Rows are about to leave as a file, and bear a mark.
     *
     * @param mark what the client was told; what was agreed to, where somebody had to
     */
    record ExportMarked(Actor actor, long number, String mark) implements Export {}

    /** Somebody wants rows as a file, and somebody else has to agree. */
    record ExportAsked(Actor actor, String id, StatementText text) implements Export {}

    /**
     * Somebody answers; durable before it counts.
     *
     * @param actor the person at the command line or console
     * @param by who answers for it
     * @param login who asked
     * @param until empty for a refusal
     */
    record ExportAnswered(String actor, String by, String id, String login, Optional<Instant> until)
            implements Export {}

    /**
     * A statement's end; the number within the session joins it with its intent and windows.
     *
     * @param rows returned or changed, windows included
     */
    record StatementDone(Actor actor, long number, StatementText text, long rows, Outcome outcome)
            implements AuditEvent {}

    /** A notification on a channel that a session listens to is about to be released. */
    record NotificationHeard(Actor actor, String channel) implements AuditEvent {}

    /**
     * A person is in.
     *
     * @param means {@code password}, {@code token} or {@code certificate}
     * @param id which of them, where a person can have several
     */
    record SessionOpen(Actor actor, String means, String id) implements AuditEvent {}

    /**
     * Somebody gives a person a token to sign in with; durable before it can be used.
     *
     * @param actor the person at the command line or console
     */
    record TokenIssued(String actor, String id, String login, Instant until)
            implements AuditEvent {}

    /** Somebody takes a token back; durable before it is. */
    record TokenRevoked(String actor, String id, String login) implements AuditEvent {}

    /**
     * Somebody was not let in.
     *
     * @param login as claimed, unproved
     */
    record SessionRefused(String login, String database, String address, ProblemCode reason)
            implements AuditEvent {}

    /**
     * A session ended.
     *
     * @param reason a word of the gateway, such as {@code client} or {@code SP4008}
     */
    record SessionClose(Actor actor, String reason) implements AuditEvent {}

    /**
     * Somebody should look at what a session does. Raised once an hour at most for a person and a
     * rule; what it is about stands on record each time.
     *
     * @param kind a word of the gateway, such as {@code denials}
     * @param rule file and line of the policy; empty where no rule of a policy says so
     * @param told one line without a value
     */
    record AlertRaised(Actor actor, String kind, String rule, String told) implements AuditEvent {}

    /**
     * Somebody asks the record who saw a subject; durable before it answers.
     *
     * @param actor the person at the command line or console
     * @param whose the pseudonyms that the subject has on record
     * @param since from when on; empty for all of it
     */
    record RecordAsked(String actor, SortedSet<Pseudonym> whose, Optional<Instant> since)
            implements AuditEvent {

        public RecordAsked {
            whose = Collections.unmodifiableSortedSet(new TreeSet<>(whose));
        }
    }

    /**
     * A step of the control plane: of somebody's employment, or on the way to prove who they are.
     *
     * @param type as {@code person.suspended}: lower-case words, dots between them
     * @param actor whose step it is; empty where nobody proved who they are
     * @param about what it is about, never a secret
     */
    record ControlStep(String type, String actor, SortedMap<String, String> about)
            implements AuditEvent {
        private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z]+)+");

        public ControlStep {
            if (!TYPE.matcher(type).matches()) {
                throw new IllegalArgumentException("`" + type + "` is no type of an event");
            }
            about = Collections.unmodifiableSortedMap(new TreeMap<>(about));
        }
    }

    /** A change of native rights about to be made; durable before its first statement runs. */
    record PlanIntended(PlanSummary plan) implements AuditEvent {}

    /** The change is made. */
    record PlanApplied(PlanSummary plan) implements AuditEvent {}

    /** The change was not made, or not wholly. */
    record PlanFailed(PlanSummary plan, ProblemCode reason) implements AuditEvent {}

    /**
     * Who wants which policy in which database, and whom it touches.
     *
     * @param id joins the intent with the outcome
     * @param actor the person at the command line or console
     * @param policy hash of the policy folder
     * @param gaining how many logins gain something
     * @param losers the logins that lose something
     */
    record PlanSummary(
            String id,
            String actor,
            String database,
            String policy,
            int gaining,
            List<String> losers) {

        public PlanSummary {
            losers = List.copyOf(losers);
        }
    }

    /** Native accounts are given the secrets of another epoch; durable before any has one. */
    record SecretsRotated(String actor, int epoch) implements AuditEvent {}

    /** Something was changed in a database behind our back. */
    record DriftFound(String database, Drift drift) implements AuditEvent {}

    /**
     * Somebody answers a change behind our back; durable before anything is done.
     *
     * @param actor the person at the command line or console
     * @param answer {@code revert} or {@code accept}
     */
    record DriftAnswered(String actor, String database, Drift drift, String answer, String reason)
            implements AuditEvent {}

    /**
     * What changed, in words without a value.
     *
     * @param id the same as long as nothing changes
     * @param severity {@code alert} or {@code notice}
     * @param who as the database knows it, or {@code unknown}
     */
    record Drift(
            String id,
            String severity,
            String kind,
            String object,
            String before,
            String after,
            String who) {}

    /**
     * The log itself speaks: a writer began.
     *
     * @param origin the log's name
     * @param vkey who signs from here on
     */
    record LogOpen(String origin, String vkey) implements AuditEvent {}

    /**
     * The last writer did not end by itself.
     *
     * @param cut how many bytes of unfinished events were cut off
     * @param hash SHA-256 of what was cut, in base64
     */
    record LogRecovered(long cut, String hash) implements AuditEvent {}

    /** The writer ended by itself; nothing of it follows. */
    record LogClose() implements AuditEvent {}
}
