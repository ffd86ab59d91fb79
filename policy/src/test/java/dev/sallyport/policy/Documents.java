package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Policy files as maps and lists that can be spoilt; written as JSON, which is YAML as well. */
final class Documents {
    private static final List<String> WORDS =
            List.of(
                    "zzz",
                    "",
                    "year",
                    "null",
                    "high",
                    "session",
                    "8h",
                    "2027-01-31",
                    "$user.x",
                    "a.b");

    private Documents() {}

    static @Nullable Object copyOf(Yaml value) {
        return switch (value) {
            case Yaml.Broken ignored -> null;
            case Yaml.Scalar scalar -> scalar(scalar);
            case Yaml.Sequence sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                sequence.items().forEach(item -> list.add(copyOf(item)));
                yield list;
            }
            case Yaml.Mapping mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                mapping.entries()
                        .forEach(entry -> map.put(entry.key().text(), copyOf(entry.value())));
                yield map;
            }
        };
    }

    private static @Nullable Object scalar(Yaml.Scalar scalar) {
        return switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case NUMBER -> new java.math.BigDecimal(scalar.text());
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case NULL -> null;
        };
    }

    /** Changes one thing anywhere: takes out, adds, renames, or puts a value of another kind. */
    static void spoil(
            Map<String, @Nullable Object> document, List<String> keys, RandomGenerator random) {
        List<Consumer<RandomGenerator>> changes = new ArrayList<>();
        collect(document, keys, changes);
        changes.get(random.nextInt(changes.size())).accept(random);
    }

    private static void collect(
            @Nullable Object value, List<String> keys, List<Consumer<RandomGenerator>> changes) {
        if (value instanceof Map<?, ?> read) {
            @SuppressWarnings("unchecked")
            Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) read;
            changes.add(random -> map.put(pick(keys, random), some(random)));
            changes.add(random -> map.put("zzz", some(random)));
            for (Map.Entry<String, @Nullable Object> entry : map.entrySet()) {
                String key = entry.getKey();
                changes.add(random -> map.remove(key));
                changes.add(random -> map.put(key, some(random)));
                changes.add(random -> map.put(pick(keys, random), map.remove(key)));
                collect(entry.getValue(), keys, changes);
            }
        } else if (value instanceof List<?> read) {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> list = (List<@Nullable Object>) read;
            changes.add(random -> list.add(some(random)));
            changes.add(random -> list.clear());
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                changes.add(random -> list.set(at, some(random)));
                collect(list.get(i), keys, changes);
            }
        }
    }

    private static @Nullable Object some(RandomGenerator random) {
        return switch (random.nextInt(9)) {
            case 0 -> random.nextInt(-1, 200);
            case 1 -> random.nextBoolean();
            case 2 -> null;
            case 3 -> new ArrayList<>();
            case 4 -> new ArrayList<>(List.of(pick(WORDS, random)));
            case 5 -> new LinkedHashMap<>();
            case 6 -> new LinkedHashMap<>(Map.of(pick(WORDS, random), pick(WORDS, random)));
            default -> pick(WORDS, random);
        };
    }

    static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
