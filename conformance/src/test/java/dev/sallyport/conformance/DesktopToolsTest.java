package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What desktop tools ask of a catalog is answered, and as without us: a tree that stays empty is no
 * tool.
 */
final class DesktopToolsTest {
    /** Their answer differs from one moment to the next, so only its shape is compared. */
    private static final String MOVES = "-- moves";

    private static final Pattern END = Pattern.compile(";\\s*\\n\\n|;\\s*\\z");

    private final Hospital hospital = Hospital.open();

    @ParameterizedTest
    @ValueSource(strings = {"dbeaver", "datagrip", "pgadmin"})
    void answersWhatItAsksAsWithoutUs(String tool) throws IOException, SQLException {
        List<String> wrong = new ArrayList<>();
        List<String> statements = statements(tool);
        assertThat(statements).hasSizeGreaterThan(20);
        for (Way way : List.of(Way.SIMPLE, Way.EXTENDED_TEXT, Way.EXTENDED_BINARY)) {
            try (Connection direct = way.connect(hospital, Door.NATIVE, "nora");
                    Connection gateway = way.connect(hospital, Door.GATEWAY, "nora")) {
                for (String sql : statements) {
                    Way.Seen bare = way.ask(direct, sql);
                    Way.Seen seen = way.ask(gateway, sql);
                    if (!same(sql.startsWith(MOVES), bare, seen)) {
                        wrong.add(way + " " + sql + "\n  " + bare + "\n  " + seen);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean same(boolean moves, Way.Seen bare, Way.Seen seen) {
        return bare instanceof Way.Seen.Rows(List<String> expected)
                && seen instanceof Way.Seen.Rows(List<String> rows)
                && (moves ? !rows.isEmpty() : rows.equals(expected));
    }

    private static List<String> statements(String tool) throws IOException {
        try (var in = DesktopToolsTest.class.getResourceAsStream("tools/" + tool + ".sql")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return END.splitAsStream(text.substring(text.indexOf("\n\n") + 2))
                    .filter(sql -> !sql.isBlank())
                    .toList();
        }
    }
}
