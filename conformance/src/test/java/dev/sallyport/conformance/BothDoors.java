package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One person's connections through either door, as few as the ways to ask allow. */
final class BothDoors implements AutoCloseable {
    private final Hospital hospital;
    private final String login;
    private final Map<Door, Map<Way, Connection>> connections = new EnumMap<>(Door.class);

    BothDoors(Hospital hospital, String login) {
        this.hospital = hospital;
        this.login = login;
    }

    Way.Seen ask(Door door, Way way, String sql) throws SQLException {
        Map<Way, Connection> ways =
                connections.computeIfAbsent(door, _ -> new EnumMap<>(Way.class));
        Connection known = ways.get(way.connection());
        if (known == null) {
            known = way.connect(hospital, door, login);
            ways.put(way.connection(), known);
        }
        Way.Seen seen = way.ask(known, sql);
        if (seen instanceof Way.Seen.Refusal) {
            hospital.forgive();
        }
        return seen;
    }

    /**
     * The gateway's answer, which is the database's own.
     *
     * @param varies that no two answers have the same cells
     */
    Way.Seen same(Way way, String sql, boolean varies, String which) throws SQLException {
        Way.Seen bare = ask(Door.NATIVE, way, sql);
        Way.Seen seen = ask(Door.GATEWAY, way, sql);
        if (seen instanceof Way.Seen.Refusal refused) {
            assertThat(bare)
                    .as(which)
                    .isInstanceOfSatisfying(
                            Way.Seen.Refusal.class,
                            one -> assertThat(refused.sqlState()).isEqualTo(one.sqlState()));
        } else if (varies) {
            assertThat(seen).as(which).hasSameClassAs(bare);
        } else {
            assertThat(cells(seen, way)).as(which).isEqualTo(cells(bare, way));
        }
        return seen;
    }

    /** Rows in whatever order; one with binary lengths in it is not cut into lines. */
    private static List<String> cells(Way.Seen seen, Way way) {
        return switch (seen) {
            case Way.Seen.Rows(List<String> rows) ->
                    way == Way.COPY_BINARY
                            ? List.of(String.valueOf(rows.getFirst().length()))
                            : rows.stream().flatMap(String::lines).sorted().toList();
            case Way.Seen.Refusal refusal -> List.of(refusal.sqlState());
        };
    }

    @Override
    public void close() throws SQLException {
        for (Map<Way, Connection> ways : connections.values()) {
            for (Connection connection : ways.values()) {
                connection.close();
            }
        }
    }
}
