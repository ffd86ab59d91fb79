package dev.sallyport.app;

import dev.sallyport.app.BackupEntries.Kind;
import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealedInput;
import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads backups: says what is in one, or makes a data directory of it. */
final class Restoring {
    private final InstantSource clock;
    private final SecureRandom random;

    Restoring(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    Exit perform(Request.Kept request, Terminal terminal) throws IOException {
        return switch (request) {
            case BackupRequest.Verify asked -> verify(asked, terminal);
            case BackupRequest.Restore asked -> restore(asked, terminal);
        };
    }

    /**
     * @throws Refused with what is wrong with the backup
     */
    Exit verify(BackupRequest.Verify asked, Terminal terminal) throws IOException {
        MasterKey key = key(asked.key(), asked.config());
        Path folder = Files.createTempDirectory("sallyport-backup-");
        try {
            Unpacked found =
                    Unpacked.of(
                            asked.file(),
                            key,
                            folder,
                            Unpacked.Extent.RECORD,
                            (about, table, rows) -> {});
            BackupAbout about = found.about();
            terminal.say(
                    "OK  backup of `%s` of %s, made by %s"
                            .formatted(about.record(), about.made(), about.by()));
            terminal.say("    SHA-256 " + digest(asked.file()));
            terminal.say(
                    "    %,d files, %,d written by people; %s"
                            .formatted(
                                    found.counts().getOrDefault(Kind.FILE, 0),
                                    found.counts().getOrDefault(Kind.WRITTEN, 0),
                                    about.step()
                                            .map(step ->
                                                    "%,d tables of the state, step %s"
                                                            .formatted(
                                                                    found.counts()
                                                                            .getOrDefault(
                                                                                    Kind.TABLE, 0),
                                                                    step))
                                            .orElse("no control plane")));
            terminal.say(
                    "    record: %,d events, all signed by %s"
                            .formatted(found.record().events(), found.record().vkey()));
            terminal.say("    root " + found.record().root());
            return Exit.DONE;
        } finally {
            Folders.delete(folder);
        }
    }

    /**
     * Makes it beside its place and names it when it is whole.
     *
     * @throws Refused SP7227 where the folder is not empty, SP7226 where the state is of a newer
     *     version, SP7232 for a login nobody has; or with what is wrong with the backup
     */
    Exit restore(BackupRequest.Restore asked, Terminal terminal) throws IOException {
        requireEmpty(asked.data());
        MasterKey key = key(asked.key(), asked.config());
        Set<String> left = left(asked.left());
        requireWhole(asked.file(), key);
        Path parent = asked.data().toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path made = Files.createTempDirectory(parent, ".sallyport-restoring-");
        try {
            Unpacked found = fill(made, asked.file(), key, left);
            Restoration.of(
                            Operator.name(),
                            clock.instant(),
                            found.about(),
                            digest(asked.file()),
                            found.record().events(),
                            left)
                    .keep(made);
            requireEmpty(asked.data());
            Files.move(made, asked.data(), StandardCopyOption.ATOMIC_MOVE);
            tell(asked.data(), found, left, terminal);
            return Exit.DONE;
        } finally {
            Folders.delete(made);
        }
    }

    private static MasterKey key(Optional<Path> file, Optional<Path> config) {
        return file.map(OperatorKey::in)
                .or(() -> config.map(one -> OperatorKeysReader.ofBackups(one, System.getenv())))
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        ProblemCode.SP7220,
                                        "there is no key to open the backup with",
                                        "name its file by `--key`, or a configuration by `-c`")));
    }

    /** Read once to its end before anything is made or started. */
    private static void requireWhole(Path backup, MasterKey key) throws IOException {
        try (SealedInput sealed = SealedInput.open(backup, key)) {
            sealed.transferTo(OutputStream.nullOutputStream());
        }
    }

    private Unpacked fill(Path made, Path backup, MasterKey key, Set<String> left)
            throws IOException {
        try (Running running = new Running()) {
            DataDirectory directory = running.add(DataDirectory.open(made));
            try (RestoredState state = new RestoredState(directory, random)) {
                Unpacked found = Unpacked.of(backup, key, made, Unpacked.Extent.ALL, state::take);
                state.finish(left);
                ToldPeople.in(directory).cut(left);
                // Databases may know newer secrets by now: the next apply gives all of them one.
                Epochs.in(directory.resolve("keys/epoch")).begin();
                directory.markComplete();
                return found;
            }
        } catch (SQLException e) {
            throw new IOException("the restored state cannot be written", e);
        }
    }

    private static void tell(Path data, Unpacked found, Set<String> left, Terminal terminal) {
        terminal.say(
                "Restored to `%s` what stood at %s: %,d events of the record."
                        .formatted(data, found.about().made(), found.record().events()));
        terminal.say(
                "Void: tokens, keys of the API, tokens of directories, browser sessions,"
                        + " invitations and recovery codes.");
        terminal.say(
                left.isEmpty()
                        ? "Whoever left since the backup works here again: see to them before you"
                                + " start the server."
                        : "Suspended: " + String.join(", ", left) + ".");
        terminal.say(
                "Name it as `data:` of a configuration (the old one is in `%s`), then `sallyport"
                                .formatted(data.resolve(Unpacked.WRITTEN))
                        + " plan -c FILE`, `apply` and `server`.");
    }

    private static void requireEmpty(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(data)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
                empty = !entries.iterator().hasNext();
            }
        }
        if (!empty) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7227,
                            "`" + data + "` is not empty, and nothing is restored over anything",
                            "name a folder that is empty or not there"));
        }
    }

    private static Set<String> left(Optional<Path> file) {
        try {
            return file.isEmpty()
                    ? Set.of()
                    : Files.readAllLines(file.get()).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7232,
                            "`" + file.get() + "` cannot be read",
                            "name a text file with one login a line"));
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = BackupDesk.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
