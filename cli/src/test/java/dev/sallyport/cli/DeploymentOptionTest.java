package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which deployment a command line means: a folder of this machine, or a server elsewhere. */
class DeploymentOptionTest {
    private static final String SERVER = "https://sallyport.hospital.example:8443";

    private final Typed typed = new Typed();

    @Test
    void asksTheServerElsewhereThatIsNamed() {
        assertThat(run("session", "ls", "--server", SERVER, "--ca", "/ca", "--key-file", "/key"))
                .isEqualTo(Exit.DONE);
        assertThat(run("why", "nora", "see", "ehr.hosp.patients", "--server", SERVER))
                .isEqualTo(Exit.DONE);

        assertThat(typed.elsewhere)
                .containsExactly(
                        new Remote(
                                URI.create(SERVER),
                                Optional.of(Path.of("/ca")),
                                Optional.of(Path.of("/key"))),
                        new Remote(URI.create(SERVER), Optional.empty(), Optional.empty()));
    }

    @Test
    void asksTheFolderWhereNobodyNamedAServer() {
        run("session", "ls", "--data", "/d");

        assertThat(typed.asked).extracting(Request::data).containsExactly(Path.of("/d"));
        assertThat(typed.elsewhere).isEmpty();
    }

    @Test
    void refusesTwoDeploymentsAtOnce() {
        for (List<String> folder :
                List.of(List.of("--data", "/d"), List.of("-c", "/sallyport.yaml"))) {
            assertThat(run("plan", "--server", SERVER, folder.get(0), folder.get(1)))
                    .isEqualTo(Exit.USAGE);
        }
        assertThat(typed.err.toString())
                .startsWith("SP6007 `--server` and a folder both say which deployment is meant");
        assertThat(typed.asked).isEmpty();
    }

    @Test
    void refusesWhatProvesWhoAsksWhereNobodyIsAsked() {
        assertThat(run("plan", "--key-file", "/key")).isEqualTo(Exit.USAGE);
        assertThat(run("plan", "--ca", "/ca")).isEqualTo(Exit.USAGE);
        assertThat(typed.asked).isEmpty();
    }

    @Test
    void whatIsDoneAtTheMachineOnlyTakesNoServer() {
        for (List<String> words :
                List.of(
                        List.of("backup", "/b", "--key", "/k", "--server", SERVER),
                        List.of("account", "invite", "nora", "--server", SERVER))) {
            assertThat(typed.run(words)).isEqualTo(Exit.USAGE);
        }
        assertThat(typed.asked).isEmpty();
    }

    /** Once it was looked for among the command's own options, and these have some of others. */
    @Test
    void everyCommandMeansTheFolderThatItsConfigurationNames() {
        run("why", "nora", "see", "ehr.hosp.patients", "-c", "/sallyport.yaml");
        run("can", "nora", "-c", "/sallyport.yaml");
        run("plan", "-c", "/sallyport.yaml");

        assertThat(typed.asked)
                .extracting(Request::data)
                .containsOnly(Path.of("/of-the-config"))
                .hasSize(3);
    }

    private Exit run(String... words) {
        return typed.run(List.of(words));
    }
}
