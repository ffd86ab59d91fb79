package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked from the library they come in. */
final class Binaries {
    private final Path folder;

    private Binaries(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** Unpacks once below {@code parent}; a folder of the final name is a whole one. */
    static Binaries in(Path parent) throws IOException {
        String archive = archive();
        Path folder = parent.resolve(archive.replace(".txz", ""));
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(parent);
            Path partial = parent.resolve("unpacking");
            Folders.delete(partial);
            Optional<Path> built = built(archive);
            if (built.isPresent()) {
                Folders.copyOfPrograms(built.get(), partial);
            } else {
                unpack(archive, partial);
            }
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Binaries(folder);
    }

    /** Unpacked beside the program's own jars, which takes seconds, for as long as they stay. */
    private static Optional<Path> built(String archive) throws IOException {
        Optional<Path> target = Checkout.built();
        if (target.isEmpty()
                || !(resource(archive).openConnection() instanceof JarURLConnection jar)) {
            return Optional.empty();
        }
        Path parent = target.get().resolve("postgres");
        Path folder = parent.resolve(Long.toHexString(jar.getJarEntry().getCrc()));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(parent);
            Path partial = Files.createTempDirectory(parent, "unpacking");
            unpack(archive, partial);
            try {
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
                Folders.delete(partial);
            }
        }
        return Optional.of(folder);
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        String platform = system.startsWith("mac") ? "darwin" : system;
        return "postgres-" + platform + (arm ? "-arm_64" : "-x86_64") + ".txz";
    }

    private static URL resource(String archive) {
        URL resource = Binaries.class.getResource("/" + archive);
        if (resource == null) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6006,
                            "no PostgreSQL for this machine: `" + archive + "` is not packed",
                            "Linux and macOS on x86_64 or arm64 are"));
        }
        return resource;
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (InputStream packed = resource(archive).openStream()) {
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)));
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                place(entry, tar, target);
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path target)
            throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("an entry outside the archive's folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        boolean runs = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, runs ? Folders.RUN_BY_ALL : Folders.READ_BY_ALL);
    }
}
