package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every attack of the corpus on every release: PostgreSQL alone refuses it, or a page says so. */
final class AttacksTest {
    /** Run on the older releases too in every build: roles and writes differ between releases. */
    private static final Pattern DIFFERS = Pattern.compile("(ROLE|ESC|EXP|CTL)-.*|PRJ-2.|OS-1.");

    private final AttackCorpus corpus = new AttackCorpus();

    @ParameterizedTest
    @EnumSource(PostgresRelease.class)
    void holdsOrIsListed(PostgresRelease release) throws SQLException, IOException {
        NotEnforced page = NotEnforced.read();
        AttackTarget target = AttackTarget.open(release);
        List<String> wrong = new ArrayList<>();
        try (var judge = new AttackJudge(target)) {
            for (Attack attack : attacks(target, release)) {
                Optional<String> why = judge.judge(attack);
                if (why.isPresent() != page.names(attack.id(), release)) {
                    wrong.add(attack.said(why));
                }
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private List<Attack> attacks(AttackTarget target, PostgresRelease release) {
        boolean all = release == PostgresRelease.NEWEST || Boolean.getBoolean("sallyport.full");
        return corpus.attacks(target.database).stream()
                .filter(attack -> all || DIFFERS.matcher(attack.id()).matches())
                .toList();
    }

    @Test
    void runsEveryEntryOrSaysWhyNot() {
        Set<String> silent =
                corpus.ids().stream()
                        .filter(id -> !corpus.withStatements().contains(id))
                        .filter(id -> corpus.reasonNotToRun(id).isEmpty())
                        .collect(Collectors.toSet());

        assertThat(silent).isEmpty();
        assertThat(corpus.attacks("x").size()).isGreaterThan(170);
    }

    @Test
    void namesOnlyEntriesThatExist() {
        assertThat(corpus.mapped())
                .allMatch(
                        name -> corpus.ids().stream().anyMatch(id -> AttackCorpus.names(name, id)));
        assertThat(corpus.ids()).containsAll(NotEnforced.read().ids());
    }

    /** An oracle that cannot fail proves nothing: here the door stands open. */
    @Test
    void seesAnOpenDoor() throws SQLException, IOException {
        AttackTarget target = AttackTarget.open(PostgresRelease.NEWEST);
        try (Connection admin = target.admin()) {
            AttackTarget.run(
                    admin,
                    "GRANT USAGE ON SCHEMA hosp TO sp_role_nurse;"
                            + " GRANT SELECT ON ALL TABLES IN SCHEMA hosp TO sp_role_nurse;"
                            + " ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY;"
                            + " GRANT UPDATE (ssn) ON hosp.patients TO sp_role_nurse;"
                            + " GRANT EXECUTE ON FUNCTION query_to_xml, pg_notify TO PUBLIC");
        }
        Set<String> open =
                Set.of("SHD-01", "SHD-02", "PRJ-23", "PRJ-29", "PRJ-36", "CTL-01", "OS-23");
        try (var judge = new AttackJudge(target)) {
            for (Attack attack : corpus.attacks(target.database)) {
                if (open.contains(attack.id())) {
                    assertThat(judge.judge(attack)).as(attack.id()).isPresent();
                }
            }
        }
    }
}
