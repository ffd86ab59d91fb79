package dev.sallyport.audit;

import static dev.sallyport.audit.Json.utf8;

import dev.sallyport.audit.AuditEvent.AlertRaised;
import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditEvent.Drift;
import dev.sallyport.audit.AuditEvent.DriftAnswered;
import dev.sallyport.audit.AuditEvent.DriftFound;
import dev.sallyport.audit.AuditEvent.Export;
import dev.sallyport.audit.AuditEvent.ExportAnswered;
import dev.sallyport.audit.AuditEvent.ExportAsked;
import dev.sallyport.audit.AuditEvent.ExportMarked;
import dev.sallyport.audit.AuditEvent.LogClose;
import dev.sallyport.audit.AuditEvent.LogOpen;
import dev.sallyport.audit.AuditEvent.LogRecovered;
import dev.sallyport.audit.AuditEvent.NotificationHeard;
import dev.sallyport.audit.AuditEvent.PlanApplied;
import dev.sallyport.audit.AuditEvent.PlanFailed;
import dev.sallyport.audit.AuditEvent.PlanIntended;
import dev.sallyport.audit.AuditEvent.PlanSummary;
import dev.sallyport.audit.AuditEvent.RecordAsked;
import dev.sallyport.audit.AuditEvent.SecretsRotated;
import dev.sallyport.audit.AuditEvent.SessionClose;
import dev.sallyport.audit.AuditEvent.SessionOpen;
import dev.sallyport.audit.AuditEvent.SessionRefused;
import dev.sallyport.audit.AuditEvent.StatementCounted;
import dev.sallyport.audit.AuditEvent.StatementDone;
import dev.sallyport.audit.AuditEvent.StatementIntent;
import dev.sallyport.audit.AuditEvent.StatementSubjects;
import dev.sallyport.audit.AuditEvent.StatementWindow;
import dev.sallyport.audit.AuditEvent.TokenIssued;
import dev.sallyport.audit.AuditEvent.TokenRevoked;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/** The canonical bytes: one JSON object for each event, its keys always in this order. */
final class EventWriter {
    /** Losers named in one event, at most 63 bytes each, fill half of it; all are counted. */
    static final int NAMED_LOSERS = 500;

    private static final byte[] HEAD = utf8("{\"v\":1,\"id\":\"");
    private static final byte[] TIME = utf8("\",\"ts\":\"");
    private static final byte[] TYPE = utf8("\",\"type\":\"");
    private static final byte[] INTENT = utf8("statement\",\"phase\":\"intent\",");
    private static final byte[] WINDOW = utf8("statement\",\"phase\":\"window\",");
    private static final byte[] DONE = utf8("statement\",\"phase\":\"done\",");
    private static final byte[] SUBJECTS = utf8("statement\",\"phase\":\"subjects\",");
    private static final byte[] COUNTED = utf8("statement\",\"phase\":\"counted\",");
    private static final byte[] STATEMENT = utf8(",\"stmt\":{\"n\":");
    private static final byte[] COMMA = utf8(",");
    private static final byte[] CLOSE = utf8("}");
    private static final byte[] CLOSE_TWICE = utf8("}}");
    private static final byte[] COUNT_FOR = utf8("},\"count\":{\"for\":");
    private static final byte[] COUNT_ROWS = utf8(",\"rows\":");
    private static final byte[] OUT_ROWS = utf8("},\"out\":{\"rows\":");
    private static final byte[] OUT_STATUS = utf8("},\"out\":{\"st\":\"");
    private static final byte[] ROWS = utf8("\",\"rows\":");
    private static final byte[] CODE = utf8(",\"code\":\"");
    private static final byte[] QUOTE = utf8("\"");

    private static final int TIME_AT = HEAD.length + EventIds.TEXT_BYTES + TIME.length;
    private static final int TYPE_AT = TIME_AT + EventClock.TEXT_BYTES + TYPE.length;
    private static final byte[] LOG_CLOSE = utf8("log.close\"");

    private final EventIds ids;
    private final EventClock clock;

