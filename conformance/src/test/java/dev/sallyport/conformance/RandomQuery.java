package dev.sallyport.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes queries of any shape over what a nurse or a physician sees; most of them run. */
final class RandomQuery {
    record Column(String name, String type) {}

    private record Table(String name, List<Column> columns) {}

    /** A name of FROM, with the columns that can be asked of it. */
    record Source(String alias, List<Column> columns) {
        String star() {
            return alias + ".*";
        }

        String first() {
            return alias + "." + columns.getFirst().name();
        }
    }

    static final String TEXT = "text";

    private static final int DEEPEST = 3;
    private static final String INT = "int";

    private static final List<Table> TABLES =
            List.of(
                    table(
                            "patients",
                            "id int, mrn text, first_name text, last_name text, dob date, ssn text,"
                                    + " email text, phone text, clinic_id int"),
                    table(
                            "encounters",
                            "id int, patient_id int, clinic_id int, at time, kind text, notes text"),
                    table(
                            "diagnoses",
                            "id int, patient_id int, encounter_id int, icd10 text, at date"),
                    table("prescriptions", "id int, patient_id int, drug text, controlled bool"),
                    table("clinics", "id int, name text"));

    private final RandomGenerator chance;
    private int names;
    private boolean bounded;

    RandomQuery(RandomGenerator chance) {
        this.chance = chance;
    }

    String next() {
        return one(12) ? united() : select();
    }

    /** Whether what it wrote shows some of its rows only, and any would do. */
    boolean isBounded() {
        return bounded;
    }

    static Source source(String table, String alias) {
        return new Source(
                alias,
                TABLES.stream()
                        .filter(one -> one.name().equals(table))
                        .findFirst()
                        .orElseThrow()
                        .columns());
    }

    static boolean asksATable(String sql) {
        return TABLES.stream().anyMatch(table -> sql.contains(table.name()));
    }

    private static Table table(String name, String columns) {
        return new Table(
                name,
                Stream.of(columns.split(", "))
                        .map(column -> column.split(" "))
                        .map(words -> new Column(words[0], words[1]))
                        .toList());
    }

    private String united() {
        int width = 1 + chance.nextInt(3);
        String of = pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT");
        return "(%s) %s (%s)".formatted(texts(1, List.of(), width), of, texts(1, List.of(), width));
    }

    /** Columns of a type that unites with any others, named from {@code c0}. */
    private String texts(int depth, List<Source> outer, int width) {
        List<Source> sources = new ArrayList<>();
        String from = from(depth, outer, sources);
        List<Source> all = joined(sources, outer);
        return IntStream.range(0, width)
                .mapToObj(i -> "(%s)::text AS c%d".formatted(expression(depth, all, TEXT), i))
                .collect(Collectors.joining(", ", "SELECT ", from + where(depth, all)));
    }

    private String select() {
        List<Source> sources = new ArrayList<>();
        List<Column> given = new ArrayList<>();
        boolean names = one(8);
        String with =
                names
                        ? "WITH q AS %s(%s) "
                                .formatted(
                                        pick("", "MATERIALIZED ", "NOT MATERIALIZED "),
                                        inner(0, List.of(), given))
                        : "";
        String from = from(0, List.of(), sources);
        if (names) {
            boolean twice = one(2);
            from += (from.isEmpty() ? " FROM q" : ", q") + (twice ? ", q AS again" : "");
            sources.add(new Source("q", given));
            if (twice) {
                sources.add(new Source("again", given));
            }
        }
        if (one(6) && !sources.isEmpty()) {
            return with + grouped(sources, from);
        }
        int width = 1 + chance.nextInt(4);
        boolean distinct = one(10);
        String list =
                Stream.generate(() -> output(sources))
                        .limit(width)
                        .collect(Collectors.joining(", "));
        return "%sSELECT %s%s%s%s%s"
                .formatted(
                        with,
                        distinct ? "DISTINCT " : "",
                        list,
                        from,
                        where(0, sources),
                        tail(width, distinct ? List.of() : sources));
    }

    private String grouped(List<Source> sources, String from) {
        String by = column(sources);
        String aggregate =
                pick(
                        "count(*)",
                        "max(%s::text)".formatted(column(sources)),
                        "string_agg(%s::text, ',' ORDER BY 1)".formatted(column(sources)),
                        "count(DISTINCT %s)".formatted(column(sources)),
                        "bool_or(%s)".formatted(condition(0, sources)));
        String rows = from + where(0, sources);
        return switch (chance.nextInt(4)) {
            case 0 -> "SELECT " + aggregate + rows;
            case 1 -> "SELECT %s, %s%s GROUP BY ROLLUP (%s)".formatted(by, aggregate, rows, by);
            case 2 -> "SELECT %s, %s%s GROUP BY %s".formatted(by, aggregate, rows, by);
            default -> "SELECT %s%s GROUP BY 1 HAVING count(*) > 1".formatted(by, rows);
        };
    }

