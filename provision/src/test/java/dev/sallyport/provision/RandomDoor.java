package dev.sallyport.provision;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A policy made from a seed, with guardrails, environments, agents, services, edits that not
 * everybody has and tables whose rows each view keeps back: two tables {@code s.t0} and {@code
 * s.t1} of one letter-named class a column.
 */
record RandomDoor(String text, String environment) {
    static final List<String> TABLES = List.of("t0", "t1");
    static final List<String> COLUMNS = List.of("a", "b", "c");
    private static final List<String> KINDS = List.of("", "people", "agents", "services");
    private static final List<String> ENVIRONMENTS = List.of("prod", "staging");

    /** A view that keeps rows back itself cannot check the two together. */
    private static final List<String> ONE_BY_ONE =
            List.of(
                    "",
                    ", edit: {update: COLUMNS}",
                    ", edit: {insert: COLUMNS, delete: true}",
                    ", edit: {update: COLUMNS, delete: true}");

    private static final List<String> TOGETHER =
            List.of(
                    "",
                    ", edit: {update: COLUMNS}",
                    ", edit: {insert: COLUMNS, delete: true}",
                    ", edit: {insert: COLUMNS, update: COLUMNS}");

    static final String SCHEMA =
            """
            CREATE SCHEMA s;
            CREATE TABLE s.t0 (id int PRIMARY KEY DEFAULT 9, own text, a text, b text, c text);
            CREATE TABLE s.t1 (id int PRIMARY KEY DEFAULT 9, own text, a text, b text, c text);
            INSERT INTO s.t0 VALUES (1, 'p1', 'alpha1', 'beta1', 'gamma1'), (2, 'p2', 'alpha2', 'beta2', 'gamma2');
            INSERT INTO s.t1 VALUES (1, 'p1', 'delta1', 'theta1', 'omega1'), (2, 'p3', 'delta2', 'theta2', 'omega2');
            """;

    static final String PEOPLE =
            """
            version: 1
            people:
              p1: {name: P One, groups: [g0], attributes: {me: [p1]}}
              p2: {name: P Two, groups: [g0, g1], attributes: {me: [p2]}}
              p3: {name: P Three, groups: [g1], attributes: {me: [p3, p1]}}
            agents: {helper: {owner: p1}}
            services: {portal: {owner: p1}}
            """;

    private static final String HEAD =
            """
            version: 1
            environments:
              prod: {label: P, colour: red, require_purpose: false, record: statements}
              staging: {label: S, colour: amber, require_purpose: false, record: statements}
            databases:
              ehr: {engine: postgresql, manage: {schemas: [s]}, tables: {KEEPINGS}}
            classes:
              k.id: {label: Id, risk: low}
              k.own: {label: Own, risk: low}
              k.a: {label: A, risk: low}
              k.b: {label: B, risk: low}
              k.c: {label: C, risk: low}
            columns:
              ehr.s.t0: {id: k.id, own: k.id, a: k.a, b: k.b, c: k.c}
              ehr.s.t1: {id: k.id, own: k.own, a: k.b, b: k.a, c: k.c}
            masks:
              hide: {kind: "null"}
              last: {kind: keep_last, n: 2}
            scopes:
              all_rows: {}
              mine_t0: {on: ehr.s.t0, where: {own: {in: $user.me}}}
              mine_t1: {on: ehr.s.t1, where: {own: {in: $user.me}}}
            purposes:
              work: {code: TREAT, label: Work}
            roles:
            """;

    static RandomDoor of(RandomGenerator random) {
        Set<String> inView = new LinkedHashSet<>(TABLES);
        inView.removeIf(table -> random.nextInt(3) > 0);
        var text = new StringBuilder(HEAD.replace("KEEPINGS", keepings(inView)));
        int roles = 2 + random.nextInt(3);
        for (int i = 0; i < roles; i++) {
            role("r" + i, inView, random, text);
        }
        guardrails(random, text);
        assignments(roles, random, text);
        return new RandomDoor(text.toString(), one(ENVIRONMENTS, random));
    }

    private static String keepings(Set<String> inView) {
        return inView.stream()
                .map(table -> "s." + table + ": {rows: view, reason: It is so.}")
                .collect(Collectors.joining(", "));
    }

