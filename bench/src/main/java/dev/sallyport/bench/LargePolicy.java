package dev.sallyport.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A policy folder as large as a group of hospitals would have, the same every time. */
final class LargePolicy {
    static final int ROLES = 1_000;
    static final int TABLES = 10_000;
    static final int PEOPLE = 100_000;
    static final int CLASSES = 50;
    static final int COLUMNS = 6;

    /** Tables of one file: the reader takes files of 10 MB. */
    private static final int TABLES_IN_A_FILE = 2_500;

    private LargePolicy() {}

    static String table(int number) {
        return "t" + number;
    }

    static String role(int number) {
        return "role" + number;
    }

    static String person(int number) {
        return "p" + number;
    }

    /** Class of the column of the table: every table has columns of six neighbouring classes. */
    private static String dataClass(int number) {
        return "phi.c" + number % CLASSES;
    }

    /** Writes {@code policy/} and {@code people.yaml}. */
    static void write(Path folder) throws IOException {
        Path policy = Files.createDirectories(folder.resolve("policy"));
        try (Writer out = Files.newBufferedWriter(policy.resolve("10-catalog.yaml"))) {
            catalog(out);
        }
        for (int from = 0; from < TABLES; from += TABLES_IN_A_FILE) {
            Path file = policy.resolve("15-columns-" + from + ".yaml");
            try (Writer out = Files.newBufferedWriter(file)) {
                columns(from, out);
            }
        }
        try (Writer out = Files.newBufferedWriter(policy.resolve("20-roles.yaml"))) {
            roles(out);
        }
        try (Writer out = Files.newBufferedWriter(policy.resolve("30-assignments.yaml"))) {
            out.write("version: 1\nassignments:\n");
            for (int role = 0; role < ROLES; role++) {
                out.write(
                        "  - {group: g"
                                + role
                                + ", role: "
                                + role(role)
                                + ", until: 2099-01-01}\n");
            }
        }
        try (Writer out = Files.newBufferedWriter(folder.resolve("people.yaml"))) {
            out.write("version: 1\npeople:\n");
            for (int person = 0; person < PEOPLE; person++) {
                out.write(
                        "  %s: {name: N, groups: [g%d, g%d], attributes: {clinics: %d}}\n"
                                .formatted(
                                        person(person),
                                        person % ROLES,
                                        (person * 7 + 1) % ROLES,
                                        person % 100));
            }
        }
    }

    private static void catalog(Writer out) throws IOException {
        out.write(
                """
                version: 1
                databases:
                  ehr:
                    engine: postgresql
                    subject: {table: s.t0, key: c0, label: Patient}
                    subject_of: {"s.*": c1 -> s.t0.c0}
                    manage: {schemas: [s]}
                masks:
                  last4: {kind: keep_last, n: 4}
                scopes:
                  all_rows: {}
                  mine: {on: ehr.s.t0, where: {c2: {in: $user.clinics}}, follow: subject_of}
                purposes:
                  treatment: {code: TREAT, label: Treating}
                classes:
                """);
        for (int i = 0; i < CLASSES; i++) {
            out.write("  " + dataClass(i) + ": {label: Class " + i + ", risk: medium}\n");
        }
    }

    private static void columns(int from, Writer out) throws IOException {
        out.write("version: 1\ncolumns:\n");
        for (int table = from; table < from + TABLES_IN_A_FILE; table++) {
            out.write("  ehr.s." + table(table) + ": {");
            for (int column = 0; column < COLUMNS; column++) {
                out.write(
                        (column == 0 ? "" : ", ")
                                + "c"
                                + column
                                + ": "
                                + dataClass(table + column));
            }
            out.write("}\n");
        }
    }

    private static void roles(Writer out) throws IOException {
        out.write("version: 1\nroles:\n");
        for (int role = 0; role < ROLES; role++) {
            out.write(
                    """
                      %s:
                        owner: o@hospital.example
                        reason: Works.
                        purposes: [treatment]
                        allow:
                          - {on: ehr, rows: mine, see: [%s, %s], masked: {%s: last4}}
                          - on: ehr.s.%s
                            rows: all_rows
                            see: [%s]
                            edit: {update: [c0]}
                    """
                            .formatted(
                                    role(role),
                                    dataClass(role),
                                    dataClass(role + 1),
                                    dataClass(role + 2),
                                    table(role * 9),
                                    dataClass(role * 9)));
        }
    }
}
