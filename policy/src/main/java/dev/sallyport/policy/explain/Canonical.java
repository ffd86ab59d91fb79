package dev.sallyport.policy.explain;

import dev.sallyport.problem.Place;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a rule says without where it says so: two rules with the same text do the same. Reads the
 * components of records itself, so that a rule that grows a component cannot be forgotten here.
 */
final class Canonical {
    private Canonical() {}

    static String of(Object value) {
        return switch (value) {
            case Place ignored -> "";
            case Optional<?> optional -> optional.map(Canonical::of).orElse("-");
            case Set<?> set ->
                    set.stream()
                            .map(Canonical::of)
                            .sorted()
                            .collect(Collectors.joining(", ", "[", "]"));
            case Collection<?> list ->
                    list.stream().map(Canonical::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> of(map);
            case Record rule -> of(rule);
            default -> value.toString();
        };
    }

    private static String of(Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(of(key), of(value)));
        return sorted.toString();
    }

    private static String of(Record rule) {
        return rule.getClass().getSimpleName() + parts(rule);
    }

    /** Each component by name, in order, without places. */
    static Map<String, String> parts(Record rule) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (RecordComponent component : rule.getClass().getRecordComponents()) {
            if (component.getType() != Place.class) {
                parts.put(component.getName(), of(read(component, rule)));
            }
        }
        return parts;
    }

    private static Object read(RecordComponent component, Record rule) {
        try {
            return component.getAccessor().invoke(rule);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException("a rule is public with all its components", closed);
        }
    }

    /** The names of the parts that differ. */
    static List<String> changed(Record before, Record after) {
        Map<String, String> now = parts(after);
        return parts(before).entrySet().stream()
                .filter(part -> !part.getValue().equals(now.get(part.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
