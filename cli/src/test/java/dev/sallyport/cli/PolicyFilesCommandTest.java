package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands about a policy's files are understood as. */
class PolicyFilesCommandTest {
    private static final Path DATA = Path.of("demo-data").toAbsolutePath();
    private static final Optional<Path> RULES = Optional.of(Path.of("rules").toAbsolutePath());

    private static final Optional<Path> NONE = Optional.empty();
    private static final Request.Source OWN = new Request.Source(NONE, NONE);

    private final Typed typed = new Typed();

    @Test
    void writesFilesUnlessOnlyACheckIsAskedFor() {
        run("policy", "fmt", "rules");
        run("policy", "fmt", "rules", "--check");

        assertThat(typed.asked)
                .containsExactly(
                        new Request.PolicyFormat(DATA, RULES, Request.Touch.WRITE),
                        new Request.PolicyFormat(DATA, RULES, Request.Touch.CHECK));
    }

    @Test
    void learnsOfARoleOrAPersonSinceATime() {
        run("policy", "learn", "--role", "nurse", "--since", "7d");
        run(
                "policy",
                "learn",
                "--person",
                "ana",
                "--since",
                "2026-11-21T00:00:00Z",
                "--out",
                "new");
        run("policy", "learn", "--person", "ana", "--role", "nurse");
        run("policy", "learn", "--since", "yesterday");

        assertThat(typed.asked)
                .containsExactly(
                        new Request.PolicyLearn(
                                DATA, Since.of("7d"), Optional.of("nurse"), Optional.empty(), NONE),
                        new Request.PolicyLearn(
                                DATA,
                                Since.of("2026-11-21T00:00:00Z"),
                                Optional.empty(),
                                Optional.of("ana"),
                                Optional.of(path("new"))));
    }

    @Test
    void printsTheSchema() {
        run("policy", "schema");

        assertThat(typed.asked).containsExactly(new Request.PolicySchema(DATA));
    }

    @Test
    void comparesTwoFoldersWithTheirPeople() {
        run("policy", "diff", "old", "new");
        run("policy", "diff", "old", "new", "--people", "all.yaml", "--json");

        assertThat(typed.asked)
                .containsExactly(
                        new Request.PolicyDiff(
                                DATA, path("old"), path("new"), NONE, Request.Form.TEXT),
                        new Request.PolicyDiff(
                                DATA,
                                path("old"),
                                path("new"),
                                Optional.of(path("all.yaml")),
                                Request.Form.JSON));
    }

    @Test
    void asksWhyWithEverythingSupposed() {
        run(
                ("why nora see prod/ehr.hosp.patients.ssn --row clinic_id=8 kind=a --at 2027-01-31"
                                + " --env prod --purpose treatment --network 10.0.0.1"
                                + " --device managed=true --policy rules --people all.yaml --json")
                        .split(" "));

        assertThat(typed.asked)
                .containsExactly(
                        new Request.Why(
                                DATA,
                                new Request.Source(RULES, Optional.of(path("all.yaml"))),
                                "nora",
                                new Request.Act("see", "prod/ehr.hosp.patients.ssn"),
                                new Request.Supposed(
                                        Map.of("clinic_id", "8", "kind", "a"),
                                        Optional.of("2027-01-31"),
                                        Optional.of("treatment"),
                                        Optional.of("10.0.0.1"),
                                        Map.of("managed", "true"),
                                        Optional.of("prod")),
                                Request.Form.JSON));
    }

    @Test
    void asksWhoCanAndWhatSomebodyCan() {
        run("who-can", "see", "ehr.hosp.patients");
        run("can", "nora", "--env", "staging");

        assertThat(typed.asked)
                .containsExactly(
                        new Request.WhoCan(
                                DATA,
                                OWN,
                                new Request.Act("see", "ehr.hosp.patients"),
                                supposed(Optional.empty()),
                                Request.Form.TEXT),
                        new Request.Can(
                                DATA,
                                OWN,
                                "nora",
                                supposed(Optional.of("staging")),
                                Request.Form.TEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "why nora see",
                "why nora see ehr.hosp.patients --row clinic_id",
                "who-can see",
                "can",
                "can nora --at",
                "can nora extra",
                "policy diff old",
                "policy fmt rules --chek",
                "policy schema extra"
            })
    void refusesALineThatIsNotWhole(String line) {
        assertThat(run(line.split(" "))).isEqualTo(Exit.USAGE);
        assertThat(typed.asked).isEmpty();
    }

    private static Request.Supposed supposed(Optional<String> environment) {
        return new Request.Supposed(
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                environment);
    }

    private static Path path(String name) {
        return Path.of(name).toAbsolutePath();
    }

    private Exit run(String... words) {
        return typed.run(List.of(words));
    }
}
