package dev.sallyport.policy;

import dev.sallyport.sql.Act;
import dev.sallyport.sql.Statement;
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
    private final List<Guardrail> nevers = new ArrayList<>();
    private final List<Guardrail> watching = new ArrayList<>();

    /**
     * @param inForce those that concern who asks, where and when
     */
    public Guarded(Collection<Guardrail> inForce) {
        for (Guardrail guardrail : inForce) {
            switch (guardrail.effect()) {
                case NEVER -> {
                    nevers.add(guardrail);
                    forbid(guardrail);
                }
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
            if (guardrail.acts().statements().contains(statement(verb).act())) {
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

    /**
     * The guardrail that forbids a statement.
     *
     * @param reads whether it reads more than the database's own catalogs
     */
    Optional<Guardrail> forbids(Statement statement, boolean reads) {
        return nevers.stream()
                .filter(guardrail -> isAbout(guardrail.acts(), statement, reads))
                .findFirst();
    }

    private static boolean isAbout(Guardrail.Acts acts, Statement statement, boolean reads) {
        return acts.statements().stream()
                        .filter(act -> act != Act.SELECT || reads)
                        .anyMatch(statement.conduct().acts()::contains)
                || acts.functions().stream().anyMatch(one -> calls(statement, one));
    }

    /** A name without a schema may mean a function of any. */
    private static boolean calls(Statement statement, String forbidden) {
        int dot = forbidden.indexOf('.');
        String schema = forbidden.substring(0, Math.max(dot, 0));
        String name = forbidden.substring(dot + 1);
        return statement.touches().functions().stream()
                .anyMatch(called -> {
                    int at = called.lastIndexOf('.');
                    boolean unknown = statement.conduct().unknownFunctions().contains(called);
                    boolean there =
                            at < 0
                                    ? dot < 0 || unknown
                                    : dot < 0 || called.substring(0, at).equals(schema);
                    return there && (name.equals("*") || called.substring(at + 1).equals(name));
                });
    }

    boolean lets(Verb verb, String dataClass) {
        return forbids(verb, dataClass).isEmpty();
    }

    /** The guardrails that want to know of the verb on any of these classes. */
    List<Guardrail> watches(Verb verb, Collection<String> classes) {
        return watching.stream()
                .filter(guardrail ->
                        guardrail.acts().statements().contains(statement(verb).act())
                                || classes(guardrail, verb).stream().anyMatch(classes::contains))
                .toList();
    }
}
