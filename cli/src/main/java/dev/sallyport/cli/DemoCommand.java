package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start a sample hospital behind two doors; Ctrl-C stops it.")
final class DemoCommand implements Asking {
    private static final int MOST_PORT = 65_535;

    @Mixin private DataOption data = new DataOption();
    @Mixin private EnvironmentOption environment = new EnvironmentOption();

    @Option(names = "--tour", description = "walk the story over the wire, print it, and stop")
    private boolean tour;

    @Option(names = "--reset", description = "start over: remove the data of an earlier demo")
    private boolean reset;

    @Option(
            names = "--patients",
            paramLabel = "N",
            defaultValue = "2000",
            description = "synthetic patients to invent (default: ${DEFAULT-VALUE})")
    private int patients;

    @Option(
            names = "--port",
            defaultValue = "15432",
            description = "the gateway's port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--control-port",
            paramLabel = "N",
            defaultValue = "8443",
            description =
                    "the control plane's port on the same address, 0 for none (default:"
                            + " ${DEFAULT-VALUE})")
    private int controlPort;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "the gateway's address, loopback only (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description = "the policy folder (default: examples/hospital/policy)")
    private @Nullable Path policy;

    @Override
    public Request request() {
        requirePort(port, 1);
        requirePort(controlPort, 0);
        boolean passing = tour && data.given().isEmpty();
        return new Request.Demo(
                passing ? temporary() : data.path(),
                tour ? Request.Story.TOUR : Request.Story.SERVE,
                passing ? Request.Keeping.THROW_AWAY : keeping(),
                patients,
                host,
                port,
                controlPort,
                DataOption.absoluteIfGiven(policy),
                environment.name());
    }

    private static void requirePort(int port, int least) {
        if (port < least || port > MOST_PORT) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`" + port + "` is not a port",
                            least + " to " + MOST_PORT));
        }
    }

    private Request.Keeping keeping() {
        return reset ? Request.Keeping.START_OVER : Request.Keeping.KEEP;
    }

    /** A tour of its own leaves nothing behind. */
    private static Path temporary() {
        try {
            return Files.createTempDirectory("sallyport-tour-");
        } catch (IOException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6004,
                            "no temporary folder can be made",
                            "give a folder as `--data`"));
        }
    }
}
