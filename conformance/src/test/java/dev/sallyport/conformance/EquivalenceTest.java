package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Both doors give the same answer to everybody, whichever way it is asked for. */
final class EquivalenceTest {
    @SuppressWarnings("unused") // The source of the parameters.
    private static final List<String> PEOPLE = Hospital.PEOPLE;

    /** What PostgreSQL says where a right is missing or a thing is not to be seen. */
    private static final Set<String> REFUSALS = Set.of("42501", "42P01", "42703", "44000");

    /**
     * The rows of one come to more than a page of the protocol, so a difference in framing shows.
     */
    private static final int LONGEST_SHOWN = 300;

    private final Hospital hospital = Hospital.open();

    @ParameterizedTest
    @FieldSource("PEOPLE")
    void readsTheSameRowsByteForByteThroughBothDoors(String login) throws SQLException {
        assertThat(differences(login, List.of(Way.values()), Probes.READS)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("PEOPLE")
    void changesTheSameRowsThroughBothDoors(String login) throws SQLException {
        assertThat(differences(login, Way.FOR_WRITES, Probes.WRITES)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("PEOPLE")
    void refusesWithTheRuleAndAWayOutWhatTheDatabaseRefuses(String login) throws SQLException {
        List<String> unexplained = new ArrayList<>();
        try (Connection direct = Way.SIMPLE.connect(hospital, Door.NATIVE, login);
                Connection gateway = Way.SIMPLE.connect(hospital, Door.GATEWAY, login)) {
            for (String sql : Probes.OF_GOVERNED_TABLES) {
                if (Way.SIMPLE.ask(direct, sql) instanceof Way.Seen.Refusal bare
                        && REFUSALS.contains(bare.sqlState())
                        && !(Way.SIMPLE.ask(gateway, sql) instanceof Way.Seen.Refusal told
                                && isExplained(told))) {
                    unexplained.add(sql + " -> " + Way.SIMPLE.ask(gateway, sql));
                }
                hospital.forgive();
            }
        }
        assertThat(unexplained).isEmpty();
    }

    @Test
    void probesAreNotAllRefusedAndNotAllAllowed() throws SQLException {
        for (String login : List.of("nora", "omar", "bella", "ana")) {
            int allowed = 0;
            try (Connection direct = Way.SIMPLE.connect(hospital, Door.NATIVE, login)) {
                for (String sql : Probes.READS) {
                    allowed += Way.SIMPLE.ask(direct, sql) instanceof Way.Seen.Rows ? 1 : 0;
                }
            }
            assertThat(allowed).as(login).isBetween(8, Probes.READS.size() - 8);
        }
    }

    private List<String> differences(String login, List<Way> ways, List<String> probes)
            throws SQLException {
        List<String> differences = new ArrayList<>();
        for (Way way : ways) {
            differences.addAll(differences(login, way, probes));
        }
        return differences;
    }

    private List<String> differences(String login, Way way, List<String> probes)
            throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection direct = way.connect(hospital, Door.NATIVE, login);
                Connection gateway = way.connect(hospital, Door.GATEWAY, login)) {
            for (String sql : probes) {
                Way.Seen bare = way.ask(direct, sql);
                Way.Seen seen = way.ask(gateway, sql);
                if (seen instanceof Way.Seen.Refusal) {
                    hospital.forgive();
                }
                if (!same(bare, seen)) {
                    differences.add(
                            "%s %s\n  direct  %s\n  gateway %s"
                                    .formatted(way, sql, shown(bare), shown(seen)));
                }
            }
        }
        return differences;
    }

    /** A refusal is the same when both refuse, and where the gateway explains it, it explains. */
    private static boolean same(Way.Seen bare, Way.Seen seen) {
        return switch (bare) {
            case Way.Seen.Rows rows -> rows.equals(seen);
            case Way.Seen.Refusal refusal ->
                    seen instanceof Way.Seen.Refusal told
                            && (isExplained(told)
                                    ? REFUSALS.contains(refusal.sqlState())
                                    : isUnread(told)
                                            ? refusal.sqlState().equals(told.sqlState())
                                            : told.equals(withoutValues(refusal)));
        };
    }

    /** The gateway quotes no value back, not even the person's own; which it was it cannot know. */
    private static Way.Seen.Refusal withoutValues(Way.Seen.Refusal refusal) {
        return refusal.sqlState().startsWith("22")
                ? new Way.Seen.Refusal(
                        refusal.sqlState(),
                        refusal.message().replaceAll("(?s)\".*\"", "\"…\""),
                        "null",
                        "null")
                : refusal;
    }

    /** The gateway has PostgreSQL's grammar, so the database never sees what is no SQL. */
    private static boolean isUnread(Way.Seen.Refusal told) {
        return told.sqlState().equals("42601")
                && told.message().startsWith("SP2045 this cannot be read at byte ");
    }

    private static boolean isExplained(Way.Seen.Refusal told) {
        return told.sqlState().equals("42501")
                && told.message().matches("(?s)SP20\\d\\d .+")
                && told.detail().matches("Rule [\\w/-]+\\.yaml:\\d+\\.")
                && told.hint().length() > 10;
    }

    private static String shown(Way.Seen seen) {
        String text = seen.toString();
        return text.length() < LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