    /**
     * @param ordered that it may be ordered by, beside its own columns
     */
    private String tail(int width, List<Source> ordered) {
        String by =
                !ordered.isEmpty() && one(2)
                        ? column(ordered)
                        : String.valueOf(1 + chance.nextInt(width));
        String order = one(3) ? " ORDER BY " + by + pick("", " DESC", " NULLS FIRST") : "";
        return order + (one(5) ? bound(pick(" LIMIT ", " OFFSET 1 LIMIT ")) : "");
    }

    private String bound(String words) {
        bounded = true;
        return words + (1 + chance.nextInt(20));
    }

    String output(List<Source> sources) {
        if (sources.isEmpty()) {
            return constant(pick(INT, TEXT, "date", "bool"));
        }
        return switch (chance.nextInt(15)) {
            case 0 -> "*";
            case 1 -> pick(sources).star();
            case 2 -> pick(sources).alias();
            case 3 -> "count(*) OVER (PARTITION BY %s)".formatted(column(sources));
            case 4 ->
                    "lag(%s) OVER (ORDER BY %s)"
                            .formatted(column(sources), sources.getFirst().first());
            case 5, 6, 7 -> column(sources);
            case 8 -> column(sources) + " AS " + pick("id", "mrn", "\"sallyport x\"", "\"from\"");
            case 9 -> constant(pick(INT, TEXT, "date", "bool"));
            case 10 -> pick("row_to_json(%s)", "%s.row_to_json").formatted(pick(sources).alias());
            case 11 -> gathered();
            default -> expression(0, sources, pick(TEXT, INT, "bool"));
        };
    }

    /** Of rows that no FROM around it names. */
    private String gathered() {
        Table table = pick(TABLES);
        return "json_array(SELECT %s FROM %s ORDER BY 1 LIMIT 3)"
                .formatted(pick(table.columns()).name(), table.name());
    }

    private String from(int depth, List<Source> outer, List<Source> sources) {
        int items = one(15) ? 0 : one(2) ? 1 : 1 + chance.nextInt(3);
        StringBuilder from = new StringBuilder();
        for (int i = 0; i < items; i++) {
            String join =
                    i == 0
                            ? " FROM "
                            : pick(", ", " JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ");
            boolean sideways = join.equals(", ") || join.equals(" JOIN ") || join.contains("LEFT");
            List<Source> here = new ArrayList<>();
            from.append(join).append(item(depth, sideways ? joined(sources, outer) : outer, here));
            if (join.contains("JOIN")) {
                from.append(" ON ").append(equal(sources, here.getFirst()));
            }
            sources.addAll(here);
        }
        return from.toString();
    }

    private String item(int depth, List<Source> seen, List<Source> here) {
        String alias = "t" + names++;
        if (depth < DEEPEST && one(5)) {
            List<Column> given = new ArrayList<>();
            String query = inner(depth, seen, given);
            here.add(new Source(alias, given));
            return "LATERAL (%s) AS %s".formatted(query, alias);
        }
        if (one(12)) {
            here.add(new Source(alias, List.of(new Column(alias, INT))));
            return "generate_series(1, 2) AS " + alias;
        }
        if (one(15)) {
            here.add(new Source(alias, List.of(new Column("a", INT), new Column("b", TEXT))));
            return "(VALUES (1, 'x'), (2, NULL)) AS %s(a, b)".formatted(alias);
        }
        Table table = one(2) ? TABLES.getFirst() : pick(TABLES);
        if (one(12)) {
            return renamed(table, alias, here);
        }
        boolean bare = alias.equals("t0") && depth == 0 && one(4);
        here.add(new Source(bare ? table.name() : alias, table.columns()));
        return table.name() + (bare ? "" : pick(" ", " AS ") + alias);
    }

    /** Its first columns, or those of a join with it, called otherwise. */
    private String renamed(Table table, String alias, List<Source> here) {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.addFirst(columns.removeLast());
        here.add(new Source(alias, columns));
        String list = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String item =
                one(2) ? table.name() : "(%s CROSS JOIN (SELECT 1) AS one)".formatted(table.name());
        return "%s AS %s (%s)".formatted(item, alias, list);
    }

