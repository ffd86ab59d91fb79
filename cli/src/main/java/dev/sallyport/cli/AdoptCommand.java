package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport adopt}. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description =
                "Write a policy folder that says what a database is now: its roles, members and"
                        + " grants, and a suggested class for each column. Reads the catalogs in a"
                        + " read-only session; changes nothing.")
final class AdoptCommand implements Asking {
    @Mixin private DataOption data = new DataOption();
    @Mixin private FormOption form = new FormOption();

    @Parameters(
            paramLabel = "URL",
            description =
                    "postgresql://ACCOUNT@HOST:PORT/DATABASE; the account need only be able to"
                            + " connect; the password comes from PGPASSWORD or ~/.pgpass")
    private String url = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "the folder to write; it may exist if it is empty")
    private Path out = Path.of("policy");

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "its name in the policy (default: as in the URL)")
    private @Nullable String database;

    @Override
    public Request request() {
        return new Request.Adopt(
                data.path(),
                url,
                DataOption.absolute(out),
                Optional.ofNullable(database),
                form.form());
    }
}
