package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the guardrails that hold now take away or watch. */
public final class Guarded {
    public static final Guarded NOTHING = new Guarded(List.of());

    private final Map<Verb, Map<String, Guardrail>> never = new EnumMap<>(Verb.class);
    private final Map<Verb, Guardrail> neverAny = new EnumMap<>(Verb.class);
    private final List<Guardrail> watching = new ArrayList<>();

    /**
     * @param inForce those that concern who asks, where and when
     */
    public Guarded(Collection<Guardrail> inForce) {
        for (Guardrail guardrail : inForce) {
            switch (guardrail.effect()) {
                case NEVER -> forbid(guardrail);
                case WATCH -> watching.add(guardrail);
            }
        }
    }

    private void forbid(Guardrail guardrail) {
        for (Verb verb : Verb.values()) {
            for (String dataClass : classes(guardrail, verb)) {
                never.computeIfAbsent(verb, v -> new LinkedHashMap<>())
                        .putIfAbsent(dataClass, guardrail);
            }
            if (guardrail.acts().statements().contains(statement(verb))) {
                neverAny.putIfAbsent(verb, guardrail);
            }
        }
    }

    /** What is not seen is not taken away as a file either. */
    private static Set<String> classes(Guardrail guardrail, Verb verb) {
        return switch (verb) {
            case SEE -> guardrail.acts().see();
            case INSERT, UPDATE, DELETE -> guardrail.acts().edit();
            case EXPORT -> guardrail.acts().export();
        };
    }

    public static StatementClass statement(Verb verb) {
        return switch (verb) {
            case SEE -> StatementClass.SELECT;
            case INSERT -> StatementClass.INSERT;
            case UPDATE -> StatementClass.UPDATE;
            case DELETE -> StatementClass.DELETE;
            case EXPORT -> StatementClass.COPY_OUT;
        };
    }

    /** The guardrail that forbids the verb on a class. */
    public Optional<Guardrail> forbids(Verb verb, String dataClass) {
        Guardrail any = neverAny.get(verb);
        if (any != null) {
            return Optional.of(any);
        }
        Guardrail one = never.getOrDefault(verb, Map.of()).get(dataClass);
        if (one == null && verb == Verb.EXPORT) {
            return forbids(Verb.SEE, dataClass);
        }
        return Optional.ofNullable(one);
    }

    boolean lets(Verb verb, String dataClass) {
        return forbids(verb, dataClass).isEmpty();
    }

    /** The guardrails that want to know of the verb on any of these classes. */
    List<Guardrail> watches(Verb verb, Collection<String> classes) {
        return watching.stream()
                .filter(guardrail ->
                        guardrail.acts().statements().contains(statement(verb))
                                || classes(guardrail, verb).stream().anyMatch(classes::contains))
                .toList();
    }
}
