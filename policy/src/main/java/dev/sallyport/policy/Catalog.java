package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.Comparator;
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

    public Optional<GovernedTable> table(String database, TableName name) {
        return Optional.ofNullable(databases.get(database)).flatMap(in -> in.table(name));
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
     * @param tables every governed table, in file order
     */
    public record Database(
            String name,
            Engine engine,
            Map<String, String> env,
            Optional<Subject> subject,
            List<SubjectLink> links,
            List<String> managed,
            List<GovernedTable> tables,
            Place place) {

        public Database {
            env = Ordered.copyOf(env);
            links = List.copyOf(links);
            managed = List.copyOf(managed);
            tables = List.copyOf(tables);
        }

        public Optional<GovernedTable> table(TableName name) {
            return tables.stream().filter(table -> table.name().equals(name)).findFirst();
        }

        /** The link by which a table points at the subject; a longer pattern wins. */
        public Optional<SubjectLink> link(TableName table) {
            return links.stream()
                    .filter(link -> link.covers(table))
                    .max(Comparator.comparingInt(link -> link.pattern().length()));
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
     * @param target the table pointed at, always the subject's
     * @param targetColumn the column pointed at
     */
    public record SubjectLink(
            String pattern, String column, TableName target, String targetColumn, Place place) {

        public boolean covers(TableName table) {
            return !table.equals(target)
                    && (pattern.equals(table.toString()) || pattern.equals(table.schema() + ".*"));
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

    /** A tag for columns; roles speak of classes, never of columns. */
    public record DataClass(String name, String label, Risk risk, Place place) {}

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
