package dev.sallyport.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The attack corpus and how it is read for our hospital: {@code attacks/*.yaml}. */
final class AttackCorpus {
    private final List<Map<String, Object>> entries;
    private final Map<String, Object> mapping;

    AttackCorpus() {
        entries = maps(read("postgresql.yaml").get("attacks"));
        mapping = read("mapping.yaml");
    }

    /** Every entry that is run, its statements for this database. */
    List<Attack> attacks(String database) {
        return entries.stream()
                .filter(entry -> reasonNotToRun(id(entry)).isEmpty())
                .map(entry -> attack(entry, database))
                .toList();
    }

    Set<String> ids() {
        return entries.stream().map(AttackCorpus::id).collect(Collectors.toSet());
    }

    /** Entries that are the gateway's business: of its protocol, its pool, or by its defence. */
    Set<String> ofTheGateway() {
        return entries.stream()
                .filter(entry ->
                        id(entry).matches("(WIRE|POOL|GW)-.*")
                                || text(entry, "defence").contains("gateway"))
                .map(AttackCorpus::id)
                .collect(Collectors.toSet());
    }

    /** Entries with statements to run, were they not named as not run. */
    Set<String> withStatements() {
        return entries.stream()
                .filter(entry -> entry.containsKey("sql"))
                .map(AttackCorpus::id)
                .collect(Collectors.toSet());
    }

    Optional<String> reasonNotToRun(String id) {
        return map(mapping.get("not_run")).entrySet().stream()
                .filter(reason -> names(reason.getKey(), id))
                .map(reason -> reason.getValue().toString())
                .findFirst();
    }

    /** What the mapping names. */
    List<String> mapped() {
        Map<String, Object> all = new LinkedHashMap<>(map(mapping.get("entries")));
        all.putAll(map(mapping.get("not_run")));
        all.putAll(map(mapping.get("also_refused_with")));
        return List.copyOf(all.keySet());
    }

    static boolean names(String pattern, String id) {
        return pattern.endsWith("*")
                ? id.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(id);
    }

    private Attack attack(Map<String, Object> entry, String database) {
        String id = id(entry);
        Map<String, Object> own = map(map(mapping.get("entries")).get(id));
        return new Attack(
                id,
                text(entry, "as"),
                Attack.Expect.valueOf(text(entry, "expect").toUpperCase(Locale.ROOT)),
                text(entry, "defence"),
                Boolean.TRUE.equals(entry.get("holds")),
                translated(own.containsKey("setup") ? own : entry, "setup", own, database),
                translated(entry, "sql", own, database),
                translated(own.containsKey("teardown") ? own : entry, "teardown", own, database),
                text(entry, "result"),
                strings(map(mapping.get("also_refused_with")).get(id)).stream()
                        .map(state -> state.split(" ", 2)[0])
                        .collect(Collectors.toSet()),
                own.containsKey("may_change"));
    }

    private List<String> translated(
            Map<String, Object> entry, String key, Map<String, Object> own, String database) {
        return strings(entry.get(key)).stream()
                .map(statement -> translated(statement, own, database))
                .toList();
    }

    private String translated(String statement, Map<String, Object> own, String database) {
        String text = statement;
        for (Object rule : list(mapping.get("replace"))) {
            text = text.replaceAll(list(rule).get(0).toString(), list(rule).get(1).toString());
        }
        for (var word : map(own.get("replace")).entrySet()) {
            text = text.replace(word.getKey(), word.getValue().toString());
        }
        return text.replace("{database}", database);
    }

    private static String id(Map<String, Object> entry) {
        return text(entry, "id");
    }

    private static String text(Map<String, Object> entry, String key) {
        return Objects.requireNonNull(entry.get(key)).toString();
    }

    private static Map<String, Object> read(String file) {
        var load = new Load(LoadSettings.builder().setCodePointLimit(1_000_000).build());
        try (InputStream in = AttackCorpus.class.getResourceAsStream("attacks/" + file)) {
            return map(load.loadFromInputStream(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    private static List<Map<String, Object>> maps(@Nullable Object value) {
        return list(value).stream().map(AttackCorpus::map).toList();
    }

    private static List<String> strings(@Nullable Object value) {
        return list(value).stream().map(Object::toString).toList();
    }
}
