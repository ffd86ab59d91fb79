package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands in a policy's files and its people's, taken at one moment.
 *
 * @param policy the content of each file of the folder, by its name
 * @param people the content of the file of people; empty where there is none
 */
record PolicyFiles(SortedMap<String, byte[]> policy, Optional<byte[]> people) {
    /** Also what is not read for its name, so that it is refused and not lost. */
    private static final String NAMED = "[!.]*.{[yY][aA][mM][lL],[yY][mM][lL]}";

    PolicyFiles {
        policy = Collections.unmodifiableSortedMap(new TreeMap<>(policy));
    }

    static PolicyFiles of(PolicyFolder source) throws IOException {
        SortedMap<String, byte[]> policy = new TreeMap<>();
        if (Files.isDirectory(source.folder())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(source.folder(), NAMED)) {
                for (Path file : files) {
                    if (Files.isRegularFile(file)) {
                        policy.put(file.getFileName().toString(), Files.readAllBytes(file));
                    }
                }
            }
        }
        return new PolicyFiles(
                policy,
                Files.isRegularFile(source.people())
                        ? Optional.of(Files.readAllBytes(source.people()))
                        : Optional.empty());
    }

    /** Writes them to an empty folder. */
    PolicyFolder writeTo(Path home) throws IOException {
        Path folder = Folders.ours(home.resolve("policy"));
        for (Map.Entry<String, byte[]> file : policy.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        Path file = home.resolve("people.yaml");
        if (people.isPresent()) {
            Files.write(file, people.get());
        }
        return new PolicyFolder(folder, file);
    }
}
