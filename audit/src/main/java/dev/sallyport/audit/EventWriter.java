package dev.sallyport.audit;

import static dev.sallyport.audit.Json.utf8;

import dev.sallyport.audit.AuditEvent.Drift;
import dev.sallyport.audit.AuditEvent.DriftAnswered;
import dev.sallyport.audit.AuditEvent.DriftFound;
import dev.sallyport.audit.AuditEvent.LogClose;
import dev.sallyport.audit.AuditEvent.LogOpen;
import dev.sallyport.audit.AuditEvent.LogRecovered;
import dev.sallyport.audit.AuditEvent.PlanApplied;
import dev.sallyport.audit.AuditEvent.PlanFailed;
import dev.sallyport.audit.AuditEvent.PlanIntended;
import dev.sallyport.audit.AuditEvent.PlanSummary;
import dev.sallyport.audit.AuditEvent.SecretsRotated;
import dev.sallyport.audit.AuditEvent.SessionClose;
import dev.sallyport.audit.AuditEvent.SessionOpen;
import dev.sallyport.audit.AuditEvent.SessionRefused;
import dev.sallyport.audit.AuditEvent.StatementDone;
import dev.sallyport.audit.AuditEvent.StatementIntent;
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
    private static final byte[] STATEMENT = utf8(",\"stmt\":{\"n\":");
    private static final byte[] COMMA = utf8(",");
    private static final byte[] CLOSE = utf8("}");
    private static final byte[] CLOSE_TWICE = utf8("}}");
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
            case SessionOpen(var actor, var means, var id) ->
                    to.ascii("session.open\",")
                            .raw(actor.json())
                            .raw(
                                    utf8(
                                            ",\"auth\":{\"by\":%s,\"id\":%s}}"
                                                    .formatted(Json.name(means), Json.name(id))));
            case TokenIssued(var actor, var id, var login, var until) ->
                    to.raw(utf8(token("issued", actor, id, login, ",\"until\":\"" + until + "\"")));
            case TokenRevoked(var actor, var id, var login) ->
                    to.raw(utf8(token("revoked", actor, id, login, "")));
            case SessionRefused refused -> to.raw(utf8(refused(refused)));
            case SessionClose(var actor, var reason) ->
                    to.ascii("session.close\",")
                            .raw(actor.json())
                            .raw(utf8(",\"out\":{\"reason\":" + Json.name(reason) + "}}"));
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
            case LogOpen(var origin, var vkey) ->
                    to.raw(
                            utf8(
                                    "log.open\",\"log\":{\"origin\":%s,\"vkey\":%s}}"
                                            .formatted(Json.quoted(origin), Json.quoted(vkey))));
            case LogRecovered(var cut, var hash) ->
                    to.raw(
                            utf8(
                                    "log.recovered\",\"log\":{\"cut\":%d,\"sha256\":%s}}"
                                            .formatted(cut, Json.quoted(hash))));
            case LogClose() -> to.raw(LOG_CLOSE).raw(CLOSE);
        }
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

    private static EventBuffer statement(
            byte[] phase, Actor actor, long number, StatementText text, EventBuffer to) {
        return to.raw(phase)
                .raw(actor.json())
                .raw(STATEMENT)
                .number(number)
                .raw(COMMA)
                .raw(text.json());
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
