package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A role's view as it stands in a database, by the numbers that results name it with.
 *
 * @param oid unsigned
 * @param name of the view, which is the table's
 * @param columns by their number, from 1
 */
public record StandingView(int oid, String role, String name, Map<Integer, String> columns) {

    public StandingView {
        columns = Map.copyOf(columns);
    }

    /**
     * @param roles whose views are asked for
     */
    static List<StandingView> read(Connection connection, Set<String> roles) throws SQLException {
        record View(int oid, String role, String name) {}
        Map<View, Map<Integer, String>> views = new LinkedHashMap<>();
        Query.each(
                connection,
                "views.sql",
                row -> {
                    if (roles.contains(row.getString(2))) {
                        views.computeIfAbsent(
                                        new View(
                                                (int) row.getLong(1),
                                                row.getString(2),
                                                row.getString(3)),
                                        view -> new LinkedHashMap<>())
                                .put(row.getInt(4), row.getString(5));
                    }
                });
        List<StandingView> standing = new ArrayList<>();
        views.forEach((view, columns) ->
                standing.add(new StandingView(view.oid(), view.role(), view.name(), columns)));
        return standing;
    }
}
