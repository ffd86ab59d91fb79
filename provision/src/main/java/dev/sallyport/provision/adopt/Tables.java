package dev.sallyport.provision.adopt;

import dev.sallyport.provision.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads every table with its columns. */
final class Tables {
    private Tables() {}

    static List<Table> read(Connection connection) throws SQLException {
        Map<String, Table> shells = new LinkedHashMap<>();
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        Query.each(
                connection,
                Surveyor.class,
                "columns.sql",
                row -> {
                    String key = row.getString(1) + "\0" + row.getString(2);
                    if (shells.get(key) == null) {
                        shells.put(key, shell(row));
                    }
                    columns.computeIfAbsent(key, k -> new ArrayList<>()).add(column(row));
                });
        List<Table> tables = new ArrayList<>();
        shells.forEach((key, shell) ->
                tables.add(
                        new Table(
                                shell.schema(),
                                shell.name(),
                                shell.kind(),
                                columns.getOrDefault(key, List.of()),
                                shell.openedBy())));
        return tables;
    }

    private static Table shell(ResultSet row) throws SQLException {
        return new Table(
                row.getString(1),
                row.getString(2),
                Table.Kind.valueOf(row.getString(3)),
                List.of(),
                Optional.ofNullable(row.getString(12)));
    }

    private static Column column(ResultSet row) throws SQLException {
        Optional<Column.Reference> reference = Optional.empty();
        if (row.getString(8) != null) {
            reference =
                    Optional.of(
                            new Column.Reference(
                                    row.getString(8),
                                    row.getString(9),
                                    row.getString(10),
                                    row.getString(11)));
        }
        return new Column(
                row.getString(4), row.getString(5), row.getString(6), row.getBoolean(7), reference);
    }
}
