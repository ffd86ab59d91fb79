package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which files of a deployment a backup holds. */
final class BackupFiles {
    /** What a server keeps in its data directory and could not make again. */
    static final Set<String> CARRIED =
            Set.of("keys", "applied", "tls", "directory.yaml", "environment");

    /**
     * Of those, what a restored server has anew: the secret of its own state database, and the
     * tokens, which may have been taken back since.
     */
    static final Set<String> LEFT_OUT = Set.of("keys/state-administrator", "keys/tokens");

    private static final String PARTIAL = ".partial";

    private BackupFiles() {}

    /**
     * One file.
     *
     * @param name where it is, with `/` between folders
     */
    record Named(String name, Path path) {}

    /** Of the data directory. */
    static List<Named> of(Path data) throws IOException {
        List<Named> files = new ArrayList<>();
        for (String name : CARRIED.stream().sorted().toList()) {
            Path root = data.resolve(name);
            if (Files.exists(root)) {
                try (Stream<Path> below = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
                    below.filter(Files::isRegularFile)
                            .map(file -> new Named(data.relativize(file).toString(), file))
                            .filter(file -> !file.name().endsWith(PARTIAL))
                            .filter(file -> !LEFT_OUT.contains(file.name()))
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    /** What people write: for them to compare, not to run from. */
    static List<Named> written(ServerConfig config) throws IOException {
        List<Named> files = new ArrayList<>();
        files.add(new Named("sallyport.yaml", config.file()));
        files.add(new Named("people.yaml", config.policy().people()));
        try (DirectoryStream<Path> policy =
                Files.newDirectoryStream(config.policy().folder(), "[!.]*.yaml")) {
            policy.forEach(file -> files.add(new Named("policy/" + file.getFileName(), file)));
        }
        return files;
    }
}
