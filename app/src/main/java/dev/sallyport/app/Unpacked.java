package dev.sallyport.app;

import dev.sallyport.app.BackupEntries.Entry;
import dev.sallyport.app.BackupEntries.Kind;
import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealedInput;
import dev.sallyport.audit.LogVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backup laid out in a folder that nobody else can enter, read to its last byte and with its
 * record verified.
 *
 * @param counts how many entries of each kind it holds
 */
record Unpacked(BackupAbout about, Map<Kind, Integer> counts, Verification.Intact record) {
    /** Where the record goes. */
    static final String RECORD = "audit";

    /** Where files go that people write. */
    static final String WRITTEN = "as-backed-up";

    /** A line of JSON; what is longer is another file. */
    private static final int ABOUT_BYTES = 64 << 10;

    /** Takes the rows of one table. */
    interface Tables {
        void take(BackupAbout about, String table, InputStream rows) throws IOException;
    }

    /** Which files are laid out: all, or what the record is verified by. */
    enum Extent {
        ALL,
        RECORD
    }

    /**
     * @throws Refused with what is wrong with the backup
     */
    static Unpacked of(Path backup, MasterKey key, Path folder, Extent extent, Tables tables)
            throws IOException {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        try (SealedInput sealed = SealedInput.open(backup, key)) {
            BackupEntries.Reader entries = new BackupEntries.Reader(sealed);
            BackupAbout about = about(entries.next(), backup);
            for (Entry entry = entries.next(); entry.kind() != Kind.END; entry = entries.next()) {
                counts.merge(entry.kind(), 1, Integer::sum);
                if (entry.kind() == Kind.TABLE) {
                    tables.take(about, entry.name(), entry.content());
                    continue;
                }
                Path home = home(entry, folder);
                if (extent == Extent.ALL || provesTheRecord(entry)) {
                    write(entry, home, folder);
                }
            }
            if (!entries.isDone()) {
                throw foreign(backup);
            }
            return new Unpacked(about, counts, verified(folder));
        } catch (BackupEntries.Foreign | EOFException | UTFDataFormatException notOurs) {
            throw foreign(backup);
        }
    }

    private static boolean provesTheRecord(Entry entry) {
        return entry.kind() == Kind.RECORD
                || entry.name().equals("keys/" + RecordFolder.PUBLIC_KEY);
    }

    private static Path home(Entry entry, Path folder) throws IOException {
        return switch (entry.kind()) {
            case FILE -> folder;
            case WRITTEN -> folder.resolve(WRITTEN);
            case RECORD -> folder.resolve(RECORD);
            case TABLE, ABOUT, END -> throw new BackupEntries.Foreign();
        };
    }

    private static BackupAbout about(Entry first, Path backup) throws IOException {
        if (first.kind() != Kind.ABOUT) {
            throw foreign(backup);
        }
        byte[] json = first.content().readNBytes(ABOUT_BYTES);
        if (BackupAbout.isNewer(json)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7225,
                            "`" + backup + "` holds what a newer Sallyport wrote",
                            "take the version that wrote it, or a newer one"));
        }
        return BackupAbout.of(json).orElseThrow(() -> foreign(backup));
    }

    private static void write(Entry entry, Path into, Path folder) throws IOException {
        Path file = into.resolve(entry.name()).normalize();
        if (!file.startsWith(into) || file.equals(into)) {
            throw new BackupEntries.Foreign();
        }
        makeFolders(file.getParent(), folder);
        try (FileChannel channel = Folders.create(file)) {
            // Not closed: it would close the channel before its length is set.
            entry.content().transferTo(Channels.newOutputStream(channel));
            extend(channel, entry.length());
            channel.force(true);
        }
    }

    private static void extend(FileChannel channel, long length) throws IOException {
        if (channel.size() < length) {
            channel.write(ByteBuffer.allocate(1), length - 1);
        }
    }

    private static void makeFolders(@Nullable Path wanted, Path folder) throws IOException {
        if (wanted != null && !Files.isDirectory(wanted) && !wanted.equals(folder)) {
            makeFolders(wanted.getParent(), folder);
            Folders.ours(wanted);
        }
    }

    private static Verification.Intact verified(Path folder) {
        return switch (LogVerifier.verify(
                folder.resolve(RECORD), folder.resolve("keys").resolve(RecordFolder.PUBLIC_KEY))) {
            case Verification.Intact intact -> intact;
            case Verification.Broken(long event, String what) ->
                    throw unverified("event " + event + " of the record is wrong: " + what);
            case Verification.Incomplete(String what) ->
                    throw unverified("its record is not whole: " + what);
        };
    }

    private static Refused unverified(String what) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7229,
                        "the backup is as it was written, but " + what,
                        "take an older backup, and tell your privacy officer"));
    }

    private static Refused foreign(Path backup) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7222,
                        "`" + backup + "` is sealed, but no backup of Sallyport",
                        "name a file that `sallyport backup` wrote"));
    }
}
