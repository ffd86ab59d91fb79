package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditEvent.ExportMarked;
import dev.sallyport.audit.AuditEvent.NotificationHeard;
import dev.sallyport.audit.AuditEvent.SessionClose;
import dev.sallyport.audit.AuditEvent.SessionOpen;
import dev.sallyport.audit.AuditEvent.StatementCounted;
import dev.sallyport.audit.AuditEvent.StatementDone;
import dev.sallyport.audit.AuditEvent.StatementIntent;
import dev.sallyport.audit.AuditEvent.StatementSubjects;
import dev.sallyport.audit.AuditEvent.StatementWindow;
import dev.sallyport.audit.Outcome;
import dev.sallyport.audit.StatementText;
import dev.sallyport.audit.Subjects;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.MessageFields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one session puts on record, and how far it has come. Confined to the event loop. */
final class SessionRecord {
    /** What the database says of a statement it did not come to because an earlier one failed. */
    private static final String NOT_REACHED = "25P02";

    private static final String NO_PRIVILEGE = "42501";

    private final Durability durability;
    private Actor actor;
    private final Explainer explainer;
    private final Conversation conversation;
    private final Saying saying;
    private final SubjectReader subjects;
    private final Allowance allowance;
    private final Meaning meaning;
    private final Showing showing;
    private final Runnable denied;
    private long last = -1;

    /** The latest Execute of a batch that has not committed; null where nothing waits for that. */
    private @Nullable Owed uncommitted;

    SessionRecord(
            Durability durability,
            Actor actor,
            Explainer explainer,
            Conversation conversation,
            Saying saying,
            SubjectReader subjects,
            Allowance allowance,
            Showing showing,
            Runnable denied) {
        this.durability = durability;
        this.actor = actor;
        this.explainer = explainer;
        this.conversation = conversation;
        this.saying = saying;
        this.subjects = subjects;
        this.allowance = allowance;
        this.meaning = new Meaning(conversation);
        this.showing = showing;
        this.denied = denied;
    }

    /** The index of the last event of this session; -1 before the first. */
    long last() {
        return last;
    }

    /** From here on events are told of somebody who holds, or is here for, something else. */
    void now(Admission.Admitted admitted, String address) {
        actor = admitted.actor(actor.session(), address);
        explainer.now(admitted);
    }

    void opened(Proof proof) {
        append(new SessionOpen(actor, proof.means().word(), proof.id()));
    }

    void heard(String channel) {
        append(new NotificationHeard(actor, channel));
    }

    /** The session ends; whether a statement that still runs takes effect is not known. */
    void closed(String reason) {
        abandoned();
        allowance.look();
        append(new SessionClose(actor, reason));
    }

    /** Before a write is forwarded: every statement of it. */
    long intent(Judged judged, long number) {
        for (StatementText text : judged.texts()) {
            append(new StatementIntent(actor, number++, text));
        }
        return last;
    }

    /** Before part of a large result leaves. */
    void window(Owed running) {
        shown(running);
        append(new StatementWindow(actor, running.number(), running.text(), running.rows()));
    }

    /** Before a file leaves; answers what the client is told of it. */
    Optional<NoticeResponse> copies(Owed running) {
        Optional<String> mark = allowance.mark(running);
        mark.ifPresent(one -> append(new ExportMarked(actor, running.number(), one)));
        return mark.map(one -> Refusal.notice(Limit.marked(one)));
    }

    void done(Owed running, long rows) {
        ended(running);
        append(new StatementDone(actor, running.number(), running.text(), rows, Outcome.ok()));
        uncommitted = running.kind() == Owed.Kind.EXECUTE ? running : null;
        Judged judged = running.judged();
        if (judged != null && running.done() < judged.statements().size()) {
            Statement ran = judged.statements().get(running.done());
            conversation.ran(ran, running);
            judged.stating().filter(stating -> Stating.concerns(ran)).ifPresent(saying::ran);
            saying.ran(ran);
        }
    }

    /** The database is ready: what ran has become of what it will. */
    void ready() {
        uncommitted = null;
    }

