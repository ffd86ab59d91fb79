package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AuditEvent.StatementSubjects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose records a result showed, as the record keeps it. */
final class SubjectsTest {
    private static final String COLUMN = "ehr.hosp.patients.id";

    @TempDir Path directory;

    private final Pseudonyms pseudonyms = new Pseudonyms("a key of the test".getBytes(UTF_8));

    @Test
    void givesTheSameKeyTheSamePseudonym() {
        assertThat(of(COLUMN, "42")).isEqualTo(of(COLUMN, "42")).isNotEqualTo(of(COLUMN, "43"));
    }

    @Test
    void tellsColumnsApart() {
        assertThat(of("a.b", "c42")).isNotEqualTo(of("a.bc", "42"));
    }

    /** RFC 4231 has no such case; computed with openssl: printf 'a\\0b' | openssl dgst -hmac k. */
    @Test
    void isTheFirstHalfOfHmacSha256() {
        var code = new Pseudonyms("k".getBytes(UTF_8)).of("a", "b".getBytes(UTF_8));

        assertThat("%016x%016x".formatted(code.high(), code.low()))
                .isEqualTo("982872ff8422d2d84de2d26d7900850f");
    }

    @Test
    void isSomebodyElseUnderAnotherKey() {
        assertThat(new Pseudonyms(new byte[32]).of(COLUMN, "42".getBytes(UTF_8)))
                .isNotEqualTo(of(COLUMN, "42"));
    }

    @Test
    void readsBackWhatItWrote() {
        var named = List.of(of(COLUMN, "1"), of(COLUMN, "2"), of(COLUMN, "3"));
        var subjects =
                new Subjects(
                        new TreeMap<>(Map.of(COLUMN, named)),
                        List.of("patients", "encounters"),
                        List.of("phi.identity", "phi.ssn:last4"),
                        Subjects.Basis.UNNAMED);

        assertThat(recorded(subjects)).contains(subjects);
    }

    /** Whatever PostgreSQL takes in a name in quotes. */
    @ParameterizedTest
    @ValueSource(strings = {"notes [old]", "pat}ients", "a\"b", "back\\", "a,b", "\":\"", "{é]}"})
    void readsBackAnyName(String name) {
        var column = "ehr.hosp." + name + ".id";
        var other = "ehr.hosp." + name + ".number";
        var subjects =
                new Subjects(
                        new TreeMap<>(
                                Map.of(
                                        column,
                                        List.of(of(column, "1")),
                                        other,
                                        List.of(of(other, "2")))),
                        List.of("ehr.hosp." + name, "ehr.hosp.patients"),
                        List.of("phi.identity", "phi." + name),
                        Subjects.Basis.RETURNED);

        assertThat(recorded(subjects)).contains(subjects);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> Subjects.in("{\"phase\":\"subjects\",\"subj\":{\"n\":1}}"))
                .hasMessageStartingWith("SP5002 ");
    }

    @Test
    void fitsIntoOneEventAtItsMost() {
        var named = new ArrayList<Pseudonym>();
        for (int i = 0; i < Subjects.MOST; i++) {
            named.add(of(COLUMN, Integer.toString(i)));
        }
        var subjects =
                new Subjects(
                        new TreeMap<>(Map.of(COLUMN, (List<Pseudonym>) named)),
                        List.of(),
                        List.of("phi.identity"),
                        Subjects.Basis.RETURNED);

        assertThat(recorded(subjects)).contains(subjects);
    }

    @Test
    void otherEventsSayNothingOfSubjects() {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            log.await(log.append(Logs.statement(1)));
            try (var events = LogReader.read(folder)) {
                assertThat(events.map(event -> Subjects.in(event.json())))
                        .allMatch(Optional::isEmpty);
            }
        }
    }

    private Optional<Subjects> recorded(Subjects subjects) {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            log.await(log.append(new StatementSubjects(Logs.NORA, 1, subjects)));
            try (var events = LogReader.read(folder)) {
                return events.flatMap(event -> Subjects.in(event.json()).stream()).findFirst();
            }
        }
    }

    private Pseudonym of(String column, String value) {
        return pseudonyms.of(column, value.getBytes(UTF_8));
    }
}
