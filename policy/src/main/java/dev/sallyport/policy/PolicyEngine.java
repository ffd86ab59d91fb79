package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Answers questions about one policy snapshot; the same question gets the same answer. */
public final class PolicyEngine {
    private final Policy policy;
    private final Denials denials;

    public PolicyEngine(Policy policy) {
        this.policy = policy;
        this.denials = new Denials(policy, this);
    }

    /** A governed column with its table. */
    public record GovernedColumn(Catalog.GovernedTable table, String column) {}

    /** The first role held that allows it decides; none denies. */
    public Decision decide(AccessQuestion question) {
        Optional<Way> way = allowing(question).stream().findFirst();
        return way.isPresent()
                ? new Decision.Allowed(way.get().rectangle().place(), masked(question, way.get()))
                : denials.of(question);
    }

    /**
     * The table a person meant by a name in a database error: {@code notes}, {@code hosp.notes}, or
     * {@code nurse.notes} where a role's views are; empty where two tables may be meant.
     */
    public Optional<Catalog.GovernedTable> named(String database, String relation) {
        int dot = relation.lastIndexOf('.');
        String qualifier = dot < 0 ? "" : relation.substring(0, dot);
        boolean any = dot < 0 || policy.roles().containsKey(qualifier);
        List<Catalog.GovernedTable> meant =
                tables(database).stream()
                        .filter(table -> table.name().table().equals(relation.substring(dot + 1)))
                        .filter(table -> any || table.name().schema().equals(qualifier))
                        .toList();
        return only(meant);
    }

    /** As the other, among all tables of the database. */
    public Optional<GovernedColumn> columnOf(String database, String column) {
        return columnOf(database, column, tables(database));
    }

    /**
     * The column a person meant by a name in a database error: {@code ssn}, {@code patients.ssn},
     * {@code hosp.patients.ssn} or {@code p.ssn} with an alias; empty where several may be meant.
     *
     * @param among the tables the statement speaks of
     */
    public Optional<GovernedColumn> columnOf(
            String database, String column, Collection<Catalog.GovernedTable> among) {
        int dot = column.lastIndexOf('.');
        String name = column.substring(dot + 1);
        Optional<Catalog.GovernedTable> qualified =
                dot < 0 ? Optional.empty() : named(database, column.substring(0, dot));
        List<Catalog.GovernedTable> having =
                qualified.stream()
                        .filter(table -> table.classOf(name).isPresent())
                        .findFirst()
                        .map(List::of)
                        .orElseGet(() -> naming(among, name));
        return only(having).map(table -> new GovernedColumn(table, name));
    }

    /** Every rectangle of these roles that says something of the table, in the roles' order. */
    List<Way> ways(Collection<String> roles, String database, TableName name) {
        List<Way> ways = new ArrayList<>();
        Optional<Catalog.GovernedTable> table = policy.catalog().table(database, name);
        for (String held : roles) {
            Optional<Role> role = policy.effective(held);
            if (role.isPresent() && table.isPresent()) {
                role.get().allow().stream()
                        .filter(rectangle -> policy.covers(rectangle, database, name))
                        .forEach(
                                rectangle -> ways.add(new Way(role.get(), rectangle, table.get())));
            }
        }
        return ways;
    }

    /** Within one role, what is seen in clear comes before what is masked. */
    List<Way> allowing(AccessQuestion question) {
        List<Way> allowing = new ArrayList<>();
        for (String role : question.roles()) {
            List<Way> ways =
                    ways(List.of(role), question.database(), question.table()).stream()
                            .filter(way -> way.allows(question.verb(), question.column()))
                            .toList();
            ways.stream().filter(way -> inClear(question, way)).forEach(allowing::add);
            ways.stream().filter(way -> !inClear(question, way)).forEach(allowing::add);
        }
        return allowing;
    }

    private static boolean inClear(AccessQuestion question, Way way) {
        return question.column().map(way::showsInClear).orElse(false);
    }

    private List<Decision.MaskedColumn> masked(AccessQuestion question, Way way) {
        if (question.verb() != Verb.SEE) {
            return List.of();
        }
        List<Way> ways = ways(List.of(way.role().name()), question.database(), question.table());
        List<Decision.MaskedColumn> masked = new ArrayList<>();
        for (String column :
                question.column()
                        .map(List::of)
                        .orElse(List.copyOf(way.table().columns().keySet()))) {
            if (ways.stream().noneMatch(other -> other.showsInClear(column))) {
                ways.stream()
                        .flatMap(other -> other.mask(column).stream())
                        .flatMap(name ->
                                Optional.ofNullable(policy.catalog().masks().get(name)).stream())
                        .findFirst()
                        .ifPresent(mask -> masked.add(new Decision.MaskedColumn(column, mask)));
            }
        }
        return masked;
    }

    private List<Catalog.GovernedTable> tables(String database) {
        return Optional.ofNullable(policy.catalog().databases().get(database))
                .map(found -> List.copyOf(found.tables()))
                .orElse(List.of());
    }

    private static List<Catalog.GovernedTable> naming(
            Collection<Catalog.GovernedTable> among, String column) {
        return among.stream().filter(table -> table.columns().containsKey(column)).toList();
    }

    private static Optional<Catalog.GovernedTable> only(List<Catalog.GovernedTable> meant) {
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }
}
