package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.CsvImport;
import dev.sallyport.control.directory.CsvImport.Outcome;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.problem.Problem;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the import of people from a table to all or nothing. */
final class CsvImportTest {
    private static final String TABLE =
            """
            userName,name,groups,clinics,end
            nora@x.example,"Quinn, Nora ""N\""",nurses; icu,1;2,
            omar@x.example,Omar Haddad,,,2026-12-31
            """;

    private static Served served;

    @BeforeAll
    static void open() {
        served = Served.open();
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @BeforeEach
    void reset() throws SQLException {
        served.reset();
    }

    @Test
    void aPreviewShowsWhatWouldChangeAndChangesNothing() throws Exception {
        assertThat(kinds(table().preview("people.csv", TABLE)))
                .containsExactlyInAnyOrder(
                        "nora joined", "nora group given", "nora group given", "omar joined");
        assertThat(served.query("SELECT count(*) FROM control.person")).isEqualTo("0");
        assertThat(served.steps).isEmpty();
    }

    @Test
    void takesATableAndTheSameAgainIsNoChange() throws Exception {
        table().apply("people.csv", TABLE, "cli:root");

        assertThat(kinds(table().apply("people.csv", TABLE, "cli:root"))).isEmpty();
        var nora =
                served
                        .doors
                        .awaited(one -> one.people().containsKey("nora"))
                        .people()
                        .values()
                        .stream()
                        .filter(person -> person.login().equals("nora"))
                        .findFirst()
                        .orElseThrow();
        assertThat(nora.name()).isEqualTo("Quinn, Nora \"N\"");
        assertThat(nora.groups()).containsExactlyInAnyOrder("nurses", "icu");
        assertThat(nora.attributes()).containsEntry("clinics", List.of("1", "2"));
        assertThat(served.steps).hasSize(4).allMatch(step -> step.actor().equals("cli:root"));
    }

    @Test
    void oneWrongLineKeepsTheWholeTableOut() throws Exception {
        Outcome outcome =
                table().apply(
                                "people.csv",
                                TABLE + "x@x.example,X,,,soon\nnora@x.example,,,,\n",
                                "cli:root");

        assertThat(problems(outcome))
                .containsExactly(
                        "SP7114 people.csv:4 `soon` cannot be understood"
                                + " (write it as 2027-01-31 or 2027-01-31T12:00:00Z)",
                        "SP7100 people.csv:5 `displayName` is empty, too long, or holds control"
                                + " characters (give up to 256 characters that can be read)");
        assertThat(served.query("SELECT count(*) FROM control.person")).isEqualTo("0");
        assertThat(served.steps).isEmpty();
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThat(problems(table().preview("p.csv", "userName,name,clinic\na,b,c\n")))
                .containsExactly(
                        "SP7114 p.csv:1 nothing is called `clinic` (did you mean `clinics`?)");
        assertThat(problems(table().preview("p.csv", "userName,name\na,b\nc\n")))
                .containsExactly(
                        "SP7114 p.csv:3 the line has 1 cells, and the first 2"
                                + " (write one cell for each name of the first line)");
        assertThat(problems(table().preview("p.csv", "userName,name\n\"a,b\n")))
                .containsExactly(
                        "SP7114 p.csv:2 a quoted cell does not end (close it with a quote)");
    }

    private static CsvImport table() {
        return served.plane().csvImport();
    }

    private static List<String> kinds(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(List<Step> steps) ->
                    steps.stream().map(step -> step.login() + " " + step.kind()).toList();
            case Outcome.Rejected(List<Problem> problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(List<Step> steps) -> throw new AssertionError(steps.toString());
            case Outcome.Rejected(List<Problem> problems) ->
                    problems.stream().map(Problem::toString).toList();
        };
    }
}
