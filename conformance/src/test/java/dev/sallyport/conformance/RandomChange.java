package dev.sallyport.conformance;

import dev.sallyport.conformance.RandomQuery.Source;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes changes of any shape, to what a physician may change; most of them run. */
final class RandomChange {
    private static final String VISITS = "encounters";
    private static final String PATIENTS = "patients";
    private static final String DRUGS = "prescriptions";
    private static final String ROW = "(patient_id, clinic_id, physician_id, kind)";

    private final RandomGenerator chance;
    private final List<String> patients;
    private final RandomQuery parts;
    private boolean numbered;

    /**
     * @param patients numbers of those who may be written about
     */
    RandomChange(RandomGenerator chance, List<String> patients) {
        this.chance = chance;
        this.patients = patients;
        this.parts = new RandomQuery(chance);
    }

    String next() {
        return switch (chance.nextInt(12)) {
            case 0, 1, 2 -> insert();
            case 3, 4, 5 -> update();
            case 6, 7 -> delete();
            case 8, 9 -> merge();
            case 10 ->
                    "WITH q AS (SELECT id AS c0 FROM patients WHERE %s) %s"
                            .formatted(
                                    where(List.of(RandomQuery.source(PATIENTS, PATIENTS))),
                                    parts.one(2) ? update() : delete());
            default ->
                    "WITH x AS (%s RETURNING %s) SELECT %s FROM x"
                            .formatted(
                                    changed(),
                                    parts.pick(
                                            "e.id",
                                            "e.patient_id AS id",
                                            "e.*",
                                            "e.id, e.patient_id AS p"),
                                    parts.pick("*", "count(*)", "x.id", "max(x.id::text)", "1"));
        };
    }

    /** Whether its answer has numbers or times that no two runs share, or shows any rows. */
    boolean varies() {
        return numbered || parts.isBounded();
    }

    private String changed() {
        boolean visits = parts.one(2);
        List<Source> all = List.of(RandomQuery.source(visits ? VISITS : DRUGS, "e"));
        return visits
                ? "UPDATE encounters AS e SET notes = %s WHERE %s".formatted(text(all), where(all))
                : "DELETE FROM prescriptions AS e WHERE " + where(all);
    }

    private String insert() {
        numbered = true;
        boolean named = parts.one(3);
        Source target = RandomQuery.source(VISITS, named ? "e" : VISITS);
        String rows =
                switch (chance.nextInt(3)) {
                    case 0 -> "VALUES (%s, 1, 102, 'visit')".formatted(patient());
                    case 1 ->
                            "VALUES (%s, 1, 102, 'a'), (%s, 2, 102, 'b')"
                                    .formatted(patient(), patient());
                    default -> selected();
                };
        return "INSERT INTO encounters%s %s %s%s%s"
                .formatted(
                        named ? " AS e" : "",
                        ROW,
                        rows,
                        parts.pick("", "", " ON CONFLICT DO NOTHING"),
                        returning(List.of(target), target));
    }

    private String selected() {
        List<Source> from = List.of(RandomQuery.source(PATIENTS, "s"));
        return "SELECT s.id, 1, 102, %s FROM patients s WHERE %s"
                .formatted(parts.pick("'k'", "s.mrn", "s.last_name", text(from)), where(from));
    }

    private String update() {
        boolean visits = parts.one(2);
        String table = visits ? VISITS : PATIENTS;
        boolean named = parts.one(2);
        Source target = RandomQuery.source(table, named ? "t" : table);
        boolean reads = parts.one(3);
        List<Source> all =
                reads
                        ? List.of(target, RandomQuery.source(visits ? PATIENTS : VISITS, "o"))
                        : List.of(target);
        String join =
                visits
                        ? "o.id = " + target.alias() + ".patient_id"
                        : "o.patient_id = " + target.alias() + ".id";
        return "UPDATE %s%s%s SET %s%s%s%s"
                .formatted(
                        parts.one(6) ? "ONLY " : "",
                        table,
                        named ? " AS t" : "",
                        visits ? ofVisit(all) : ofPatient(all),
                        reads ? " FROM " + (visits ? PATIENTS : VISITS) + " o" : "",
                        parts.one(8) ? "" : " WHERE " + (reads ? join + " AND " : "") + where(all),
                        returning(all, target));
    }

