package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7201;
import static dev.sallyport.problem.ProblemCode.SP7202;
import static dev.sallyport.problem.ProblemCode.SP7203;

import dev.sallyport.control.console.Caller;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Does a change once, however often a client that heard no answer sends it. What was answered is
 * kept for a day, sealed under what the client proves itself with: an answer may hold a secret, and
 * whoever reads the database has neither.
 */
final class Once {
    static final String HEADER = "Idempotency-Key";
    static final String REPEATED = "Idempotency-Replayed";

    /** A client that was away longer looks first. */
    static final Duration KEPT = Duration.ofDays(1);

    /** What a process before this one began and has not answered by then has died with it. */
    static final Duration IN_FLIGHT = Duration.ofMinutes(1);

    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final JdbcClient state;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /** What this process is at, however long it takes. */
    private final Set<Begun> begun = ConcurrentHashMap.newKeySet();

    Once(JdbcClient state, InstantSource clock, RandomGenerator chance) {
        this.state = state;
        this.clock = clock;
        this.chance = chance;
    }

    /** A request that is being answered. */
    private record Begun(String caller, ByteBuffer key) {}

    /** What is kept of a request. */
    private record Kept(boolean isSame, Optional<Answer> answer) {}

    /**
     * @throws Refused SP7201 without a word to know it by, SP7202 where the word was another
     *     request's, SP7203 while the first is being answered; or what the work is refused by,
     *     which is not kept, for nothing was done
     */
    ResponseEntity<byte[]> answer(
            HttpServletRequest request, Caller caller, byte[] body, Supplier<Answer> work) {
        String word = word(request);
        SealedAnswer seal = new SealedAnswer(caller.secret(), word, chance);
        byte[] key = seal.name();
        byte[] asked = seal.of(request.getMethod() + " " + request.getRequestURI() + "\n", body);
        Instant now = clock.instant();
        forget(now);
        Begun one = new Begun(caller.proof(), ByteBuffer.wrap(key));
        if (!begun.add(one)) {
            return repeated(caller, key, asked, seal);
        }
        try {
            return begin(caller, key, asked, now)
                    ? first(caller, key, seal, work)
                    : repeated(caller, key, asked, seal);
        } finally {
            begun.remove(one);
        }
    }

    private static String word(HttpServletRequest request) {
        String word = request.getHeader(HEADER);
        if (word == null || !WORD.matcher(word).matches()) {
            throw refused(
                    SP7201,
                    "the request has no `" + HEADER + "` by which it is known when it comes again",
                    "send up to 128 characters of chance, the same with every repetition");
        }
        return word;
    }

    private boolean begin(Caller caller, byte[] key, byte[] asked, Instant now) {
        return state.sql(
                                """
                                INSERT INTO kept_answer (caller, key, request, started)
                                VALUES (:caller, :key, :request, :now)
                                ON CONFLICT (caller, key) DO UPDATE SET started = excluded.started
                                 WHERE kept_answer.sealed IS NULL
                                   AND kept_answer.started <= :stale
                                   AND kept_answer.request = excluded.request
                                """)
                        .param("caller", caller.proof())
                        .param("key", key)
                        .param("request", asked)
                        .param("now", time(now))
                        .param("stale", time(now.minus(IN_FLIGHT)))
                        .update()
                == 1;
    }

    private ResponseEntity<byte[]> first(
            Caller caller, byte[] key, SealedAnswer seal, Supplier<Answer> work) {
        Answer answer;
        try {
            answer = work.get();
        } catch (Refused nothingDone) {
            state.sql("DELETE FROM kept_answer WHERE caller = :caller AND key = :key")
                    .param("caller", caller.proof())
                    .param("key", key)
                    .update();
            throw nothingDone;
        }
        state.sql("UPDATE kept_answer SET sealed = :sealed WHERE caller = :caller AND key = :key")
                .param("sealed", seal.sealed(answer.bytes()))
                .param("caller", caller.proof())
                .param("key", key)
                .update();
        return answer.told();
    }

    private ResponseEntity<byte[]> repeated(
            Caller caller, byte[] key, byte[] asked, SealedAnswer seal) {
        Optional<Kept> kept =
                state.sql(
                                "SELECT request, sealed FROM kept_answer"
                                        + " WHERE caller = :caller AND key = :key")
                        .param("caller", caller.proof())
                        .param("key", key)
                        .query((row, number) ->
                                new Kept(
                                        MessageDigest.isEqual(row.getBytes("request"), asked),
                                        Optional.ofNullable(row.getBytes("sealed"))
                                                .map(sealed -> Answer.of(seal.opened(sealed)))))
                        .optional();
        if (kept.filter(one -> !one.isSame()).isPresent()) {
            throw refused(
                    SP7202,
                    "the `" + HEADER + "` was sent with another request",
                    "take a new one for every change");
        }
        ResponseEntity<byte[]> again =
                kept.flatMap(Kept::answer)
                        .orElseThrow(() ->
                                refused(
                                        SP7203,
                                        "the same request is being answered",
                                        "send it again in some seconds, with the same `"
                                                + HEADER
                                                + "`"))
                        .told();
        return ResponseEntity.status(again.getStatusCode())
                .headers(again.getHeaders())
                .header(REPEATED, "true")
                .body(again.getBody());
    }

    private void forget(Instant now) {
        state.sql("DELETE FROM kept_answer WHERE started <= :over")
                .param("over", time(now.minus(KEPT)))
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
