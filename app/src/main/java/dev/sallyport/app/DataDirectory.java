package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The folder a deployment keeps everything in, locked by the one process that has it open. */
final class DataDirectory implements Closeable {
    /** Written first, so that a folder we began is told from a folder of somebody else. */
    private static final String OURS = "sallyport data directory\n";

    /** Written last, so that a folder we did not finish is told from a whole one. */
    private static final String FORMAT = "sallyport-data 1\n";

    private static final List<String> CONTENT =
            List.of(
                    "postgres",
                    "postgres.port",
                    "state",
                    "state.port",
                    "run",
                    "keys",
                    "audit",
                    "applied",
                    "control",
                    "policy-folder",
                    "sallyport.log");

    private final Path path;
    private final FileLock lock;

    private DataDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Opens it, empty or whole, and holds it against every other process. */
    static DataDirectory open(Path path) throws IOException {
        refuseForeign(path);
        DataDirectory opened = locked(path);
        try {
            opened.refuseUnusable();
            return opened;
        } catch (IOException | Refused e) {
            opened.close();
            throw e;
        }
    }

    private void refuseUnusable() throws IOException {
        if (!complete() && begun()) {
            throw inState(path, "is half-written: what made it was stopped too early", instead());
        }
    }

    /** Whose it is decides: a demo's data is invented, a server's is not. */
    private String instead() {
        return isDemos(path)
                ? "start over with `demo --reset`"
                : "restore a backup into another folder, or use the version that wrote it";
    }

    /** Of what a demo makes first, a server makes nothing. */
    private static boolean isDemos(Path path) {
        return Files.exists(path.resolve("postgres"))
                || Files.exists(path.resolve("policy-folder"));
    }

    /** Removes what we made, and nothing else, then opens it as an empty one. */
    static DataDirectory reset(Path path) throws IOException {
        refuseForeign(path);
        DataDirectory opened = locked(path);
        try {
            opened.refuseAllButDemos();
            Files.deleteIfExists(opened.format());
            for (String name : CONTENT) {
                Folders.delete(path.resolve(name));
            }
            return opened;
        } catch (IOException | Refused e) {
            opened.close();
            throw e;
        }
    }

    private void refuseAllButDemos() {
        if (begun() && !isDemos(path)) {
            throw inState(
                    path,
                    "holds no demo, so nothing of it is removed",
                    "give the demo another `--data`");
        }
    }

    /** Opens a whole one; empty when some process has it. */
    static Optional<DataDirectory> openIfFree(Path path) throws IOException {
        if (!Files.exists(path.resolve("format"))) {
            throw inState(
                    path,
                    "is not a Sallyport data directory",
                    "start one with `sallyport demo --data` and this path, or name a server's configuration");
        }
        FileLock lock = tryLock(path);
        if (lock == null) {
            return Optional.empty();
        }
        DataDirectory opened = new DataDirectory(path, lock);
        try {
            opened.refuseUnusable();
            return Optional.of(opened);
        } catch (IOException | Refused e) {
            opened.close();
            throw e;
        }
    }

    boolean complete() throws IOException {
        if (!Files.exists(format())) {
            return false;
        }
        if (!Files.readString(format()).equals(FORMAT)) {
            throw inState(path, "was written by another version", instead());
        }
        return true;
    }

    /** Everything is in place. */
    void markComplete() throws IOException {
        Folders.write(format(), FORMAT.getBytes(StandardCharsets.UTF_8));
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }

    private Path format() {
        return path.resolve("format");
    }

    private boolean begun() {
        return CONTENT.stream()
                .anyMatch(name -> Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    private static DataDirectory locked(Path path) throws IOException {
        Files.createDirectories(path);
        FileLock lock = tryLock(path);
        if (lock == null) {
            throw inState(
                    path,
                    "is in use by another Sallyport",
                    "stop that one, or name another folder");
        }
        return new DataDirectory(path, lock);
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(Path path)
            throws IOException {
        Path file = path.resolve("lock");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Folders.write(file, OURS.getBytes(StandardCharsets.UTF_8));
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: in use all the same.
        }
        if (lock == null) {
            channel.close();
        }
        return lock;
    }

    private static void refuseForeign(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw inState(path, "is not a folder", "give another `--data`");
        }
        Path lock = path.resolve("lock");
        boolean ours =
                Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(lock) == OURS.length()
                        && Files.readString(lock).equals(OURS);
        if (!ours && Files.isDirectory(path) && !isEmpty(path)) {
            throw inState(
                    path,
                    "holds files that are not Sallyport's",
                    "give an empty or new folder as `--data`");
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            return !entries.iterator().hasNext();
        }
    }

    private static Refused inState(Path path, String state, String instead) {
        return new Refused(Problem.of(ProblemCode.SP6003, "`" + path + "` " + state, instead));
    }
}