    private static void role(
            String name, Set<String> inView, RandomGenerator random, StringBuilder text) {
        text.append("  ").append(name).append(":\n    owner: o@x.example\n");
        text.append("    reason: Works.\n    purposes: [work]\n");
        if (random.nextInt(5) == 0) {
            text.append("    env: [").append(one(ENVIRONMENTS, random)).append("]\n");
        }
        if (random.nextInt(5) == 0) {
            text.append("    statements: [select, ")
                    .append(one(List.of("insert", "update", "explain"), random))
                    .append("]\n");
        }
        text.append("    allow:\n");
        for (String table : TABLES) {
            block(table, inView.contains(table) ? ONE_BY_ONE : TOGETHER, random, text);
        }
    }

    private static void block(
            String table, List<String> edits, RandomGenerator random, StringBuilder text) {
        Set<String> see = new LinkedHashSet<>(Set.of("k.id"));
        List<String> masked = new ArrayList<>();
        for (String dataClass : List.of("k.a", "k.b", "k.c")) {
            switch (random.nextInt(4)) {
                case 0, 1 -> see.add(dataClass);
                case 2 -> masked.add(dataClass + ": " + one(List.of("hide", "last"), random));
                default -> {}
            }
        }
        text.append("      - {on: ehr.s.").append(table).append(", rows: ");
        text.append(random.nextBoolean() ? "all_rows" : "mine_" + table);
        text.append(", see: ").append(see);
        if (!masked.isEmpty()) {
            text.append(", masked: {").append(String.join(", ", masked)).append('}');
        }
        see.remove("k.id");
        if (!see.isEmpty()) {
            text.append(one(edits, random).replace("COLUMNS", see.toString()));
        }
        text.append("}\n");
    }

    private static void guardrails(RandomGenerator random, StringBuilder text) {
        text.append("guardrails:\n  - {name: none, never: {statements: [ddl]}}\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            String kind = one(KINDS, random);
            text.append("  - {name: g").append(i).append(", never: {");
            text.append(
                    switch (random.nextInt(4)) {
                        case 0, 1 -> "see: [" + one(List.of("k.a", "k.b", "k.c"), random) + "]";
                        case 2 -> "edit: [" + one(List.of("k.a", "k.b", "k.c"), random) + "]";
                        default -> "statements: [" + one(List.of("update", "delete"), random) + "]";
                    });
            text.append(random.nextInt(3) == 0 ? ", env: [" + one(ENVIRONMENTS, random) + "]" : "");
            text.append("}").append(kind.isEmpty() ? "" : ", for: " + kind).append("}\n");
        }
    }

    private static void assignments(int roles, RandomGenerator random, StringBuilder text) {
        text.append("assignments:\n");
        for (int i = 0; i < roles; i++) {
            String end = ", role: r" + i + ", until: 2099-01-01, reason: It is so.";
            text.append("  - {group: g").append(random.nextInt(2)).append(end);
            text.append(random.nextInt(3) == 0 ? ", edit: false" : "").append("}\n");
            if (random.nextInt(3) == 0) {
                text.append("  - {person: p3").append(end).append("}\n");
            }
            if (random.nextBoolean()) {
                text.append("  - {service: portal").append(end);
                text.append(random.nextInt(3) == 0 ? ", edit: false" : "").append("}\n");
            }
        }
        for (int i = 0; i < roles; i++) {
            if (random.nextBoolean() && text.indexOf("{group: g0, role: r" + i) > 0) {
                text.append("  - {agent: helper, on_behalf_of: \"group:g0\", role: r").append(i);
                text.append(", until: 2099-01-01, reason: It is so.");
                text.append(random.nextBoolean() ? ", edit: false" : "").append("}\n");
            }
        }
    }

    private static <T> T one(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    static Policy read(String text) throws IOException {
        Path folder = Scratch.folder("policy");
        Files.writeString(folder.resolve("10-all.yaml"), text);
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected(var problems) ->
                    throw new AssertionError(problems + "\n" + text);
        };
    }

    static Directory people() throws IOException {
        Path file = Scratch.folder("people").resolve("people.yaml");
        Files.writeString(file, PEOPLE);
        return switch (DirectoryReader.read(file)) {
            case DirectoryReading.Accepted accepted -> accepted.directory();
            case DirectoryReading.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }
}