    /** Records a failure and answers what the client is told of it. */
    ErrorResponse failed(@Nullable Owed running, ErrorResponse error) {
        saying.failed();
        Explainer.Told told = explainer.explain(running, error);
        Judged judged = running == null ? null : running.judged();
        if (told.error().fields().sqlState().equals(NO_PRIVILEGE)) {
            denied.run();
        }
        if (running != null && running.kind() == Owed.Kind.SYNC && uncommitted != null) {
            ended(uncommitted, told.outcome());
        }
        if (running != null && running.isOurs()) {
            attempted(told.outcome());
        }
        if (running != null && judged != null) {
            if (told.refusedByGate()) {
                refused(running, judged, told.outcome());
            } else {
                long number = running.runs() ? running.number() : conversation.number(1);
                shown(running);
                aggregate(running, !subjects.end() && running.runs() && mayHaveRead(error));
                append(
                        new StatementDone(
                                actor, number, running.text(), running.rows(), told.outcome()));
                notReached(running, 1);
            }
        }
        return told.error();
    }

    /** Something of ours has failed before what it was for; what waits for its intent says so. */
    private void attempted(Outcome outcome) {
        Owed meant = conversation.owed().firstRunningOfBatch();
        Judged judged = meant == null ? null : meant.judged();
        if (meant != null && judged != null && judged.overtakesRecord()) {
            ended(meant, outcome);
        }
    }

    private void ended(Owed statement, Outcome outcome) {
        append(new StatementDone(actor, statement.number(), statement.text(), 0, outcome));
    }

    /** Before the event that releases rows: what they count for, and whose they are. */
    private void shown(Owed running) {
        if (allowance.hasCounted()) {
            List<String> meters = allowance.meters();
            long rows = allowance.counted();
            if (!meters.isEmpty()) {
                append(new StatementCounted(actor, running.number(), meters, rows));
            }
        }
        if (subjects.isDue()) {
            Subjects whose = subjects.take(asked(running).tables());
            append(new StatementSubjects(actor, running.number(), whose));
        }
    }

    /** What the columns of its result show, as far as its text tells, too. */
    ResultColumns meant(ResultColumns columns, Owed running) {
        return columns.of(meaning.added(running)).of(asked(running));
    }

    private Asked asked(Owed running) {
        return showing.namesSubjects()
                ? meaning.of(running).map(showing::asked).orElse(Asked.UNKNOWN)
                : Asked.NOTHING;
    }

    /** At its end also, that it was about somebody and showed no row of theirs. */
    private void ended(Owed running) {
        shown(running);
        aggregate(running, !subjects.end());
    }

    private void aggregate(Owed running, boolean applies) {
        List<String> named = applies ? asked(running).tables() : List.of();
        if (!named.isEmpty()) {
            append(new StatementSubjects(actor, running.number(), Subjects.aggregate(named)));
        }
    }

    /** That it failed may be its answer, as of a division by what is zero for one person. */
    private static boolean mayHaveRead(ErrorResponse error) {
        String state = error.fields().sqlState();
        return error.fields().value(MessageFields.POSITION).isEmpty()
                && !state.equals(NOT_REACHED)
                && !state.equals(NO_PRIVILEGE);
    }

    /** Refused whole: no statement of the text has run. */
    private void refused(Owed owed, Judged judged, Outcome outcome) {
        int count = judged.texts().size();
        long number = owed.runs() ? owed.number() : conversation.number(count);
        for (StatementText text : judged.texts()) {
            append(new StatementDone(actor, number++, text, 0, outcome));
        }
    }

    /** A message the database skipped because an earlier one failed. */
    void skipped(Owed owed) {
        notReached(owed, 0);
    }

    /** Statements whose intent is on record and which never ran. */
    private void notReached(Owed owed, int from) {
        Judged judged = owed.judged();
        if (judged == null
                || judged.overtakesRecord()
                || judged.refusal().isPresent()
                || !owed.runs()) {
            return;
        }
        for (int i = owed.done() + from; i < judged.texts().size(); i++) {
            append(
                    new StatementDone(
                            actor,
                            owed.number() - owed.done() + i,
                            judged.texts().get(i),
                            0,
                            Outcome.error(NOT_REACHED)));
        }
    }

    /** Whatever was on its way when the session ended. */
    private void abandoned() {
        for (Owed running : conversation.owed().running()) {
            if (running.judged() != null) {
                shown(running);
                append(
                        new StatementDone(
                                actor,
                                running.number(),
                                running.text(),
                                running.rows(),
                                Outcome.unknown()));
            }
        }
    }

    private void append(AuditEvent event) {
        last = durability.append(event);
    }
}
