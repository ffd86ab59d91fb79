package dev.sallyport.audit;

import dev.sallyport.audit.Verification.Broken;
import dev.sallyport.audit.Verification.Incomplete;
import dev.sallyport.audit.Verification.Intact;
import dev.sallyport.audit.Verification.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a folder with nothing but the JDK: offline, read-only, also while a writer is at work.
 *
 * <p>Whoever can write the folder can replace the log, the checkpoint and the folder's own key
 * together, or put an older state back: only a key kept elsewhere finds the first, only a
 * remembered checkpoint the second. Events behind the last checkpoint carry checksums and a chain,
 * which anybody can compute, but no signature.
 */
public final class LogVerifier {
    /** A verifier key is at most 260 characters. */
    private static final int MAX_KEY_BYTES = 1_024;

    /** A live writer is caught in the middle of a write now and then, hardly ever five times. */
    private static final int PASSES = 5;

    /** Longer than a write into the page cache takes. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Longer than a slow disk takes over one write, and no burden on who verifies a torn log. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private LogVerifier() {}

    /** Verifies with the key that lies in the folder itself. */
    public static Verification verify(Path directory) {
        return verify(directory, new LogFolder(directory).vkey(), KeySource.FOLDER, PASSES);
    }

    /**
     * Verifies with a key kept elsewhere.
     *
     * @param vkeyFile holds the C2SP verifier key, one line
     */
    public static Verification verify(Path directory, Path vkeyFile) {
        return verify(directory, vkeyFile, KeySource.GIVEN, PASSES);
    }

    /**
     * The same by either key, and that the log goes on from a checkpoint that was copied away.
     *
     * @param vkeyFile without it the folder's own
     * @param noteFile holds the checkpoint as it was signed
     */
    public static Verification verify(
            Path directory, Optional<Path> vkeyFile, Optional<Path> noteFile) {
        return verify(
                directory,
                vkeyFile.orElseGet(() -> new LogFolder(directory).vkey()),
                noteFile.orElse(null),
                vkeyFile.isPresent() ? KeySource.GIVEN : KeySource.FOLDER,
                PASSES);
    }

    static Verification verify(Path directory, Path vkeyFile, KeySource source, int passes) {
        return verify(directory, vkeyFile, null, source, passes);
    }

    private static Verification verify(
            Path directory, Path vkeyFile, @Nullable Path noteFile, KeySource source, int passes) {
        try {
            var folder = new LogFolder(directory);
            if (!Files.isDirectory(directory) || folder.unused()) {
                return new Incomplete("`" + directory + "` holds no record");
            }
            var key = key(vkeyFile);
            if (key == null) {
                return new Incomplete("`" + vkeyFile.getFileName() + "` is no verifier key");
            }
            var kept = noteFile == null ? null : kept(noteFile, key);
            if (noteFile != null && kept == null) {
                return new Incomplete("`" + noteFile + "` is no checkpoint that this key signed");
            }
            return passes(folder, key, kept, source, passes);
        } catch (IOException failure) {
            return new Incomplete("`" + directory + "` cannot be read");
        }
    }

    /**
     * What one pass found.
     *
     * @param perhapsUnderWay a write that is not finished looks the same
     */
    private record Finding(Verification verification, boolean perhapsUnderWay) {
        boolean settles(Finding before) {
            return !(verification instanceof Broken) || (!perhapsUnderWay && equals(before));
        }
    }

    /** What a live writer was about to finish is gone in a later pass; damage is not. */
    private static Verification passes(
            LogFolder folder,
            VerificationKey key,
            @Nullable Checkpoint kept,
            KeySource source,
            int passes)
            throws IOException {
        long began = System.nanoTime();
        var found = pass(folder, key, kept, source);
        boolean settled = found.verification() instanceof Intact;
        for (int pass = 1; !settled && goesOn(pass, passes, began); pass++) {
            pause();
            var again = pass(folder, key, kept, source);
            settled = again.settles(found);
            found = again;
        }
        return found.verification();
    }

    /** On a busy machine one pass after another can meet the writer, each at another event. */
    private static boolean goesOn(int pass, int passes, long began) {
        return pass < passes || (passes > 1 && System.nanoTime() - began < PATIENCE.toNanos());
    }

    private static Finding pass(
            LogFolder folder, VerificationKey key, @Nullable Checkpoint kept, KeySource source)
            throws IOException {
        var scan = new LogScan(folder, key, kept).run();
        var damage = scan.damage();
        return damage == null
                ? new Finding(whole(scan, key, source), false)
                : new Finding(
                        new Broken(damage.event(), damage.what()),
                        damage.cure() == LogScan.Damage.Cure.CUT);
    }

    private static Verification whole(LogScan scan, VerificationKey key, KeySource source) {
        var checkpoint = scan.checkpoint();
        if (checkpoint == null) {
            return new Broken(0, "nothing vouches for it");
        }
        var tail = scan.tail();
        return new Intact(
                scan.events(),
                checkpoint.size(),
                checkpoint.root(),
                key.text(),
                source,
                scan.events() - checkpoint.size(),
                tail == null ? 0 : tail.used() - tail.end());
    }

    private static @Nullable Checkpoint kept(Path file, VerificationKey key) throws IOException {
        return Files.isReadable(file)
                ? Checkpoint.verified(DurableFile.read(file, Checkpoint.MAX_BYTES), key)
                : null;
    }

    private static @Nullable VerificationKey key(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? VerificationKey.parse(DurableFile.read(file, MAX_KEY_BYTES).strip())
                : null;
    }

    /** Until the writer may have gone on. */
    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
