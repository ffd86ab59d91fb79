package dev.sallyport.control.signin;

import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Questions that wait for a person in front of a browser, by the codes that name them. In memory
 * alone: they live for minutes, and whoever asked one asks again after a restart.
 */
final class Questions {
    /** Of one kind, from networks where nobody has confirmed anything; as many from the others. */
    static final int MOST = 1_000;

    /** From one network: a ward behind one address. */
    static final int FROM_ONE = 50;

    private static final int ID_BYTES = 6;

    private final Map<UserCode, Asked> open = new HashMap<>();
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    Questions(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param familiar whether somebody has confirmed something there before
     * @throws Refused SP7142 where too many wait
     */
    synchronized Asked add(
            Question question, Source source, boolean familiar, Duration lasts, Instant now) {
        open.values().removeIf(one -> one.isOver(now));
        if (count(question, source) >= FROM_ONE || count(question, familiar) >= MOST) {
            throw Answering.refused(
                    ProblemCode.SP7142,
                    "too many sign-ins wait to be confirmed",
                    "try again in some minutes");
        }
        UserCode code = UserCode.fresh(random);
        while (open.containsKey(code)) {
            code = UserCode.fresh(random);
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Asked asked =
                new Asked(
                        code,
                        HexFormat.of().formatHex(id),
                        question,
                        source,
                        familiar,
                        now,
                        now.plus(lasts));
        open.put(code, asked);
        return asked;
    }

    private long count(Question question, Source source) {
        return open.values().stream()
                .filter(one -> isOfKind(one, question) && one.source().equals(source))
                .count();
    }

    private long count(Question question, boolean familiar) {
        return open.values().stream()
                .filter(one -> isOfKind(one, question) && one.isFamiliar() == familiar)
                .count();
    }

    private static boolean isOfKind(Asked asked, Question question) {
        return asked.question().getClass() == question.getClass();
    }

    /** Empty where it names none that is open. */
    synchronized Optional<Asked> named(UserCode code, Instant now) {
        return Optional.ofNullable(open.get(code)).filter(one -> one.isOpen(now));
    }

    synchronized void remove(Asked asked) {
        open.remove(asked.code(), asked);
    }

    /** How many there are, answered or not. */
    synchronized int size() {
        return open.size();
    }
}
