package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A small policy made from a seed: as plain lists, which the reference judges by, and as the text
 * that the reader reads. One database {@code d} of four tables, of which two follow the subject.
 */
record RandomPolicy(
        Map<String, Map<String, String>> tables,
        List<Job> jobs,
        List<Cut> cuts,
        List<Given> given) {
    static final List<String> CLASSES = List.of("k.one", "k.two", "k.three", "k.four");
    static final List<String> TABLES = List.of("s.t0", "s.t1", "s.t2", "s.t3");
    static final List<String> COLUMNS = List.of("a", "b", "c", "e");
    static final List<String> ENVIRONMENTS = List.of("prod", "staging");
    static final List<String> PEOPLE = List.of("p0", "p1", "p2", "p3");
    static final List<String> GROUPS = List.of("g0", "g1");

    /** The tables whose rows belong to a subject. */
    private static final Set<String> FOLLOWING = Set.of("s.t0", "s.t1", "s.t2");

    /** When a role counts. */
    enum When {
        ALWAYS(""),
        AFTERNOON("hour(now, \"UTC\") >= 12"),
        INSIDE("in_network(network, \"10.0.0.0/8\")");

        final String cel;

        When(String cel) {
            this.cel = cel;
        }
    }

    /** A role. */
    record Job(
            String name, List<String> inherits, Set<String> env, When when, List<Block> blocks) {}

    /**
     * A rectangle.
     *
     * @param table empty for the whole database
     * @param mine whether only the person's own rows
     */
    record Block(
            Optional<String> table,
            boolean mine,
            Set<String> see,
            Map<String, String> masked,
            Set<String> insert,
            Set<String> update,
            boolean delete,
            Set<String> export) {

        boolean reaches(String asked) {
            return table.map(asked::equals).orElse(true) && (!mine || FOLLOWING.contains(asked));
        }
    }

    /** A guardrail that takes away; {@code outside} means outside of 06:00 to 22:00 UTC. */
    record Cut(
            String verb,
            String dataClass,
            Set<String> env,
            boolean outside,
            Optional<AskerKind> against) {}

    /** An assignment; to a group where the name is one. */
    record Given(String grantee, String role, Set<String> env, boolean eligible) {}

    static RandomPolicy of(RandomGenerator random) {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        for (String table : TABLES) {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("id", one(CLASSES, random));
            columns.put("pid", CLASSES.getFirst());
            columns.put("own", CLASSES.getFirst());
            for (String column : COLUMNS) {
                if (random.nextInt(5) > 0) {
                    columns.put(column, one(CLASSES, random));
                }
            }
            tables.put(table, columns);
        }
        List<Job> jobs = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            jobs.add(job("r" + i, jobs, tables, random));
        }
        List<Cut> cuts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            cuts.add(
                    new Cut(
                            one(List.of("see", "edit", "export"), random),
                            one(CLASSES, random),
                            some(ENVIRONMENTS, 3, random),
                            random.nextInt(3) == 0,
                            random.nextInt(3) == 0
                                    ? Optional.of(one(List.of(AskerKind.values()), random))
                                    : Optional.empty()));
        }
        List<Given> given = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            given.add(
                    new Given(
                            one(random.nextBoolean() ? GROUPS : PEOPLE, random),
                            one(jobs, random).name(),
                            some(ENVIRONMENTS, 3, random),
                            random.nextInt(5) == 0));
        }
        return new RandomPolicy(tables, jobs, cuts, given);
    }

    private static Job job(
            String name,
            List<Job> earlier,
            Map<String, Map<String, String>> tables,
            RandomGenerator random) {
        List<String> inherits = new ArrayList<>();
        for (Job job : earlier) {
            if (random.nextInt(4) == 0) {
                inherits.add(job.name());
            }
        }
        List<Block> blocks = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            blocks.add(block(tables, random));
        }
        When when = random.nextInt(3) == 0 ? one(List.of(When.values()), random) : When.ALWAYS;
        return new Job(name, inherits, some(ENVIRONMENTS, 4, random), when, blocks);
    }

    private static Block block(Map<String, Map<String, String>> tables, RandomGenerator random) {
        Optional<String> table =
                random.nextBoolean() ? Optional.empty() : Optional.of(one(TABLES, random));
        boolean mine = table.map(FOLLOWING::contains).orElse(true) && random.nextBoolean();
        Set<String> see = some(CLASSES, 2, random);
        Map<String, String> masked = new LinkedHashMap<>();
        for (String dataClass : CLASSES) {
            if (!see.contains(dataClass) && random.nextInt(3) == 0) {
                masked.put(dataClass, random.nextBoolean() ? "hide" : "last");
            }
        }
        if (see.isEmpty() && masked.isEmpty()) {
            see = Set.of(one(CLASSES, random));
        }
        List<String> columns =
                table.map(name -> List.copyOf(tables.getOrDefault(name, Map.of()).keySet()))
                        .orElse(List.of());
        return new Block(
                table,
                mine,
                see,
                masked,
                some(columns, 3, random),
                some(columns, 3, random),
                table.isPresent() && random.nextInt(4) == 0,
                some(List.copyOf(see), 3, random));
    }

    private static <T> T one(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Each with a chance of one in so many. */
    private static Set<String> some(List<String> list, int oneIn, RandomGenerator random) {
        return list.stream()
                .filter(ignored -> random.nextInt(oneIn) == 0)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The policy file, every section in it. */
    String yaml() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("columns:\n");
        tables.forEach((table, columns) -> {
            text.append("  d.").append(table).append(":\n");
            columns.forEach((column, dataClass) ->
                    text.append("    ").append(column).append(": ").append(dataClass).append('\n'));
        });
        text.append("roles:\n");
        jobs.forEach(job -> job(job, text));
        section(text, "guardrails", cuts.stream().map(this::line).toList());
        section(text, "assignments", given.stream().map(this::line).toList());
        return text.toString();
    }

    private static final String HEAD =
            """
            version: 1
            environments:
              prod: {label: Production, colour: red, record: full}
              staging: {label: Staging, colour: amber, record: statements}
            databases:
              d:
                engine: postgresql
                subject: {table: s.t0, key: id, label: Thing}
                subject_of: {"s.t1": pid -> s.t0.id, "s.t2": pid -> s.t0.id}
                manage: {schemas: [s]}
            classes:
              k.one: {label: One, risk: low}
              k.two: {label: Two, risk: medium}
              k.three: {label: Three, risk: high}
              k.four: {label: Four, risk: critical}
            masks:
              hide: {kind: "null"}
              last: {kind: keep_last, n: 2}
            scopes:
              all_rows: {}
              mine: {on: d.s.t0, where: {own: $user.id}, follow: subject_of}
            purposes:
              work: {code: TREAT, label: Work}
            """;

    private static void section(StringBuilder text, String name, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(name).append(":\n");
            lines.forEach(line -> text.append("  - ").append(line).append('\n'));
        }
    }

    private static void job(Job job, StringBuilder text) {
        text.append("  ")
                .append(job.name())
                .append(":\n    owner: o@x.example\n    reason: Works.\n");
        text.append("    purposes: [work]\n");
        if (!job.inherits().isEmpty()) {
            text.append("    inherits: ").append(job.inherits()).append('\n');
        }
        if (!job.env().isEmpty()) {
            text.append("    env: ").append(job.env()).append('\n');
        }
        if (job.when() != When.ALWAYS) {
            text.append("    when: '").append(job.when().cel).append("'\n");
        }
        text.append(job.blocks().isEmpty() ? "    allow: []\n" : "    allow:\n");
        job.blocks().forEach(block -> block(block, text));
    }

    private static void block(Block block, StringBuilder text) {
        text.append("      - on: d").append(block.table().map(name -> "." + name).orElse(""));
        text.append("\n        rows: ").append(block.mine() ? "mine" : "all_rows").append('\n');
        if (!block.see().isEmpty()) {
            text.append("        see: ").append(block.see()).append('\n');
        }
        if (!block.masked().isEmpty()) {
            text.append("        masked: {").append(pairs(block.masked())).append("}\n");
        }
        List<String> edit = new ArrayList<>();
        if (!block.insert().isEmpty()) {
            edit.add("insert: " + block.insert());
        }
        if (!block.update().isEmpty()) {
            edit.add("update: " + block.update());
        }
        if (block.delete()) {
            edit.add("delete: true");
        }
        if (!edit.isEmpty()) {
            text.append("        edit: {").append(String.join(", ", edit)).append("}\n");
        }
        if (!block.export().isEmpty()) {
            text.append("        export: ").append(block.export()).append('\n');
        }
    }

    private static String pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private String line(Cut cut) {
        return "{name: cut-"
                + cuts.indexOf(cut)
                + ", never: {"
                + cut.verb()
                + ": ["
                + cut.dataClass()
                + "]"
                + (cut.env().isEmpty() ? "" : ", env: " + cut.env())
                + (cut.outside() ? ", outside: \"06:00-22:00\"" : "")
                + "}"
                + cut.against()
                        .map(kind -> ", for: " + kind.name().toLowerCase(Locale.ROOT))
                        .orElse("")
                + "}";
    }

    private String line(Given one) {
        return (GROUPS.contains(one.grantee()) ? "{group: " : "{person: ")
                + one.grantee()
                + ", role: "
                + one.role()
                + (one.env().isEmpty() ? "" : ", env: " + one.env())
                + (one.eligible() ? ", eligible: true" : "")
                + ", until: 2099-01-01, reason: It is so.}";
    }

    /** The people: p0 in no group, p1 in the first, p2 in the second, p3 in both. */
    static String peopleYaml() {
        return """
        version: 1
        people:
          p0: {name: P Zero, attributes: {id: [0]}}
          p1: {name: P One, groups: [g0], attributes: {id: [1]}}
          p2: {name: P Two, groups: [g1], attributes: {id: [2]}}
          p3: {name: P Three, groups: [g0, g1], attributes: {id: [3]}}
        """;
    }
}
