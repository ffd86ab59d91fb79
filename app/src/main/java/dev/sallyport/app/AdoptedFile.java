package dev.sallyport.app;

import dev.sallyport.policy.Adopted;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyFormat;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.adopt.AdoptedFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file {@code sallyport adopt} wrote, as long as nobody else has written in it. */
final class AdoptedFile {
    private static final String NAME = "adopted.yaml";

    private AdoptedFile() {}

    /** What the folder people write in has of it. */
    static Adopted of(Path folder, String database) {
        Adopted adopted = read(folder).adopted().get(database);
        if (adopted == null) {
            throw handWritten(folder, database);
        }
        return adopted;
    }

    /** Writes it anew, or leaves it as it was; says what it is called. */
    static String write(Path folder, String database, Adopted next) throws IOException {
        String before = text(database, of(folder, database));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.yaml")) {
            for (Path file : files) {
                if (Files.readString(file).equals(before)) {
                    Files.writeString(file, text(database, next));
                    requireSame(folder, database, next, file, before);
                    return String.valueOf(file.getFileName());
                }
            }
        }
        throw handWritten(folder, database);
    }

    private static void requireSame(
            Path folder, String database, Adopted next, Path file, String before)
            throws IOException {
        try {
            if (next.equals(of(folder, database))) {
                return;
            }
        } catch (Refused e) {
            Files.writeString(file, before);
            throw e;
        }
        Files.writeString(file, before);
        throw new IllegalStateException("what was written is not what was accepted");
    }

    /** In the one form, as `adopt` leaves it. */
    private static String text(String database, Adopted adopted) throws IOException {
        Path folder = Files.createTempDirectory("sallyport-adopted");
        try {
            Path file = folder.resolve(NAME);
            Files.writeString(file, AdoptedFolder.text(database, adopted));
            for (PolicyFormat.Unformatted one : PolicyFormat.in(folder)) {
                one.write();
            }
            return Files.readString(file);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Policy read(Path folder) {
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected rejected -> throw new Refused(rejected.problems());
        };
    }

    private static Refused handWritten(Path folder, String database) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP3080,
                        "no file of `"
                                + folder
                                + "` has what was adopted of `"
                                + database
                                + "` as `sallyport adopt` writes it",
                        "write it there by hand, or keep an exception with `--reason` and"
                                + " `--until`"));
    }
}
