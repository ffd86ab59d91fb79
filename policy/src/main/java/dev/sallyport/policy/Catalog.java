package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The databases, which column has which class, and the words roles may use. */
public record Catalog(
        Map<String, Environment> environments,
        Map<String, Database> databases,
        Map<String, DataClass> classes,
        Map<String, Mask> masks,
        Map<String, Scope> scopes,
        Map<String, Purpose> purposes) {

    public Catalog {
        environments = Ordered.copyOf(environments);
        databases = Ordered.copyOf(databases);
        classes = Ordered.copyOf(classes);
        masks = Ordered.copyOf(masks);
        scopes = Ordered.copyOf(scopes);
        purposes = Ordered.copyOf(purposes);
    }

    public Catalog with(Map<String, Database> others) {
        return new Catalog(environments, others, classes, masks, scopes, purposes);
    }

    public Optional<GovernedTable> table(String database, TableName name) {
        return Optional.ofNullable(databases.get(database)).flatMap(in -> in.table(name));
    }

    /**
     * The class of what a mask shows of a table instead; empty where it shows the column itself.
     *
     * @param mask its name
     */
    public Optional<String> shownInstead(String mask, GovernedTable table) {
        return Optional.ofNullable(masks.get(mask)).flatMap(Mask::instead).flatMap(table::classOf);
    }

    /**
     * Whether a scope decides the rows of a table: the scope of every row any table, another its
     * own table and, where it follows the subject, every table that has the link to it.
     */
    public boolean reaches(Scope scope, String database, TableName table) {
        if (scope.table().isEmpty()) {
            return true;
        }
        if (!scope.database().equals(Optional.of(database))) {
            return false;
        }
        return scope.table().equals(Optional.of(table)) || follows(scope, database, table);
    }

    private boolean follows(Scope scope, String database, TableName table) {
        return scope.follow()
                && Optional.ofNullable(databases.get(database))
                        .flatMap(in -> in.table(table).flatMap(in::linkOf))
                        .map(SubjectLink::target)
                        .equals(scope.table());
    }

    /**
     * One database behind the doors.
     *
     * @param env environment to the address it has there, {@code host:port/database}
     * @param subject what a record is: the table and key that "who saw patient 42" means
     * @param links how other tables point at the subject
     * @param managed schemas whose tables Sallyport may put rights on; nothing else is altered
     * @param byName every governed table the policy names, in file order
     * @param patterns the class of whatever the policy does not name, a schema's before all
     * @param keepings by what the rows of tables are kept back, where it is said
     * @param hardening what is taken from PUBLIC beside
     */
    public record Database(
            String name,
            Engine engine,
            Map<String, String> env,
            Optional<Subject> subject,
            List<SubjectLink> links,
            List<String> managed,
            Map<TableName, GovernedTable> byName,
            List<ColumnPattern> patterns,
            List<RowKeeping> keepings,
            Hardening hardening,
            Place place) {

        public Database {
            env = Ordered.copyOf(env);
            links = List.copyOf(links);
            managed = List.copyOf(managed);
            byName = Ordered.copyOf(byName);
            patterns = List.copyOf(patterns);
            keepings = List.copyOf(keepings);
        }

        public Optional<GovernedTable> table(TableName name) {
            return Optional.ofNullable(byName.get(name)).or(() -> unnamed(name));
        }

        public Database with(Map<TableName, GovernedTable> others) {
            return new Database(
                    name, engine, env, subject, links, managed, others, patterns, keepings,
                    hardening, place);
        }

        /**
         * By what the rows of a table are kept back; a longer name wins, empty for row security.
         */
        public Optional<RowKeeping> keptInView(TableName table) {
            return keepings.stream()
                    .filter(keeping -> keeping.covers(table))
                    .max(Comparator.comparing(keeping -> !keeping.pattern().endsWith(".*")))
                    .filter(keeping -> keeping.rows() == RowKeeping.Rows.VIEW);
        }

        /** Whether it has an address there; one without any stands everywhere. */
        public boolean standsIn(String environment) {
            return env.isEmpty() || env.containsKey(environment);
        }

        /** Every table the policy names, in file order; patterns cover more. */
        public Collection<GovernedTable> tables() {
            return byName.values();
        }

        /**
         * Those a name without a schema may mean: the ones the policy names, and those of managed
         * schemas that patterns speak of.
         */
        public Set<GovernedTable> named(String last) {
            Set<GovernedTable> named = new LinkedHashSet<>();
            byName.values().stream()
                    .filter(table -> table.name().table().equals(last))
                    .forEach(named::add);
            managed.stream()
                    .flatMap(schema -> table(new TableName(schema, last)).stream())
                    .forEach(named::add);
            return named;
        }

        private Optional<GovernedTable> unnamed(TableName name) {
            return Optional.of(name)
                    .filter(table -> managed.contains(table.schema()))
                    .flatMap(table -> ColumnPattern.of(table.schema(), patterns))
                    .map(pattern ->
                            new GovernedTable(
                                    name, Map.of("*", pattern.dataClass()), pattern.place()));
        }

        /** The link by which a table points at the subject; a longer pattern wins. */
        public Optional<SubjectLink> link(TableName table) {
            return links.stream()
                    .filter(link -> link.database().isEmpty() && link.covers(table))
                    .max(Comparator.comparingInt(link -> link.pattern().length()));
        }

        /** The columns of a table by which the people its rows are about can be told apart. */
        public Set<String> subjectColumns(GovernedTable table) {
            Set<String> columns = new LinkedHashSet<>();
            subject.filter(one -> one.table().equals(table.name()))
                    .ifPresent(one -> {
                        columns.add(one.key());
                        links.stream()
                                .filter(link -> link.database().isEmpty())
                                .filter(link -> link.target().equals(table.name()))
                                .forEach(link -> columns.add(link.targetColumn()));
                    });
            linkOf(table).ifPresent(link -> columns.add(link.column()));
            return columns;
        }

        /** The link of a table that has the linking column; a pattern covers others too. */
        public Optional<SubjectLink> linkOf(GovernedTable table) {
            return link(table.name()).filter(link -> table.classOf(link.column()).isPresent());
        }
    }

    /** What a database speaks. */
    public enum Engine {
        POSTGRESQL,
        MARIADB,
        MYSQL
    }

    /** The table whose rows are the records, and its key as people say it. */
    public record Subject(TableName table, String key, String label, Place place) {}

    /**
     * {@code "hosp.*": patient_id -> hosp.patients.id}.
     *
     * @param pattern {@code schema.table} or {@code schema.*}
     * @param column the column of the covered table
     * @param database the other database the target is in; empty where it is the same
     * @param target the table pointed at, always the subject's
     * @param targetColumn the column pointed at
     */
    public record SubjectLink(
            String pattern,
            String column,
            Optional<String> database,
            TableName target,
            String targetColumn,
            Place place) {

        public boolean covers(TableName table) {
            return !table.equals(target)
                    && (pattern.equals(table.toString()) || pattern.equals(table.schema() + ".*"));
        }
    }

    /**
     * {@code ehr.hosp.*: phi.clinical}: the class of every column no longer name speaks of.
     *
     * @param schema empty for the whole database
     */
    public record ColumnPattern(Optional<String> schema, String dataClass, Place place) {

        /** The longer name wins. */
        static Optional<ColumnPattern> of(String schema, List<ColumnPattern> patterns) {
            return patterns.stream()
                    .filter(pattern -> pattern.schema.equals(Optional.of(schema)))
                    .findFirst()
                    .or(() ->
                            patterns.stream()
                                    .filter(pattern -> pattern.schema.isEmpty())
                                    .findFirst());
        }
    }

    /**
     * A table that has classes.
     *
     * @param columns column to class as written; {@code "*"} stands for every column not named
     */
    public record GovernedTable(TableName name, Map<String, String> columns, Place place) {

        public GovernedTable {
            columns = Ordered.copyOf(columns);
        }

        /** The class of a column; empty means nobody sees it. */
        public Optional<String> classOf(String column) {
            return Optional.ofNullable(columns.get(column))
                    .or(() -> Optional.ofNullable(columns.get("*")));
        }
    }

    /**
     * A tag for columns; roles speak of classes, never of columns.
     *
     * @param mfa how long ago, at most, whoever uses it has proved a second factor
     */
    public record DataClass(
            String name,
            String label,
            Risk risk,
            Accounting accounting,
            Optional<Span> mfa,
            Place place) {}

    /** How exactly the record says whose data of a class was shown. */
    public enum Accounting {
        /** As far as the statement lets it be known. */
        WHERE_KNOWN,
        /** Of each record; a statement that would not let it be known is refused. */
        RECORD
    }

    /** How much harm the exposure of a class does. */
    public enum Risk {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /**
     * Why somebody looks.
     *
     * @param code HL7 PurposeOfUse
     * @param needs what must be said with it, as {@code ticket}
     */
    public record Purpose(String name, String code, String label, Set<String> needs, Place place) {

        public Purpose {
            needs = Ordered.copyOf(needs);
        }
    }
}
