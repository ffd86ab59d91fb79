package dev.sallyport.control.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds who guesses the codes that name questions (RFC 8628, section 5.1). Each that is typed is
 * counted before it is looked up, and given back where it names one. In memory, as the questions
 * are.
 */
final class Guesses {
    /** As long as a code lives. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** From one network in that time: typing mistakes of a ward. */
    static final int FREE = 10;

    /**
     * From all networks in which nobody has confirmed anything: of two and a half million times,
     * one of them names a certain question once.
     */
    static final int OVERALL = 10_000;

    /** Those of a large hospital. */
    private static final int MOST_FAMILIAR = 10_000;

    private final Map<String, Integer> wrong = new HashMap<>();
    private final Familiar familiar = new Familiar();
    private int all;
    private Instant end = Instant.MIN;

    /** Networks where somebody has confirmed something; the oldest go. */
    @SuppressWarnings("serial")
    private static final class Familiar extends LinkedHashMap<String, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_FAMILIAR;
        }
    }

    /** Counts one; until when nobody looks at it, where there were too many. */
    synchronized Optional<Instant> charge(Source source, Instant now) {
        if (!now.isBefore(end)) {
            wrong.clear();
            all = 0;
            end = now.plus(WINDOW);
        }
        boolean known = familiar.containsKey(source.network());
        if (wrong.getOrDefault(source.network(), 0) >= FREE || (!known && all >= OVERALL)) {
            return Optional.of(end);
        }
        wrong.merge(source.network(), 1, Integer::sum);
        all += known ? 0 : 1;
        return Optional.empty();
    }

    /** It named a question. */
    synchronized void giveBack(Source source) {
        Integer count = wrong.remove(source.network());
        if (count == null) {
            return;
        }
        if (count > 1) {
            wrong.put(source.network(), count - 1);
        }
        if (!familiar.containsKey(source.network())) {
            all = Math.max(0, all - 1);
        }
    }

    /** Somebody there has confirmed something. */
    synchronized void remember(Source source) {
        familiar.put(source.network(), true);
    }

    synchronized boolean isFamiliar(Source source) {
        return familiar.containsKey(source.network());
    }

    /** How many wrong ones a network has typed. */
    synchronized int of(Source source) {
        return wrong.getOrDefault(source.network(), 0);
    }
}
