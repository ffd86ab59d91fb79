package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys under which other tables, and the record, know a subject that people name by its own.
 */
final class SubjectKeys {
    private SubjectKeys() {}

    /**
     * Every value of each key column of the rows whose spoken key it is, as PostgreSQL writes it.
     *
     * @param links of all databases
     */
    static List<SubjectKey> read(
            Connection connection,
            Catalog.Subject subject,
            List<Catalog.SubjectLink> links,
            String spoken)
            throws SQLException {
        List<String> columns = List.copyOf(columns(subject, links));
        List<SubjectKey> keys = new ArrayList<>();
        try (PreparedStatement asked = connection.prepareStatement(sql(subject, columns))) {
            asked.setString(1, spoken);
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        String value = rows.getString(i + 1);
                        if (value != null) {
                            keys.add(new SubjectKey(subject.table() + "." + columns.get(i), value));
                        }
                    }
                }
            }
        }
        return keys;
    }

    private static Set<String> columns(Catalog.Subject subject, List<Catalog.SubjectLink> links) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(subject.key());
        links.stream()
                .filter(link -> link.target().equals(subject.table()))
                .forEach(link -> columns.add(link.targetColumn()));
        return columns;
    }

    private static String sql(Catalog.Subject subject, List<String> columns) {
        return columns.stream()
                .map(column -> SqlText.name(column) + "::text")
                .collect(
                        Collectors.joining(
                                ", ",
                                "SELECT ",
                                " FROM "
                                        + subject.table().quoted()
                                        + " WHERE "
                                        + SqlText.name(subject.key())
                                        + "::text = ?"));
    }
}
