package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what is set for our roles, here or everywhere; another database's is its own plan's. */
final class SettingReader {
    private static final Pattern PATH_ENTRY = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\",\\s]+)");

    private SettingReader() {}

    static List<NativeObject.RoleSetting> settings(Connection connection, Set<String> ours)
            throws SQLException {
        Predicate<String> isElsewhere = Predicate.<String>isEqual(connection.getCatalog()).negate();
        return Query.list(
                        connection,
                        "settings.sql",
                        row ->
                                new NativeObject.RoleSetting(
                                        new SqlIdentifier(row.getString(1)),
                                        Optional.of(row.getString(2))
                                                .filter(in -> !in.isEmpty())
                                                .map(SqlIdentifier::new),
                                        row.getString(3),
                                        value(row.getString(3), row.getString(4))))
                .stream()
                .filter(setting -> ours.contains(setting.role().name()))
                .filter(setting ->
                        setting.database().map(SqlIdentifier::name).filter(isElsewhere).isEmpty())
                .toList();
    }

    /** A search_path as we write it, whatever quotes the server left out. */
    private static String value(String name, String value) {
        return name.equals("search_path")
                ? PATH_ENTRY
                        .matcher(value)
                        .results()
                        .map(entry ->
                                entry.group(1) == null
                                        ? entry.group(2)
                                        : entry.group(1).replace("\"\"", "\""))
                        .map(entry -> entry.isEmpty() ? "\"\"" : SqlText.name(entry))
                        .collect(Collectors.joining(", "))
                : value;
    }
}
