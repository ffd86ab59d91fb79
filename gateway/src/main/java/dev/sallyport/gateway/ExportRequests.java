package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditEvent.ExportAnswered;
import dev.sallyport.audit.AuditEvent.ExportAsked;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.ExportEvent;
import dev.sallyport.audit.StatementText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exports that somebody has asked for and somebody else may agree to: one person, one database and
 * one statement without its literals. The record is what a restart reads them from. Safe from any
 * thread.
 */
public final class ExportRequests {
    /** A request that nobody answers in this time is none any more. */
    public static final Duration MEMORY = Duration.ofDays(1);

    /** More requests than this nobody answers; those who ask first are heard. */
    private static final int MOST = 1_000;

    /** Of a statement's hash: as good a name as the whole. */
    private static final int ID_BYTES = 6;

    private final AuditLog log;
    private final InstantSource clock;
    private final Map<String, Request> requests = new ConcurrentHashMap<>();

    /**
     * One request.
     *
     * @param id of person, database and statement: the same request has the same
     * @param until when the answer ends; empty where nobody has agreed
     */
    public record Request(
            String id,
            String login,
            String database,
            String statement,
            Instant asked,
            Optional<String> by,
            Optional<Instant> until) {

        Request answered(String who, Optional<Instant> end) {
            return new Request(id, login, database, statement, asked, Optional.of(who), end);
        }

        /** The person, also where an agent of theirs has asked. */
        public boolean isOf(String name) {
            return login.equals(name) || login.endsWith("$" + name);
        }

        boolean isOver(Instant now) {
            Instant end = until.orElse(asked.plus(MEMORY));
            return !now.isBefore(end);
        }
    }

    ExportRequests(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    static String id(String login, String database, String statement) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    String.join("\0", login, database, statement)
                                            .getBytes(StandardCharsets.UTF_8));
            return "exp_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The answer that lets it leave now, if somebody has agreed to it. */
    Optional<Request> approved(String id) {
        return Optional.ofNullable(requests.get(id))
                .filter(request -> request.until().isPresent())
                .filter(request -> !request.isOver(clock.instant()));
    }

    /** Somebody has asked for it; once is enough. */
    void ask(Actor actor, String id, String database, StatementText text) {
        Instant now = clock.instant();
        requests.values().removeIf(request -> request.isOver(now));
        if (requests.size() < MOST && !requests.containsKey(id)) {
            log.append(new ExportAsked(actor, id, text));
            requests.put(
                    id,
                    new Request(
                            id,
                            actor.person(),
                            database,
                            text.normalised(),
                            now,
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    /** Those that are not over, the oldest first. */
    public List<Request> list() {
        Instant now = clock.instant();
        return requests.values().stream()
                .filter(request -> !request.isOver(now))
                .sorted(Comparator.comparing(Request::asked).thenComparing(Request::id))
                .toList();
    }

    /**
     * Puts an answer on record; it counts once that is durable, see {@link #settle}.
     *
     * @return where in the record the answer is
     */
    long record(Request request, String operator, String by, Optional<Instant> until) {
        return log.append(new ExportAnswered(operator, by, request.id(), request.login(), until));
    }

    /** An answer that is on record counts from now on. */
    void settle(Request request, String by, Optional<Instant> until) {
        if (until.isPresent()) {
            requests.put(request.id(), request.answered(by, until));
        } else {
            requests.remove(request.id());
        }
    }

    /** Takes in what the record says. */
    void recall(ExportEvent event) {
        switch (event) {
            case ExportEvent.Asked(var at, var id, var login, var database, var text) ->
                    requests.put(
                            id,
                            new Request(
                                    id,
                                    login,
                                    database,
                                    text,
                                    at,
                                    Optional.empty(),
                                    Optional.empty()));
            case ExportEvent.Answered(var id, var by, var until) ->
                    requests.computeIfPresent(
                            id,
                            (_, request) -> until.isPresent() ? request.answered(by, until) : null);
        }
    }
}
