package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.testkit.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * However one question is written and asked, the answer is the same: the same verdict, the same
 * cells, the same subjects on record, or where no key can be added that they are not known. Another
 * run is {@code -Dsallyport.seed=N}.
 */
final class SameQuestionTest {
    private static final int FORMS = Boolean.getBoolean("sallyport.full") ? 3_000 : 50;
    private static final long SEED = Long.getLong("sallyport.seed", 20_261_121);

    /** Those that answer in rows of text, so that cells compare. */
    private static final List<Way> WAYS =
            List.of(
                    Way.SIMPLE,
                    Way.EXTENDED_TEXT,
                    Way.SQL_PREPARE,
                    Way.CURSOR,
                    Way.PORTAL_IN_PARTS);

    /**
     * One question: columns of a table under some condition.
     *
     * @param output what is asked for, each a column
     */
    private record Question(List<String> output, String table, String condition) {}

    private static final List<Question> QUESTIONS =
            List.of(
                    new Question(List.of("last_name"), "patients", "id % 3 = 0"),
                    new Question(List.of("last_name", "dob"), "patients", "last_name < 'M'"),
                    new Question(List.of("ssn", "id"), "patients", "zip IS NOT NULL"),
                    new Question(List.of("kind"), "encounters", "patient_id % 2 = 0"),
                    new Question(List.of("icd10"), "diagnoses", "icd10 LIKE 'E%'"),
                    new Question(List.of("amount"), "invoices", "amount > 0"),
                    new Question(List.of("body"), "mental_health_notes", "true"),
                    new Question(List.of("name"), "clinics", "id < 5"));

    /** Forms of a query that need not be plain: its key may be out of reach. */
    private enum Form {
        PLAIN,
        CTE,
        SUBQUERY
    }

    private final Hospital hospital = Hospital.open();
    private final Map<Way, Connection> connections = new EnumMap<>(Way.class);

    @Test
    void hasTheSameAnswerHoweverItIsWrittenAndAsked() throws SQLException {
        try {
            for (int number = 0; number < FORMS; number++) {
                RandomGenerator chance = new SplittableRandom(SEED + number);
                asks(QUESTIONS.get(number % QUESTIONS.size()), chance, SEED + number);
            }
        } finally {
            for (Connection connection : connections.values()) {
                connection.close();
            }
        }
    }

    private void asks(Question question, RandomGenerator chance, long seed) throws SQLException {
        Way.Seen plain = Way.SIMPLE.ask(through(Way.SIMPLE), simplest(question));
        Form form = Form.values()[chance.nextInt(Form.values().length)];
        Way way = WAYS.get(chance.nextInt(WAYS.size()));
        String sql = written(question, form, chance);
        long before = hospital.recorded();
        Way.Seen seen = way.ask(through(way), sql);

        String which = "-Dsallyport.seed=%d %s %s".formatted(seed, way, sql);
        assertThat(cells(seen)).as(which).isEqualTo(cells(plain));
        if (plain instanceof Way.Seen.Rows && !question.table().equals("clinics")) {
            List<Subjects> told = new ArrayList<>(hospital.told(before));
            told.removeIf(one -> one.basis() == Basis.AGGREGATE); // The last part, without a row.
            Set<Pseudonym> named =
                    told.stream().flatMap(Subjects::named).collect(Collectors.toSet());
            boolean all = told.stream().allMatch(one -> one.basis() == Basis.RETURNED);
            if (form == Form.PLAIN || all) {
                assertThat(named).as(which).isEqualTo(subjects(question));
            } else {
                assertThat(told)
                        .as(which)
                        .allMatch(one -> one.basis() != Basis.RETURNED || one.count() == 0);
            }
        }
    }

    private Connection through(Way way) throws SQLException {
        Connection known = connections.get(way);
        if (known == null) {
            known = way.connect(hospital, Door.GATEWAY, "nora");
            connections.put(way, known);
        }
        return known;
    }

