package dev.sallyport.control.signin;

import dev.sallyport.control.console.SecretDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Programs that wait for a person to confirm in a browser that they get a token (RFC 8628). Each
 * holds a secret, which is kept as a hash and alone fetches what was confirmed, once.
 */
final class Devices {
    /** To find a browser, a telephone and a password. */
    static final Duration LASTS = Duration.ofMinutes(10);

    /** How long to wait from one question whether it was confirmed to the next. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Who asks too soon waits so much longer from then on, up to a bound. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final Duration SLOWEST = Duration.ofSeconds(60);

    /** By which one that leaked is found. */
    private static final String MARK = "sp_device_";

    private static final int BYTES = 32;

    private final Map<String, Device> waiting = new HashMap<>();
    private final Questions questions;
    private final Guesses guesses;
    private final RandomGenerator random;

    /** One just begun, with the secret that is told once. */
    record Begun(String secret, Asked asked) {
        /** It holds a secret. */
        @Override
        public String toString() {
            return "Begun " + asked.id();
        }
    }

    /** What a program is told that asks whether it was confirmed. */
    sealed interface Poll {}

    /** Not yet. */
    record Pending() implements Poll {}

    /** Asked too soon; nobody looked. */
    record TooSoon(Duration interval) implements Poll {}

    /** There is none, or none any more. */
    record Over() implements Poll {}

    /** Somebody said no. */
    record Declined() implements Poll {}

    /** It was, and is used up. */
    record Confirmed(Asked asked, Proven by) implements Poll {}

    private static final class Device {
        private final Asked asked;
        private Duration interval = INTERVAL;
        private Instant next = Instant.MIN;

        Device(Asked asked) {
            this.asked = asked;
        }

        boolean isTooSoon(Instant now) {
            boolean soon = now.isBefore(next);
            if (soon && interval.compareTo(SLOWEST) < 0) {
                interval = interval.plus(SLOWER);
            }
            next = now.plus(interval);
            return soon;
        }
    }

    /**
     * @param random a secure one
     */
    Devices(Questions questions, Guesses guesses, RandomGenerator random) {
        this.questions = questions;
        this.guesses = guesses;
        this.random = random;
    }

    /**
     * @throws dev.sallyport.problem.Refused SP7142 where too many wait
     */
    synchronized Begun begin(Source source, String address, Instant now) {
        waiting.values().removeIf(one -> one.asked.isOver(now));
        Asked asked =
                questions.add(
                        new Question.ForToken(address),
                        source,
                        guesses.isFamiliar(source),
                        LASTS,
                        now);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        waiting.put(digest(secret), new Device(asked));
        return new Begun(secret, asked);
    }

    /** A second that comes at the same time finds nothing any more. */
    synchronized Poll poll(String secret, Instant now) {
        String digest = digest(secret);
        Device device = waiting.get(digest);
        if (device == null || device.asked.isOver(now)) {
            return new Over();
        }
        if (device.isTooSoon(now)) {
            return new TooSoon(device.interval);
        }
        Optional<Answer> answer = device.asked.answer();
        if (answer.isEmpty()) {
            return new Pending();
        }
        waiting.remove(digest);
        questions.remove(device.asked);
        return switch (answer.get()) {
            case Answer.Confirmed(Proven by) -> new Confirmed(device.asked, by);
            case Answer.Declined _ -> new Declined();
            case Answer.Given _,
                    Answer.SomebodyElse _,
                    Answer.Nothing _,
                    Answer.Broken _,
                    Answer.Left _ ->
                    new Over();
        };
    }

    private static String digest(String secret) {
        return HexFormat.of().formatHex(SecretDigest.of(secret));
    }
}
