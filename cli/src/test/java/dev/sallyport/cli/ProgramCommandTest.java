package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.ProgramRequest.Kind;
import dev.sallyport.cli.ProgramRequest.Platform;
import dev.sallyport.cli.ProgramRequest.Stand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wanted of agents and services, as it is typed. */
final class ProgramCommandTest {
    private static final Path DATA = Path.of("/d");
    private static final String WHY = "HR-114";

    private final Typed typed = new Typed();

    @Test
    void addsOneWithWhatIsKnownOfIt() {
        run("add", "service", "feed", "--owner", "nora");
        run(
                "add",
                "agent",
                "helper",
                "--owner",
                "nora@x.example",
                "--name",
                "Letters",
                "--issuer",
                "https://c.example",
                "--subject",
                "a:b",
                "--starts",
                "2027-01-01",
                "--ends",
                "2027-06-30T08:00:00Z");

        assertThat(typed.asked)
                .containsExactly(
                        new ProgramRequest.Add(
                                DATA,
                                Kind.SERVICE,
                                "feed",
                                "feed",
                                "nora",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                WHY),
                        new ProgramRequest.Add(
                                DATA,
                                Kind.AGENT,
                                "helper",
                                "Letters",
                                "nora@x.example",
                                Optional.of(new Platform("https://c.example", "a:b")),
                                Optional.of(Instant.parse("2027-01-01T00:00:00Z")),
                                Optional.of(Instant.parse("2027-06-30T08:00:00Z")),
                                WHY));
    }

    @Test
    void changesWhatItSays() {
        run("owner", "feed", "--to", "zoe");
        run("workload", "feed", "--issuer", "https://c.example", "--subject", "s");
        run("workload", "feed", "--none");
        run("dates", "feed", "--ends", "2027-06-30");
        run("suspend", "feed");
        run("activate", "feed");
        run("remove", "feed");

        assertThat(typed.asked)
                .containsExactly(
                        new ProgramRequest.Own(DATA, "feed", "zoe", WHY),
                        new ProgramRequest.Run(
                                DATA,
                                "feed",
                                Optional.of(new Platform("https://c.example", "s")),
                                WHY),
                        new ProgramRequest.Run(DATA, "feed", Optional.empty(), WHY),
                        new ProgramRequest.Date(
                                DATA,
                                "feed",
                                Optional.empty(),
                                Optional.of(Instant.parse("2027-06-30T00:00:00Z")),
                                WHY),
                        new ProgramRequest.Put(DATA, "feed", Stand.SUSPENDED, WHY),
                        new ProgramRequest.Put(DATA, "feed", Stand.ACTIVE, WHY),
                        new ProgramRequest.Put(DATA, "feed", Stand.LEFT, WHY));
    }

    @Test
    void asksADeploymentElsewhere() {
        typed.run(
                List.of(
                        "program",
                        "suspend",
                        "feed",
                        "--reason",
                        WHY,
                        "--server",
                        "https://c.example"));

        assertThat(typed.elsewhere).hasSize(1);
    }

    @Test
    void takesNothingHalf() {
        assertThat(run("workload", "feed")).isEqualTo(Exit.USAGE);
        assertThat(run("workload", "feed", "--issuer", "https://c.example")).isEqualTo(Exit.USAGE);
        assertThat(
                        run(
                                "workload",
                                "feed",
                                "--none",
                                "--issuer",
                                "https://c.example",
                                "--subject",
                                "s"))
                .isEqualTo(Exit.USAGE);
        assertThat(run("dates", "feed", "--ends", "soon")).isEqualTo(Exit.USAGE);
        assertThat(run("add", "person", "nora", "--owner", "nora")).isEqualTo(Exit.USAGE);
        assertThat(run("add", "service", "feed")).isEqualTo(Exit.USAGE);
        assertThat(typed.run(List.of("program", "remove", "feed", "--data", "/d")))
                .as("without a reason")
                .isEqualTo(Exit.USAGE);
        assertThat(typed.asked).isEmpty();
        assertThat(typed.err.toString()).contains("`--ends` cannot be `soon`", "SP6007 ");
    }

    private Exit run(String... words) {
        List<String> line = new ArrayList<>(List.of("program"));
        line.addAll(List.of(words));
        line.addAll(List.of("--reason", WHY, "--data", "/d"));
        return typed.run(line);
    }
}
