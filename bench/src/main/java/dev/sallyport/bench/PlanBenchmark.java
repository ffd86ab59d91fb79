package dev.sallyport.bench;

import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.AccountSecrets;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.Plan;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long a plan takes that finds nothing to change: three sizes, each table in ten roles, each
 * person in one. The first plan of a process, as a command meets it, and the third, as a running
 * deployment does. Run by {@code bench/plan.sh}.
 */
public final class PlanBenchmark {
    private static final String DATABASE = "ehr";

    /** As many roles see each table in every size, so that the work grows with the tables. */
    private static final int ROLES_OF_A_TABLE = 10;

    private static final int ATTEMPTS = 3;

    private static final String CATALOG =
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
              mine: {on: ehr.s.t0, where: {c2: {in: $user.clinics}}, follow: subject_of}
            purposes:
              treatment: {code: TREAT, label: Treating}
            classes:
              ops.key: {label: Keys, risk: low}
              phi.text: {label: Texts, risk: medium}
            columns:
            """;

    private record Size(int tables, int roles, int people) {}

    private static final List<Size> SIZES =
            List.of(
                    new Size(100, 10, 1_000),
                    new Size(300, 30, 3_000),
                    new Size(1_000, 100, 10_000));

    private PlanBenchmark() {}

    /**
     * @param arguments an empty folder to work in, how many of the sizes
     */
    public static void main(String[] arguments) throws Exception {
        System.out.printf(
                "%7s %6s %7s %10s %11s %10s %10s%n",
                "tables", "roles", "people", "objects", "apply s", "first s", "third s");
        for (Size size : SIZES.subList(0, Integer.parseInt(arguments[1]))) {
            measure(size, Files.createDirectories(Path.of(arguments[0], "" + size.tables())));
        }
    }

    private static void measure(Size size, Path folder) throws Exception {
        write(size, folder);
        Policy policy = policy(folder.resolve("policy"));
        var people =
                ((DirectoryReading.Accepted) DirectoryReader.read(folder.resolve("people.yaml")))
                        .directory();
        Entitlements entitlements = Entitlements.at(Instant.now(), policy, people);
        try (BenchDatabase database =
                BenchDatabase.start(folder, DATABASE, schema(size).toArray(String[]::new))) {
            var target =
                    new TargetDatabase(
                            DATABASE,
                            database.url(DATABASE),
                            BenchDatabase.ADMIN,
                            database.adminPassword());
            AccountSecrets secrets = login -> "secret of " + login;
            long begun = System.nanoTime();
            Provisioner door = new Provisioner(target, secrets);
            Plan plan = plan(door, policy, entitlements);
            if (door.apply(plan) instanceof Applied.Failed(var problem)) {
                throw new IllegalStateException(problem.toString());
            }
            double apply = secondsSince(begun);
            Provisioner fresh = new Provisioner(target, secrets);
            double[] took = new double[ATTEMPTS];
            for (int i = 0; i < ATTEMPTS; i++) {
                begun = System.nanoTime();
                if (!plan(fresh, policy, entitlements).isEmpty()) {
                    throw new IllegalStateException("there is something left to change");
                }
                took[i] = secondsSince(begun);
            }
            System.out.printf(
                    "%7d %6d %7d %10d %11.1f %10.2f %10.2f%n",
                    size.tables(),
                    size.roles(),
                    size.people(),
                    plan.sentences().size(),
                    apply,
                    took[0],
                    took[ATTEMPTS - 1]);
        }
    }

    private static Policy policy(Path folder) {
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    private static Plan plan(Provisioner door, Policy policy, Entitlements entitlements) {
        return switch (door.plan(policy, entitlements)) {
            case PlanReading.Planned(Plan plan) -> plan;
            case PlanReading.Refused(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static List<String> schema(Size size) {
        return IntStream.range(-1, size.tables())
                .mapToObj(i ->
                        i < 0
                                ? "CREATE SCHEMA s"
                                : "CREATE TABLE s.t%d (c0 bigint PRIMARY KEY, c1 bigint, c2 int, c3 text)"
                                        .formatted(i))
                .toList();
    }

    private static void write(Size size, Path folder) throws IOException {
        Path policy = Files.createDirectories(folder.resolve("policy"));
        try (Writer out = Files.newBufferedWriter(policy.resolve("10-catalog.yaml"))) {
            out.write(CATALOG);
            for (int i = 0; i < size.tables(); i++) {
                out.write(
                        "  ehr.s.t%d: {c0: ops.key, c1: ops.key, c2: ops.key, c3: phi.text}\n"
                                .formatted(i));
            }
        }
        try (Writer out = Files.newBufferedWriter(policy.resolve("20-roles.yaml"))) {
            out.write("version: 1\nroles:\n");
            for (int role = 0; role < size.roles(); role++) {
                out.write(role(size, role));
            }
        }
        try (Writer out = Files.newBufferedWriter(policy.resolve("30-assignments.yaml"))) {
            out.write("version: 1\nassignments:\n");
            for (int role = 0; role < size.roles(); role++) {
                out.write(
                        "  - {group: g%d, role: role%d, until: 2099-01-01}\n"
                                .formatted(role, role));
            }
        }
        try (Writer out = Files.newBufferedWriter(folder.resolve("people.yaml"))) {
            out.write("version: 1\npeople:\n");
            for (int person = 0; person < size.people(); person++) {
                out.write(
                        "  p%d: {name: N, groups: [g%d], attributes: {clinics: %d}}\n"
                                .formatted(person, person % size.roles(), person % 100));
            }
        }
    }

    private static String role(Size size, int role) {
        return """
          role%d:
            owner: o@hospital.example
            reason: Works.
            purposes: [treatment]
            allow:
              - on: [%s]
                rows: mine
                see: [ops.key]
                masked: {phi.text: last4}
        """
                .formatted(role, tables(size, role));
    }

    /** Ten roles see each table, and each role the tables that count to it. */
    private static String tables(Size size, int role) {
        int step = size.roles() / ROLES_OF_A_TABLE;
        return String.join(
                ", ",
                IntStream.range(0, size.tables())
                        .filter(table -> table % step == role % step)
                        .mapToObj(table -> "ehr.s.t" + table)
                        .toList());
    }
}