    private String ofVisit(List<Source> all) {
        return parts.pick(
                "notes = " + text(all),
                "kind = coalesce(%s, 'x')".formatted(text(all)),
                "(notes, kind) = (%s, 'x')".formatted(text(all)),
                "(notes, kind) = (SELECT mrn, 'x' FROM patients WHERE id = %s)"
                        .formatted(patient()),
                "notes = NULL, kind = 'x'");
    }

    private String ofPatient(List<Source> all) {
        return parts.pick(
                "phone = " + text(all),
                "email = 'x'",
                "(email, phone) = (phone, email)",
                "mrn = mrn || 'x'",
                "email = (SELECT max(notes) FROM encounters)");
    }

    private String delete() {
        boolean named = parts.one(2);
        Source target = RandomQuery.source(DRUGS, named ? "t" : DRUGS);
        boolean reads = parts.one(3);
        List<Source> all =
                reads ? List.of(target, RandomQuery.source(PATIENTS, "o")) : List.of(target);
        return "DELETE FROM prescriptions%s%s WHERE %s%s%s"
                .formatted(
                        named ? " AS t" : "",
                        reads ? " USING patients o" : "",
                        reads ? "o.id = " + target.alias() + ".patient_id AND " : "",
                        where(all),
                        returning(all, target));
    }

    private String merge() {
        numbered = true;
        boolean visits = parts.one(2);
        String table = visits ? VISITS : DRUGS;
        List<Source> all =
                List.of(RandomQuery.source(table, "e"), RandomQuery.source(PATIENTS, "o"));
        String matched =
                parts.pick(
                        visits ? "UPDATE SET notes = " + text(all) : "DELETE",
                        visits ? "UPDATE SET (notes, kind) = (o.mrn, 'x')" : "DELETE",
                        "DO NOTHING");
        String others =
                " WHEN NOT MATCHED THEN INSERT %s VALUES (o.id, 2, 102, o.mrn)".formatted(ROW);
        return "MERGE INTO %s AS e USING %s AS o ON e.patient_id = o.id AND %s %s%s%s%s"
                .formatted(
                        table,
                        parts.pick(PATIENTS, "(SELECT * FROM patients WHERE id % 2 = 1)"),
                        parts.pick("true", "e.id % 3 = 0", where(all)),
                        parts.pick("WHEN MATCHED THEN ", "WHEN MATCHED AND e.id % 2 = 0 THEN "),
                        matched,
                        visits && parts.one(2) ? others : "",
                        returning(all, all.getFirst()));
    }

    private String returning(List<Source> all, Source target) {
        if (parts.one(2)) {
            return "";
        }
        return Stream.generate(() -> returned(all, target))
                .limit(1 + chance.nextInt(3))
                .collect(Collectors.joining(", ", " RETURNING ", ""));
    }

    private String returned(List<Source> all, Source target) {
        return switch (chance.nextInt(8)) {
            case 0 -> "*";
            case 1 -> parts.pick("old", "new") + "." + target.columns().getLast().name();
            case 2 -> parts.pick("old.*", "new.*", "new.id", "old.id");
            case 3 -> text(all);
            case 4 -> target.alias();
            default -> parts.column(all);
        };
    }

    private String text(List<Source> all) {
        return parts.expression(2, all, RandomQuery.TEXT);
    }

    private String where(List<Source> all) {
        Source first = all.getFirst();
        String key =
                first.columns().stream().anyMatch(one -> one.name().equals("patient_id"))
                        ? "patient_id"
                        : "id";
        return parts.one(2)
                ? "%s.%s IN (%s, %s)".formatted(first.alias(), key, patient(), patient())
                : parts.condition(1, all);
    }

    private String patient() {
        return patients.get(chance.nextInt(patients.size()));
    }
}
