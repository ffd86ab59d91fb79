package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1102;
import static dev.sallyport.problem.ProblemCode.SP1105;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code adopted}. */
final class AdoptedReader {
    private final Problems problems;
    private Set<String> roles = Set.of();

    AdoptedReader(Problems problems) {
        this.problems = problems;
    }

    /** By database. */
    Map<String, Adopted> read(List<Yaml.Entry> entries, Set<String> databases) {
        Map<String, Adopted> adopted = new LinkedHashMap<>();
        for (Yaml.Entry entry : entries) {
            String database = entry.key().text();
            if (!databases.contains(database)) {
                problems.add(
                        entry.key().place(),
                        SP1102,
                        "unknown database " + Words.quoted(database),
                        Words.suggestion(database, databases));
            }
            adopted.put(database, adopted(entry));
        }
        return adopted;
    }

    private Adopted adopted(Yaml.Entry entry) {
        Fields fields =
                Fields.named(
                        entry,
                        "what is adopted of " + Words.quoted(entry.key().text()),
                        problems,
                        List.of("roles", "members", "settings", "owners", "rights", "defaults"));
        List<Yaml.Entry> named = entries(fields, "roles");
        roles = named.stream().map(role -> role.key().text()).collect(Collectors.toSet());
        return new Adopted(
                ordered(named.stream().map(this::role)),
                listed(fields, "members", this::member),
                ordered(
                        fields.value("settings").stream()
                                .flatMap(v -> Fields.items(v, "`settings`", problems).stream())
                                .map(this::setting)),
                listed(fields, "owners", this::owned),
                listed(fields, "rights", this::rights),
                listed(fields, "defaults", this::defaults));
    }

    private static <T> Set<T> ordered(Stream<T> things) {
        return things.collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Yaml.Entry> entries(Fields fields, String key) {
        return fields.value(key)
                .map(value -> Fields.entries(value, Words.quoted(key), problems))
                .orElse(List.of());
    }

    /** What one entry of a list below a role's name says. */
    private interface Entry<T> {
        List<T> of(String role, Yaml item);
    }

    private <T> Set<T> listed(Fields fields, String key, Entry<T> read) {
        Set<T> all = new LinkedHashSet<>();
        for (Yaml.Entry entry : entries(fields, key)) {
            requireRole(entry.key());
            for (Yaml item : Fields.items(entry.value(), Words.quoted(key), problems)) {
                all.addAll(read.of(entry.key().text(), item));
            }
        }
        return all;
    }

    private Adopted.NativeRole role(Yaml.Entry entry) {
        Fields fields =
                Fields.named(
                        entry,
                        "native role " + Words.quoted(entry.key().text()),
                        problems,
                        List.of("attributes"));
        return new Adopted.NativeRole(entry.key().text(), texts(fields, "attributes"));
    }

    private List<Adopted.Member> member(String role, Yaml item) {
        Fields fields = Fields.of(item, "a member", problems, List.of("member", "options", "by"));
        return List.of(
                new Adopted.Member(
                        role,
                        known(fields.requiredWord("member", "name the role that is in it")),
                        texts(fields, "options"),
                        by(fields)));
    }

    private Adopted.Setting setting(Yaml item) {
        Fields fields =
                Fields.of(item, "a setting", problems, List.of("of", "in", "name", "value"));
        return new Adopted.Setting(
                fields.word("of").map(word -> known(Optional.of(word))),
                fields.has("in") ? Adopted.Reach.DATABASE : Adopted.Reach.CLUSTER,
                fields.requiredText("name", "add `name:`, as `search_path`"),
                fields.requiredWord("value", "add `value:`").map(Yaml.Scalar::text).orElse(""));
    }

    private List<Adopted.Owned> owned(String owner, Yaml item) {
        Fields fields = Fields.of(item, "what is owned", problems, List.of("on", "names"));
        return things(fields).stream().map(thing -> new Adopted.Owned(owner, thing)).toList();
    }

    private List<Adopted.Right> rights(String grantee, Yaml item) {
        Fields fields =
                Fields.of(
                        item,
                        "a right",
                        problems,
                        List.of("on", "names", "columns", "by", "may", "passes_on", "may_not"));
        List<Optional<String>> columns =
                fields.has("columns")
                        ? texts(fields, "columns").stream().map(Optional::of).toList()
                        : List.of(Optional.empty());
        Optional<String> by = by(fields);
        List<Adopted.Right> rights = new ArrayList<>();
        for (Adopted.Thing thing : things(fields)) {
            for (Optional<String> column : columns) {
                held(
                        fields,
                        (privilege, hold) ->
                                rights.add(
                                        new Adopted.Right(
                                                grantee, thing, column, privilege, hold, by)));
            }
        }
        return rights;
    }

    private List<Adopted.DefaultRight> defaults(String of, Yaml item) {
        Fields fields =
                Fields.of(
                        item,
                        "a default right",
                        problems,
                        List.of("on", "schema", "to", "may", "passes_on", "may_not"));
        String on = kind(fields);
        String to = known(fields.requiredWord("to", "name the role, or `public`"));
        Optional<String> schema = fields.word("schema").map(Yaml.Scalar::text);
        List<Adopted.DefaultRight> rights = new ArrayList<>();
        held(
                fields,
                (privilege, hold) ->
                        rights.add(new Adopted.DefaultRight(of, schema, on, to, privilege, hold)));
        return rights;
    }

    private interface Holding {
        void of(String privilege, Adopted.Hold hold);
    }

    private static void held(Fields fields, Holding holding) {
        for (Adopted.Hold hold : Adopted.Hold.values()) {
            texts(fields, hold.word()).forEach(privilege -> holding.of(privilege, hold));
        }
    }

    private List<Adopted.Thing> things(Fields fields) {
        String kind = kind(fields);
        fields.required("names", "name at least one");
        return texts(fields, "names").stream().map(name -> new Adopted.Thing(kind, name)).toList();
    }

    private static String kind(Fields fields) {
        return fields.requiredWord("on", "add `on:`, as `table`").map(Yaml.Scalar::text).orElse("");
    }

    private Optional<String> by(Fields fields) {
        return fields.word("by").map(word -> known(Optional.of(word)));
    }

    private static List<String> texts(Fields fields, String key) {
        return fields.words(key).stream().map(Yaml.Scalar::text).toList();
    }

    /** The empty string stands for what has been reported. */
    private String known(Optional<Yaml.Scalar> role) {
        role.ifPresent(this::requireRole);
        return role.map(Yaml.Scalar::text).orElse("");
    }

    private void requireRole(Yaml.Scalar word) {
        String name = word.text();
        if (!roles.contains(name) && !name.equals(Adopted.PUBLIC) && !name.startsWith("pg_")) {
            problems.add(
                    word.place(),
                    SP1105,
                    "unknown native role " + Words.quoted(name),
                    Words.suggestion(name, roles));
        }
    }
}
