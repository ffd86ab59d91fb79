package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Adopted;
import dev.sallyport.policy.PolicyFormat;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.adopt.AdoptedFolder;
import dev.sallyport.provision.adopt.Surveyor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes what a database is as a policy folder: all of it, or nothing. */
final class Adopting {
    /** As long as the policy language lets a database's name be. */
    private static final int LONGEST_NAME = 41;

    private Adopting() {}

    static Exit adopt(Request.Adopt request, Terminal terminal) throws IOException {
        DatabaseUrl url = DatabaseUrl.of(request.url());
        String name = name(request.database(), url.database());
        requireFree(request.out());
        AdoptedFolder folder = AdoptedFolder.of(Surveyor.survey(url.target(name)), name);
        write(folder, name, request.out());
        AdoptionDocument.print(folder, url.authority(), request, terminal);
        return Exit.DONE;
    }

    /** PostgreSQL allows names that a policy does not. */
    private static String name(Optional<String> given, String found) {
        String name =
                given.orElseGet(
                        () -> found.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_"));
        if (!name.matches("[a-z][a-z0-9_]{0," + (LONGEST_NAME - 1) + "}")) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`" + name + "` cannot be a database's name in a policy",
                            "name it with `--database`: a to z, 0 to 9 and `_`, at most "
                                    + LONGEST_NAME
                                    + " characters"));
        }
        return name;
    }

    private static void requireFree(Path out) throws IOException {
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(out)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP3040,
                            "`" + out + "` is there and is not an empty folder",
                            "name one that is not there with `--out`"));
        }
    }

    private static boolean isEmptyFolder(Path out) throws IOException {
        if (!Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(out)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Beside its place first, read back and held against what was found, then there at once. */
    private static void write(AdoptedFolder folder, String name, Path out) throws IOException {
        Path parent = out.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("the root of a file system is no policy folder");
        }
        Files.createDirectories(parent);
        Path partial = parent.resolve("." + out.getFileName() + ".partial");
        Folders.delete(partial);
        Files.createDirectory(partial);
        try {
            for (Map.Entry<String, String> file : folder.files().entrySet()) {
                Files.writeString(partial.resolve(file.getKey()), file.getValue());
            }
            for (PolicyFormat.Unformatted file : PolicyFormat.in(partial)) {
                file.write();
            }
            requireSame(folder, name, partial);
            Files.move(partial, out, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(partial);
        }
    }

    /** A folder that says something else than what was found would be worse than none. */
    private static void requireSame(AdoptedFolder folder, String name, Path written) {
        Adopted found = folder.survey().found();
        switch (PolicyReader.read(written)) {
            case PolicyReading.Accepted(var policy, var _) -> {
                if (!found.equals(policy.adopted().get(name))) {
                    throw new IllegalStateException("what was written is not what was found");
                }
            }
            case PolicyReading.Rejected(var problems) ->
                    throw new IllegalStateException(
                            "what was written is no policy: " + problems.getFirst());
        }
    }
}