    EventWriter(EventIds ids, EventClock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    void write(AuditEvent event, EventBuffer to) {
        to.raw(HEAD).raw(ids.next()).raw(TIME).raw(clock.tick()).raw(TYPE);
        switch (event) {
            case StatementDone done -> done(done, to);
            case StatementIntent(var actor, var number, var text) ->
                    statement(INTENT, actor, number, text, to).raw(CLOSE_TWICE);
            case StatementWindow(var actor, var number, var text, var rows) ->
                    statement(WINDOW, actor, number, text, to)
                            .raw(OUT_ROWS)
                            .number(rows)
                            .raw(CLOSE_TWICE);
            case StatementSubjects subjects -> subjects(subjects, to);
            case StatementCounted counted -> counted(counted, to);
            case Export export -> export(export, to);
            case SessionOpen(var actor, var means, var id) ->
                    ofSession(
                            "session.open",
                            actor,
                            "\"auth\":{\"by\":%s,\"id\":%s}"
                                    .formatted(Json.name(means), Json.name(id)),
                            to);
            case TokenIssued(var actor, var id, var login, var until) ->
                    to.raw(utf8(token("issued", actor, id, login, ",\"until\":\"" + until + "\"")));
            case TokenRevoked(var actor, var id, var login) ->
                    to.raw(utf8(token("revoked", actor, id, login, "")));
            case RecordAsked asked -> to.raw(utf8(asked(asked)));
            case ControlStep step -> to.raw(utf8(step(step)));
            case SessionRefused refused -> to.raw(utf8(refused(refused)));
            case SessionClose(var actor, var reason) ->
                    ofSession(
                            "session.close",
                            actor,
                            "\"out\":{\"reason\":" + Json.name(reason) + "}",
                            to);
            case NotificationHeard(var actor, var channel) ->
                    ofSession("notification.heard", actor, "\"channel\":" + Json.name(channel), to);
            case AlertRaised alert -> alert(alert, to);
            case PlanIntended(var plan) -> to.raw(utf8(plan("intended", plan, "")));
            case PlanApplied(var plan) -> to.raw(utf8(plan("applied", plan, "")));
            case PlanFailed(var plan, var reason) ->
                    to.raw(utf8(plan("failed", plan, ",\"out\":{\"code\":\"" + reason + "\"}")));
            case SecretsRotated(var actor, var epoch) ->
                    to.raw(
                            utf8(
                                    "secrets.rotated\",\"actor\":{\"sub\":%s},\"secrets\":{\"epoch\":%d}}"
                                            .formatted(Json.name(actor), epoch)));
            case DriftFound(var database, var drift) ->
                    to.raw(
                            utf8(
                                    "drift.found\",\"dst\":{\"db\":%s},%s}"
                                            .formatted(Json.name(database), drift(drift))));
            case DriftAnswered answered -> to.raw(utf8(answered(answered)));
            case LogOpen open -> to.raw(utf8(opened(open)));
            case LogRecovered recovered -> to.raw(utf8(recovered(recovered)));
            case LogClose() -> to.raw(LOG_CLOSE).raw(CLOSE);
        }
    }

    private static String opened(LogOpen open) {
        return "log.open\",\"log\":{\"origin\":%s,\"vkey\":%s}}"
                .formatted(Json.quoted(open.origin()), Json.quoted(open.vkey()));
    }

    private static String recovered(LogRecovered recovered) {
        return "log.recovered\",\"log\":{\"cut\":%d,\"sha256\":%s}}"
                .formatted(recovered.cut(), Json.quoted(recovered.hash()));
    }

    private static void ofSession(String type, Actor actor, String rest, EventBuffer to) {
        to.ascii(type + "\",").raw(actor.json()).raw(utf8("," + rest + "}"));
    }

    /** Whether these canonical bytes say that the writer ended by itself. */
    static boolean closes(byte[] json) {
        return json.length == TYPE_AT + LOG_CLOSE.length + CLOSE.length
                && matches(json, TYPE_AT, LOG_CLOSE);
    }

    /** The time in these canonical bytes, in microseconds. */
    static OptionalLong timeOf(byte[] json) {
        if (json.length < TYPE_AT) {
            return OptionalLong.empty();
        }
        var text = new String(json, TIME_AT, EventClock.TEXT_BYTES, StandardCharsets.US_ASCII);
        try {
            return OptionalLong.of(EventClock.micros(Instant.parse(text)));
        } catch (DateTimeParseException notCanonical) {
            return OptionalLong.empty();
        }
    }

    private static void done(StatementDone done, EventBuffer to) {
        statement(DONE, done.actor(), done.number(), done.text(), to)
                .raw(OUT_STATUS)
                .ascii(done.outcome().status().word())
                .raw(ROWS)
                .number(done.rows());
        if (!done.outcome().code().isEmpty()) {
            to.raw(CODE).ascii(done.outcome().code()).raw(QUOTE);
        }
        to.raw(CLOSE_TWICE);
    }

    private static void subjects(StatementSubjects event, EventBuffer to) {
        to.raw(SUBJECTS)
                .raw(event.actor().json())
                .raw(STATEMENT)
                .number(event.number())
                .raw(utf8("},\"subj\":" + event.subjects().json()))
                .raw(CLOSE);
    }

    private static void counted(StatementCounted event, EventBuffer to) {
        to.raw(COUNTED)
                .raw(event.actor().json())
                .raw(STATEMENT)
                .number(event.number())
                .raw(COUNT_FOR)
                .raw(utf8(Json.names(event.meters())))
                .raw(COUNT_ROWS)
                .number(event.rows())
                .raw(CLOSE_TWICE);
    }

    private static void alert(AlertRaised alert, EventBuffer to) {
        ofSession(
                "alert.raised",
                alert.actor(),
                "\"alert\":{\"kind\":%s,\"rule\":%s,\"told\":%s}"
                        .formatted(
                                Json.name(alert.kind()),
                                Json.name(alert.rule()),
                                Json.quoted(alert.told())),
                to);
    }

    private static void export(Export event, EventBuffer to) {
        switch (event) {
            case ExportMarked(var actor, var number, var mark) ->
                    to.ascii("export.marked\",")
                            .raw(actor.json())
                            .raw(STATEMENT)
                            .number(number)
                            .raw(utf8("},\"export\":{\"id\":" + Json.name(mark) + "}}"));
            case ExportAsked(var actor, var id, var text) ->
                    to.ascii("export.asked\",")
                            .raw(actor.json())
                            .raw(utf8(",\"export\":{\"id\":" + Json.name(id) + "},\"stmt\":{"))
                            .raw(text.json())
                            .raw(CLOSE_TWICE);
            case ExportAnswered answered -> to.raw(utf8(answered(answered)));
        }
    }

    private static EventBuffer statement(
            byte[] phase, Actor actor, long number, StatementText text, EventBuffer to) {
        return to.raw(phase)
                .raw(actor.json())
                .raw(STATEMENT)
                .number(number)
                .raw(COMMA)
                .raw(text.json());
    }

    private static String asked(RecordAsked asked) {
        return "record.asked\",\"actor\":{\"sub\":%s},\"asked\":{\"whose\":\"%s\"%s}}"
                .formatted(
                        Json.name(asked.actor()),
                        Subjects.encode(asked.whose()),
                        asked.since().map(since -> ",\"since\":\"" + since + "\"").orElse(""));
    }

    private static String refused(SessionRefused refused) {
        return "session.refused\",\"actor\":{\"claimed\":%s},\"src\":{\"addr\":%s},\"dst\":{\"db\":%s},\"out\":{\"st\":\"denied\",\"code\":\"%s\"}}"
                .formatted(
                        Json.name(refused.login()),
                        Json.name(refused.address()),
                        Json.name(refused.database()),
                        refused.reason());
    }

    private static String plan(String phase, PlanSummary plan, String outcome) {
        var named = plan.losers().subList(0, Math.min(plan.losers().size(), NAMED_LOSERS));
        return "plan.%s\",\"actor\":{\"sub\":%s},\"dst\":{\"db\":%s},\"plan\":{\"id\":%s,\"policy\":%s,\"gain\":%d,\"lose\":%d,\"losers\":%s}%s}"
                .formatted(
                        phase,
                        Json.name(plan.actor()),
                        Json.name(plan.database()),
                        Json.name(plan.id()),
                        Json.name(plan.policy()),
                        plan.gaining(),
                        plan.losers().size(),
                        Json.names(named),
                        outcome);
    }

    private static String step(ControlStep step) {
        return "%s\",\"actor\":{\"sub\":%s},\"about\":%s}"
                .formatted(step.type(), Json.name(step.actor()), Json.object(step.about()));
    }

    private static String token(String phase, String actor, String id, String login, String until) {
        return "token.%s\",\"actor\":{\"sub\":%s},\"token\":{\"id\":%s,\"login\":%s%s}}"
                .formatted(phase, Json.name(actor), Json.name(id), Json.name(login), until);
    }

    private static String answered(DriftAnswered answered) {
        return "drift.answered\",\"actor\":{\"sub\":%s},\"dst\":{\"db\":%s},%s,\"out\":{\"st\":%s,\"reason\":%s}}"
                .formatted(
                        Json.name(answered.actor()),
                        Json.name(answered.database()),
                        drift(answered.drift()),
                        Json.name(answered.answer()),
                        Json.name(answered.reason()));
    }

    private static String answered(ExportAnswered answered) {
        return "export.answered\",\"actor\":{\"sub\":%s,\"by\":%s},\"export\":{\"id\":%s,\"login\":%s%s}}"
                .formatted(
                        Json.name(answered.actor()),
                        Json.name(answered.by()),
                        Json.name(answered.id()),
                        Json.name(answered.login()),
                        answered.until().map(end -> ",\"until\":\"" + end + "\"").orElse(""));
    }

    private static String drift(Drift drift) {
        return "\"drift\":{\"id\":%s,\"sev\":%s,\"kind\":%s,\"object\":%s,\"before\":%s,\"after\":%s,\"who\":%s}"
                .formatted(
                        Json.name(drift.id()),
                        Json.name(drift.severity()),
                        Json.name(drift.kind()),
                        Json.name(drift.object()),
                        Json.name(drift.before()),
                        Json.name(drift.after()),
                        Json.name(drift.who()));
    }

    private static boolean matches(byte[] json, int at, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (json[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