    private static String simplest(Question question) {
        return "SELECT %s FROM %s WHERE %s ORDER BY 1"
                .formatted(
                        String.join(", ", question.output()),
                        question.table(),
                        question.condition());
    }

    /** The database's own answer to whose rows these are. */
    private Set<Pseudonym> subjects(Question question) throws SQLException {
        String key = question.table().equals("patients") ? "id" : "patient_id";
        try (Connection direct = Way.SIMPLE.connect(hospital, Door.NATIVE, "nora")) {
            return Rows.of(
                            direct,
                            "SELECT %s FROM %s WHERE %s"
                                    .formatted(key, question.table(), question.condition()))
                    .stream()
                    .map(Hospital::pseudonym)
                    .collect(Collectors.toSet());
        }
    }

    /** Cells without their order, and without the names that a form may give to columns. */
    private static List<String> cells(Way.Seen seen) {
        return switch (seen) {
            case Way.Seen.Rows(List<String> rows) ->
                    rows.stream().filter(row -> row.indexOf('\u001f') >= 0).sorted().toList();
            case Way.Seen.Refusal refusal -> List.of(refusal.sqlState());
        };
    }

    private static String written(Question question, Form form, RandomGenerator chance) {
        String alias = chance.nextBoolean() ? "" : pick(chance, "x", "\"An Alias\"", "FROM_", "p1");
        String qualifier = alias.isEmpty() || chance.nextBoolean() ? "" : alias + ".";
        List<String> output = new ArrayList<>();
        for (String column : question.output()) {
            String one = qualifier + spelled(column, chance);
            output.add(
                    switch (chance.nextInt(4)) {
                        case 0 -> "(" + one + ")";
                        case 1 -> one + " AS " + pick(chance, "\"from\"", "id", "a1", "\"x y\"");
                        default -> one;
                    });
        }
        String table =
                (form == Form.PLAIN && chance.nextInt(3) == 0 ? "nurse." : "")
                        + spelled(question.table(), chance)
                        + (alias.isEmpty() ? "" : pick(chance, " ", " AS ") + alias);
        String select =
                "%sSELECT%s%s%sFROM%s%s WHERE %s"
                        .formatted(
                                space(chance).strip().isEmpty() ? "" : space(chance),
                                space(chance),
                                String.join(space(chance) + "," + space(chance), output),
                                space(chance),
                                space(chance),
                                table,
                                question.condition());
        UnaryOperator<String> keywords =
                chance.nextBoolean()
                        ? UnaryOperator.identity()
                        : sql -> sql.replace("SELECT", "seLEct").replace("FROM ", "from ");
        return switch (form) {
            case PLAIN -> keywords.apply(select) + pick(chance, "", " ORDER BY 1", " LIMIT ALL");
            case CTE -> "WITH asked AS (" + keywords.apply(select) + ") SELECT * FROM asked";
            case SUBQUERY -> "SELECT * FROM (" + keywords.apply(select) + ") AS asked";
        };
    }

    private static String spelled(String name, RandomGenerator chance) {
        return switch (chance.nextInt(3)) {
            case 0 -> '"' + name + '"';
            case 1 -> name.toUpperCase(Locale.ROOT);
            default -> name;
        };
    }

    private static String space(RandomGenerator chance) {
        return pick(
                chance, " ", "\n", "\t ", " /* from */ ", " -- from here\n", " /* a /* b */ */ ");
    }

    private static String pick(RandomGenerator chance, String... words) {
        return words[chance.nextInt(words.length)];
    }

    @Test
    void asksInManyForms() {
        Set<String> forms = new TreeSet<>();
        for (int number = 0; number < FORMS; number++) {
            RandomGenerator chance = new SplittableRandom(SEED + number);
            forms.add(written(QUESTIONS.getFirst(), Form.PLAIN, chance));
        }
        assertThat(forms).hasSizeGreaterThan(FORMS * 3 / 4);
    }
}