    /** A query in FROM or WITH, and the columns that it gives. */
    private String inner(int depth, List<Source> outer, List<Column> given) {
        if (one(2)) {
            int width = 1 + chance.nextInt(3);
            IntStream.range(0, width).forEach(i -> given.add(new Column("c" + i, TEXT)));
            return texts(depth + 1, outer, width);
        }
        Table table = pick(TABLES);
        List<Column> left = new ArrayList<>(table.columns());
        for (int i = 0; i < 3 && !left.isEmpty(); i++) {
            given.add(left.remove(chance.nextInt(left.size())));
        }
        String list = given.stream().map(Column::name).collect(Collectors.joining(", "));
        return "SELECT %s FROM %s%s".formatted(list, table.name(), pick("", " WHERE id % 3 = 1"));
    }

    private String equal(List<Source> left, Source right) {
        Column one = pick(right.columns());
        String name = right.alias() + "." + one.name();
        return column(left, one.type())
                .map(other -> other + " = " + name)
                .findFirst()
                .orElse(name + " IS NOT NULL");
    }

    private String where(int depth, List<Source> all) {
        return one(3) || all.isEmpty() ? "" : " WHERE " + condition(depth, all);
    }

    String condition(int depth, List<Source> all) {
        if (all.isEmpty() || depth >= DEEPEST) {
            return pick("true", "1 = 1");
        }
        String type = pick(INT, TEXT);
        return switch (chance.nextInt(10)) {
            case 0 -> "NOT (%s)".formatted(condition(depth + 1, all));
            case 1 ->
                    "(%s %s %s)"
                            .formatted(
                                    condition(depth + 1, all),
                                    pick("AND", "OR"),
                                    condition(depth + 1, all));
            case 2 -> column(all) + " IS " + pick("", "NOT ") + "NULL";
            case 3 -> "%s EXISTS (%s)".formatted(pick("", "NOT"), texts(depth + 1, all, 1));
            case 4 -> "(%s)::text IN (%s)".formatted(of(all, TEXT), texts(depth + 1, all, 1));
            case 5 -> of(all, INT) + " % 3 = " + chance.nextInt(3);
            case 6 -> of(all, TEXT) + " LIKE '%" + pick("a", "1", "0", "") + "%'";
            case 7 -> of(all, INT) + " = " + pick("1", "13", "14", "85");
            default ->
                    expression(depth, all, type)
                            + pick(" = ", " < ", " <> ", " >= ")
                            + expression(depth, all, type);
        };
    }

    String expression(int depth, List<Source> all, String type) {
        boolean text = type.equals(TEXT);
        return switch (chance.nextInt(10)) {
            case 0 -> constant(type);
            case 1 ->
                    "CASE WHEN %s THEN %s END".formatted(condition(depth + 1, all), of(all, type));
            case 2 -> "coalesce(%s, %s)".formatted(of(all, type), constant(type));
            case 3 -> text ? "upper(%s)".formatted(of(all, type)) : of(all, type);
            case 4 -> text ? "(%s || %s)".formatted(of(all, type), of(all, type)) : of(all, type);
            case 5 ->
                    text && depth < DEEPEST
                            ? "(%s%s)".formatted(texts(depth + 1, all, 1), single())
                            : of(all, type);
            case 6 ->
                    text
                            ? "(%s)::text".formatted(all.isEmpty() ? "1" : column(all))
                            : of(all, type);
            default -> of(all, type);
        };
    }

    private String single() {
        bounded = true;
        return " LIMIT 1";
    }

    /** A column of that type, or a constant where there is none. */
    private String of(List<Source> all, String type) {
        return column(all, type).findFirst().orElseGet(() -> constant(type));
    }

    /** In an order of its own. */
    private Stream<String> column(List<Source> all, String type) {
        return Stream.generate(() -> pick(all))
                .limit(all.isEmpty() ? 0 : 4)
                .flatMap(source -> {
                    Column column = pick(source.columns());
                    return column.type().equals(type)
                            ? Stream.of(source.alias() + "." + column.name())
                            : Stream.empty();
                });
    }

    String column(List<Source> all) {
        Source source = pick(all);
        return source.alias() + "." + pick(source.columns()).name();
    }

    private String constant(String type) {
        return switch (type) {
            case INT -> String.valueOf(chance.nextInt(300));
            case "date" -> "date '2000-01-01'";
            case "bool" -> pick("true", "false");
            default -> pick("'x'", "E'\\n'", "'***'", "''", "NULL");
        };
    }

    private static List<Source> joined(List<Source> sources, List<Source> outer) {
        return Stream.concat(sources.stream(), outer.stream()).toList();
    }

    boolean one(int of) {
        return chance.nextInt(of) == 0;
    }

    String pick(String... words) {
        return words[chance.nextInt(words.length)];
    }

    private <T> T pick(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }
}
