package dev.sallyport.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds which guardrails hold for who asks, where and when. */
final class Guardrails {
    /** Kinds by environments by what holds at an hour: more than this nobody writes. */
    private static final int MAX_REMEMBERED = 1_024;

    private final List<Guardrail> all;
    private final Map<List<Guardrail>, Guarded> remembered = new ConcurrentHashMap<>();
    private final Map<Who, List<Guardrail>> concerning = new ConcurrentHashMap<>();

    Guardrails(List<Guardrail> all) {
        this.all = List.copyOf(all);
    }

    private record Who(AskerKind kind, Optional<String> environment) {}

    /** The same object for the same answer, so that it can be part of a key. */
    Guarded inForce(AskerKind kind, Optional<Circumstances> circumstances) {
        if (all.isEmpty()) {
            return Guarded.NOTHING;
        }
        Who who = new Who(kind, circumstances.flatMap(Circumstances::environment));
        List<Guardrail> mine = concerning.get(who);
        if (mine == null) {
            mine = all.stream().filter(one -> one.concerns(kind, who.environment())).toList();
            remember(concerning, who, mine);
        }
        List<Guardrail> now = mine;
        if (circumstances.isPresent() && mine.stream().anyMatch(one -> one.outside().isPresent())) {
            now = mine.stream().filter(one -> one.holdsAt(circumstances.get().at())).toList();
        }
        Guarded guarded = remembered.get(now);
        if (guarded == null) {
            guarded = new Guarded(now);
            remember(remembered, now, guarded);
        }
        return guarded;
    }

    private static <K, V> void remember(Map<K, V> map, K key, V value) {
        if (map.size() >= MAX_REMEMBERED) {
            map.clear();
        }
        map.put(key, value);
    }
}
