package dev.sallyport.app;

import dev.sallyport.app.BackupEntries.Kind;
import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealedOutput;
import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.LogCopy;
import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes backups of an open deployment, whether or not it serves. */
final class BackupDesk {
    private final Path data;
    private final Object still;
    private final Optional<StateDatabase> state;
    private final AuditLog log;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param still whose monitor is held by whoever changes files or secrets
     * @param state where there is a control plane
     */
    BackupDesk(
            Path data,
            Object still,
            Optional<StateDatabase> state,
            AuditLog log,
            InstantSource clock,
            SecureRandom random) {
        this.data = data;
        this.still = still;
        this.state = state;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /** What is kept of a file that was written. */
    private record Written(String digest, LogCopy record) {}

    /**
     * Writes it beside its place and names it when it is whole and on record.
     *
     * @throws Refused SP7220 without a key, SP7228 where no file can be written so
     */
    Exit make(BackupRequest.Make asked, Terminal terminal) throws IOException, SQLException {
        ServerConfig config =
                KnownConfig.of(data)
                        .orElseThrow(() ->
                                refused(
                                        "a demo is not backed up: its patients are made anew",
                                        "back up a server: `-c FILE`"));
        MasterKey key = key(asked, config);
        Path to = asked.to();
        requireFree(to);
        record("begun", new TreeMap<>(Map.of("key", key.label())));
        Path partial = to.resolveSibling("." + to.getFileName() + ".partial");
        try {
            Written written = write(partial, config, key);
            SortedMap<String, String> about = new TreeMap<>();
            about.put("key", key.label());
            about.put("sha256", written.digest());
            about.put("events", Long.toString(written.record().events()));
            about.put("root", written.record().root());
            // Recorded before it can be used: no backup is without its event.
            record("made", about);
            requireFree(to);
            Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
            terminal.say(
                    "Backed up to `%s`, with %,d events of the record, under key %s."
                            .formatted(to, written.record().events(), key.label()));
            terminal.say("SHA-256 " + written.digest());
            return Exit.DONE;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static MasterKey key(BackupRequest.Make asked, ServerConfig config) {
        return asked.key()
                .map(OperatorKey::in)
                .or(() -> config.operatorKeys().backup().map(OperatorKey::of))
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        ProblemCode.SP7220,
                                        "there is no key to seal the backup under",
                                        "name its file by `--key`, or in the configuration as"
                                                + " `backup: {key: …}`")));
    }

    private static void requireFree(Path to) {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("`" + to + "` is there already", "name another file");
        }
        if (!Files.isDirectory(to.resolveSibling(""))) {
            throw refused(
                    "`" + to.resolveSibling("") + "` is no folder", "name a file in one that is");
        }
    }

    private void record(String step, SortedMap<String, String> about) {
        log.await(log.append(new ControlStep("backup." + step, Operator.name(), about)));
    }

    private Written write(Path file, ServerConfig config, MasterKey key)
            throws IOException, SQLException {
        Files.deleteIfExists(file);
        MessageDigest digest = sha256();
        try (FileChannel channel = Folders.create(file)) {
            OutputStream digested =
                    new DigestOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(channel)), digest);
            try (SealedOutput sealed = new SealedOutput(digested, key, random)) {
                BackupEntries.Writer entries = new BackupEntries.Writer(sealed);
                LogCopy record = entries(entries, config);
                entries.end();
                sealed.finish();
                channel.force(true);
                return new Written(HexFormat.of().formatHex(digest.digest()), record);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The record comes last: whatever the state shows was on record before. */
    private LogCopy entries(BackupEntries.Writer entries, ServerConfig config)
            throws IOException, SQLException {
        if (state.isEmpty()) {
            synchronized (still) {
                files(entries, config, Optional.empty());
            }
        } else {
            try (StateCopy copy = snapshot(entries, config, state.get())) {
                for (String table : copy.tables()) {
                    entries.add(
                            Kind.TABLE,
                            table,
                            0,
                            out -> {
                                try {
                                    copy.read(table, out);
                                } catch (SQLException e) {
                                    throw new IOException("a table cannot be read", e);
                                }
                            });
                }
            }
        }
        LogCopy record = LogCopy.of(log.folder(), log.durable());
        for (LogCopy.Part part : record.parts()) {
            entries.add(Kind.RECORD, part.name(), part.length(), out -> part.copy(out::write));
        }
        return record;
    }

    /** No secret changes between the files and what the snapshot shows. */
    private StateCopy snapshot(
            BackupEntries.Writer entries, ServerConfig config, StateDatabase database)
            throws IOException, SQLException {
        synchronized (still) {
            StateCopy copy = StateCopy.of(database);
            try {
                files(entries, config, Optional.of(copy.step()));
                return copy;
            } catch (IOException | SQLException | RuntimeException e) {
                copy.close();
                throw e;
            }
        }
    }

    private void files(BackupEntries.Writer entries, ServerConfig config, Optional<String> step)
            throws IOException {
        BackupAbout about =
                new BackupAbout(clock.instant(), Operator.name(), config.recordName(), step);
        entries.add(Kind.ABOUT, "", 0, out -> out.write(about.json()));
        for (BackupFiles.Named file : BackupFiles.of(data)) {
            entries.add(Kind.FILE, file.name(), 0, out -> Files.copy(file.path(), out));
        }
        for (BackupFiles.Named file : BackupFiles.written(config)) {
            entries.add(Kind.WRITTEN, file.name(), 0, out -> Files.copy(file.path(), out));
        }
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP7228, message, instead));
    }
}
