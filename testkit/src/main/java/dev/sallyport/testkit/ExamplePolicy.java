package dev.sallyport.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The policy of the example, for a test that changes it. */
public final class ExamplePolicy {
    private ExamplePolicy() {}

    /** As it is, in that folder. */
    public static Path copied(Path folder) throws IOException {
        return changed(folder, UnaryOperator.identity());
    }

    /** Each of its files with the change made, in that folder. */
    public static Path changed(Path folder, UnaryOperator<String> change) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(SampleHospital.FOLDER.resolve("policy"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        folder.resolve(file.getFileName()), change.apply(Files.readString(file)));
            }
        }
        return folder;
    }
}
