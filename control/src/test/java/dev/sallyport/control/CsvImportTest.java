package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.CsvImport;
import dev.sallyport.control.directory.CsvImport.Outcome;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Roster;
import dev.sallyport.control.directory.Source;
import dev.sallyport.problem.Problem;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
        assertThat(kinds(table().preview("people.csv", TABLE).steps()))
                .containsExactlyInAnyOrder(
                        "nora joined", "nora group given", "nora group given", "omar joined");
        assertThat(served.query("SELECT count(*) FROM control.person")).isEqualTo("0");
        assertThat(served.steps).isEmpty();
    }

    @Test
    void takesATableAndTheSameAgainIsNoChange() throws Exception {
        table().apply("people.csv", TABLE, "cli:root", Optional.empty());

        assertThat(kinds(table().apply("people.csv", TABLE, "cli:root", Optional.empty())))
                .isEmpty();
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
        assertThat(served.steps)
                .hasSize(4)
                .allMatch(step -> step.actor().equals("cli:root"))
                .allMatch(step -> step.reason().equals("csv import people.csv"));
    }

    @Test
    void oneWrongLineKeepsTheWholeTableOut() throws Exception {
        Outcome outcome =
                table().apply(
                                "people.csv",
                                TABLE + "x@x.example,X,,,soon\nnora@x.example,,,,\n",
                                "cli:root",
                                Optional.empty());

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
        assertThat(told("userName,name,clinic\na,b,c\n"))
                .containsExactly(
                        "SP7114 p.csv:1 nothing is called `clinic` (did you mean `clinics`?)");
        assertThat(told("userName,name\na,b\nc\n"))
                .containsExactly(
                        "SP7114 p.csv:3 the line has 1 cells, and the first 2"
                                + " (write one cell for each name of the first line)");
        assertThat(told("userName,name\n\"a,b\n"))
                .containsExactly(
                        "SP7114 p.csv:2 a quoted cell does not end (close it with a quote)");
    }

    @Test
    void aPreviewShowsWhatIsRightBesideWhatIsWrong() {
        CsvImport.Preview preview = table().preview("people.csv", TABLE + "x@x.example,X,,,soon\n");

        assertThat(kinds(preview.steps())).contains("nora joined", "omar joined");
        assertThat(preview.problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("SP7114 people.csv:4 ");
    }

    @Test
    void doesWhatWasSeenAndNothingElse() throws Exception {
        String seen = table().preview("people.csv", TABLE).seen();
        served.post(
                "/scim/v2/Users",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],"
                        + "\"userName\":\"omar@x.example\",\"displayName\":\"Omar\"}");
        assertThat(table().preview("people.csv", TABLE).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "SP7180 people.csv:3 `omar` is kept by `scim`, not by `csv` (change them"
                                + " there, or `sallyport people hand omar --to csv`)");

        served.plane().roster().hand("omar", Source.CSV, Served.ROOT);

        assertThat(problems(table().apply("people.csv", TABLE, "cli:root", Optional.of(seen))))
                .containsExactly(
                        "SP7181 people.csv the table or the people in it have changed since they"
                                + " were seen (look again: `sallyport people import people.csv`)");
        assertThat(served.query("SELECT name FROM control.person")).isEqualTo("Omar");

        String now = table().preview("people.csv", TABLE).seen();
        assertThat(kinds(table().apply("people.csv", TABLE, "cli:root", Optional.of(now))))
                .contains("nora joined");
        assertThat(served.query("SELECT name FROM control.person WHERE login = 'omar'"))
                .isEqualTo("Omar Haddad");
        assertThat(served.query("SELECT DISTINCT source FROM control.person")).isEqualTo("csv");
    }

    @Test
    void readsWhatASpreadsheetWritesBeforeTheText() {
        assertThat(kinds(table().preview("p.csv", "\uFEFF" + TABLE).steps()))
                .contains("nora joined");
    }

    @Test
    void anIdentityProviderTakesOverWhomATableToldOfAndNotBack() throws Exception {
        table().apply("people.csv", TABLE, "cli:root", Optional.empty());
        String id = served.query("SELECT id FROM control.person WHERE login = 'nora'");
        assertThat(
                        served.send(
                                        "PATCH",
                                        "/scim/v2/Users/" + id,
                                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
                                                + "\"Operations\":[{\"op\":\"replace\",\"path\":"
                                                + "\"active\",\"value\":false}]}")
                                .status())
                .isEqualTo(200);

        assertThat(problems(table().apply("people.csv", TABLE, "cli:root", Optional.empty())))
                .singleElement()
                .asString()
                .startsWith("SP7180 people.csv:2 `nora` is kept by `scim`");
        Roster.Shown shown = served.plane().roster().show("nora@x.example");
        assertThat(shown.listed().person().source()).isEqualTo(Source.SCIM);
        assertThat(shown.listed().groups()).containsExactly("icu", "nurses");
        assertThat(shown.steps().getFirst().kind()).isEqualTo("suspended");
    }

    private static List<String> told(String text) {
        return table().preview("p.csv", text).problems().stream().map(Problem::toString).toList();
    }

    private static CsvImport table() {
        return served.plane().csvImport();
    }

    private static List<String> kinds(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(List<Step> steps) -> kinds(steps);
            case Outcome.Rejected(List<Problem> problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private static List<String> kinds(List<Step> steps) {
        return steps.stream().map(step -> step.login() + " " + step.kind()).toList();
    }

    private static List<String> problems(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(List<Step> steps) -> throw new AssertionError(steps.toString());
            case Outcome.Rejected(List<Problem> problems) ->
                    problems.stream().map(Problem::toString).toList();
        };
    }
}
