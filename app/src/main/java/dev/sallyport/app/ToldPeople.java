package dev.sallyport.app;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.DirectoryWriter;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the directory has said of people. For whom it speaks of, it counts; for everybody else the
 * file of people does.
 */
final class ToldPeople {
    private final Path file;

    private ToldPeople(Path file) {
        this.file = file;
    }

    static ToldPeople in(DataDirectory directory) {
        return new ToldPeople(directory.resolve("directory.yaml"));
    }

    /** Kept before it is applied, so that no later apply knows less. */
    synchronized void keep(Directory told) throws IOException {
        Folders.write(file, DirectoryWriter.write(told).getBytes(StandardCharsets.UTF_8));
    }

    /** Suspended in every later apply until the directory says otherwise, also after a crash. */
    synchronized void cut(Set<String> logins) throws IOException {
        if (Files.exists(file)) {
            keep(read().suspending(logins));
        }
    }

    /** The same files, with what the directory says over what the file of people says. */
    PolicyFiles over(PolicyFiles written) throws IOException {
        if (!Files.exists(file)) {
            return written;
        }
        Directory told = read();
        return switch (people(written)) {
            // Its mistakes are told where everybody's are.
            case DirectoryReading.Rejected _ -> written;
            case DirectoryReading.Accepted(Directory people) ->
                    new PolicyFiles(
                            written.policy(),
                            Optional.of(
                                    DirectoryWriter.write(people.told(told))
                                            .getBytes(StandardCharsets.UTF_8)));
        };
    }

    private Directory read() throws IOException {
        return switch (DirectoryReader.read(file.toString(), Files.readString(file))) {
            case DirectoryReading.Rejected(var problems) -> throw new Refused(problems);
            case DirectoryReading.Accepted(Directory read) -> read;
        };
    }

    private static DirectoryReading people(PolicyFiles written) {
        return written.people()
                .map(bytes ->
                        DirectoryReader.read(
                                "people.yaml", new String(bytes, StandardCharsets.UTF_8)))
                .orElseGet(() -> new DirectoryReading.Accepted(new Directory(Map.of())));
    }
}
