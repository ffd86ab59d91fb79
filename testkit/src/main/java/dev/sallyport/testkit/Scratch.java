package dev.sallyport.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Folders for what tests write where no {@code @TempDir} reaches; gone when the JVM ends. */
public final class Scratch {

    private static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

    private Scratch() {}

    public static synchronized Path folder(String name) throws IOException {
        // Not when the class is met: that may be in another such thread, which is too late.
        if (FOLDERS.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(Scratch::removeAll));
        }
        Path folder = Files.createTempDirectory(name);
        FOLDERS.add(folder);
        return folder;
    }

    private static void removeAll() {
        FOLDERS.forEach(Scratch::remove);
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
