package dev.sallyport.provision;

import dev.sallyport.provision.Surroundings.Trait;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the tables of others, with who uses them now. */
final class TableReader {
    private final Connection connection;
    private final AclReader acl;
    private final List<String> readers;

    /**
     * @param readers built-in roles by which others read or write every table
     */
    TableReader(Connection connection, AclReader acl, List<String> readers) {
        this.connection = connection;
        this.acl = acl;
        this.readers = readers;
    }

    Map<TableName, Surroundings.Table> tables() throws SQLException {
        Map<TableName, List<String>> open = publicPolicies();
        Map<TableName, Surroundings.Table> tables = new LinkedHashMap<>();
        Query.each(
                connection,
                "columns.sql",
                row -> {
                    var name = new TableName(row.getString(1), row.getString(2));
                    Surroundings.Table table = tables.get(name);
                    if (table == null) {
                        table = table(name, row, open.getOrDefault(name, List.of()));
                        tables.put(name, table);
                    }
                    Surroundings.Column column = column(row);
                    table.columns().put(column.name(), column);
                });
        readReferences(tables);
        return tables;
    }

    private void readReferences(Map<TableName, Surroundings.Table> tables) throws SQLException {
        Query.each(
                connection,
                "references.sql",
                row -> {
                    var pointedAt = new TableName(row.getString(1), row.getString(2));
                    Surroundings.Table table = tables.get(pointedAt);
                    if (table != null) {
                        table.references()
                                .add(
                                        new Surroundings.Reference(
                                                new TableName(row.getString(3), row.getString(4)),
                                                names(row, 5),
                                                names(row, 6),
                                                Surroundings.Follow.valueOf(row.getString(7)),
                                                Surroundings.Follow.valueOf(row.getString(8))));
                    }
                });
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private Surroundings.Table table(TableName name, ResultSet row, List<String> open)
            throws SQLException {
        String owner = row.getString(4);
        String forcedOwner = row.getString(6);
        List<String> grantees =
                Stream.of(acl.grantees(name), readers)
                        .flatMap(List::stream)
                        .filter(grantee -> !grantee.equals(owner))
                        .collect(Collectors.toCollection(ArrayList::new));
        if (!forcedOwner.isEmpty()) {
            grantees.add(forcedOwner);
        }
        return new Surroundings.Table(
                name,
                Surroundings.Kind.valueOf(row.getString(3)),
                new SqlIdentifier(owner),
                Surroundings.Guard.valueOf(row.getString(5)),
                new LinkedHashMap<>(),
                List.copyOf(grantees),
                open,
                new ArrayList<>());
    }

    private static Surroundings.Column column(ResultSet row) throws SQLException {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (row.getBoolean(9)) {
            traits.add(Trait.PRIMARY_KEY);
        }
        if (row.getBoolean(10)) {
            traits.add(Trait.FOREIGN_KEY);
        }
        if (row.getBoolean(12)) {
            traits.add(Trait.NUMBERED);
        }
        return new Surroundings.Column(row.getString(7), row.getString(8), traits, names(row, 11));
    }

    /** Row policies for PUBLIC, which a lens is part of. */
    private Map<TableName, List<String>> publicPolicies() throws SQLException {
        Map<TableName, List<String>> open = new LinkedHashMap<>();
        Query.each(
                connection,
                "policies.sql",
                row -> {
                    if (row.getString(4).isEmpty()) {
                        open.computeIfAbsent(
                                        new TableName(row.getString(1), row.getString(2)),
                                        key -> new ArrayList<>())
                                .add(row.getString(3));
                    }
                });
        return open;
    }
}
