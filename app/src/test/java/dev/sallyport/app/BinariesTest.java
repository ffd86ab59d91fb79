package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is the same, whether it was unpacked for one deployment or beside the program. */
class BinariesTest {
    private static final String ROOT = "sallyport.root";

    @TempDir private Path folder;

    @Test
    void areTheSameFromBesideTheProgramAndFromItsJar() throws Exception {
        String root = System.getProperty(ROOT);
        Binaries beside = Binaries.in(folder.resolve("beside"));
        System.clearProperty(ROOT);
        try {
            Binaries own = Binaries.in(folder.resolve("own"));

            assertThat(entries(beside)).hasSizeGreaterThan(100).isEqualTo(entries(own));
        } finally {
            System.setProperty(ROOT, root);
        }
        assertThat(Checkout.built()).get().asString().endsWith("app/target");
        try (Stream<Path> unpacked =
                Files.list(Checkout.built().orElseThrow().resolve("postgres"))) {
            assertThat(unpacked.map(one -> one.getFileName().toString()))
                    .anyMatch(one -> one.matches("[0-9a-f]{1,8}"));
        }
    }

    private static List<String> entries(Binaries binaries) throws IOException {
        try (Stream<Path> all = Files.walk(binaries.folder())) {
            return all.map(path -> entry(binaries.folder(), path)).sorted().toList();
        }
    }

    private static String entry(Path folder, Path path) {
        try {
            return folder.relativize(path)
                    + (Files.isSymbolicLink(path)
                            ? " to " + Files.readSymbolicLink(path)
                            : " "
                                    + PosixFilePermissions.toString(
                                            Files.getPosixFilePermissions(
                                                    path, LinkOption.NOFOLLOW_LINKS))
                                    + (Files.isRegularFile(path) ? " " + Files.size(path) : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
