package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which configuration a data directory belongs to; a demo's belongs to none. */
final class KnownConfig {
    private static final String REMEMBERED = "server";

    private KnownConfig() {}

    static boolean isServers(Path data) {
        return Files.exists(data.resolve(REMEMBERED));
    }

    /** Read anew, so that what was written since holds. */
    static Optional<ServerConfig> of(Path data) throws IOException {
        return isServers(data)
                ? Optional.of(
                        ConfigReader.read(
                                Path.of(Files.readString(data.resolve(REMEMBERED)).strip()),
                                System.getenv()))
                : Optional.empty();
    }

    /** Makes the configuration's data directory where it is not there yet. */
    static void prepare(ServerConfig config) throws IOException {
        Path data = config.data();
        boolean known =
                isServers(data)
                        && Files.exists(data.resolve("format"))
                        && Files.readString(data.resolve(REMEMBERED))
                                .strip()
                                .equals(config.file().toString());
        if (!known) {
            try (DataDirectory directory = open(data)) {
                remember(config, directory);
            }
        }
    }

    /** Opens it for a server. */
    static DataDirectory open(Path data) throws IOException {
        if (Files.exists(data.resolve("postgres"))) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6003,
                            "`" + data + "` holds a demo and its database",
                            "name another folder as `data:`"));
        }
        if (!Files.exists(data)) {
            Files.createDirectories(data.toAbsolutePath().getParent());
            Folders.ours(data);
        }
        return DataDirectory.open(data);
    }

    private static void remember(ServerConfig config, DataDirectory directory) throws IOException {
        Folders.write(
                directory.resolve(REMEMBERED),
                (config.file() + "\n").getBytes(StandardCharsets.UTF_8));
        directory.markComplete();
    }
}
