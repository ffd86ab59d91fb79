package dev.sallyport.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Say what an account needs to keep a database in line with a policy; changes"
                        + " nothing. Exit 2 when something is missing.")
final class DoctorCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Parameters(
            paramLabel = "URL",
            description =
                    "postgresql://ACCOUNT@HOST:PORT/DATABASE; the password comes from PGPASSWORD or"
                            + " ~/.pgpass")
    private String url = "";

    @Mixin private PolicyOption policy = new PolicyOption();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "its name in the policy (default: as in the URL)")
    private @Nullable String database;

    @Override
    public Request request() {
        return new Request.Doctor(data.path(), url, policy.given(), Optional.ofNullable(database));
    }
}
