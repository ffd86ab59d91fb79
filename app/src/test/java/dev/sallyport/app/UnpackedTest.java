package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.app.BackupEntries.Kind;
import dev.sallyport.app.seal.SealKey;
import dev.sallyport.app.seal.SealedOutput;
import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are sealed as they should be and hold what they should not. */
final class UnpackedTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final BackupAbout ABOUT =
            new BackupAbout(NOW, "root", "h.example", Optional.of("999"));

    @TempDir private Path folder;
    private Path key;

    /** Writes entries. */
    private interface Content {
        void to(BackupEntries.Writer entries) throws IOException;
    }

    @BeforeEach
    void key() throws IOException {
        key = folder.resolve("key");
        Folders.write(key, Base64.getEncoder().encode(new byte[SealKey.BYTES]));
    }

    @Test
    void refusesWhatIsSealedAndNoBackup() throws IOException {
        assertThatThrownBy(() -> verify(sealed("any text at all".getBytes(StandardCharsets.UTF_8))))
                .hasMessageStartingWith("SP7222 ");
        assertThatThrownBy(() -> verify(sealed(new byte[0]))).hasMessageStartingWith("SP7222 ");
        assertThatThrownBy(() -> verify(backup(entries -> {}))).hasMessageStartingWith("SP7222 ");
        assertThatThrownBy(() ->
                        verify(
                                backup(entries -> {
                                    about(entries, ABOUT.json());
                                    about(entries, ABOUT.json());
                                })))
                .hasMessageStartingWith("SP7222 ");
    }

    @Test
    void refusesWhatANewerVersionSays() throws IOException {
        byte[] newer =
                new String(ABOUT.json(), StandardCharsets.UTF_8)
                        .replace("\"v\" : 1", "\"v\" : 2")
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> verify(backup(entries -> about(entries, newer))))
                .hasMessageStartingWith("SP7225 ");
    }

    @Test
    void refusesAStateOfANewerVersionAndLeavesNothing() throws IOException {
        Path backup =
                backup(entries -> {
                    about(entries, ABOUT.json());
                    entries.add(Kind.TABLE, "person", 0, out -> {});
                });
        Path target = folder.resolve("made");

        assertThatThrownBy(() ->
                        restoring()
                                .restore(
                                        new BackupRequest.Restore(
                                                target,
                                                backup,
                                                Optional.of(key),
                                                Optional.empty(),
                                                Optional.empty()),
                                        Terminal.silent()))
                .hasMessageStartingWith("SP7226 ")
                .hasMessageContaining("step 999");
        assertThat(target).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("key", "backup");
        }
    }

    @Test
    void refusesARecordThatDoesNotVerify() throws IOException {
        Path log = log();
        Path segment = log.resolve("segment-" + "0".repeat(18));
        byte[] changed = Files.readAllBytes(segment);
        changed[300] ^= 1;
        Files.write(segment, changed);

        assertThatThrownBy(() -> verify(backup(entries -> server(entries, log))))
                .hasMessageStartingWith("SP7229 the backup is as it was written, but event ");
        assertThatThrownBy(() -> verify(backup(entries -> about(entries, ABOUT.json()))))
                .hasMessageStartingWith("SP7229 ");
    }

    /** Whoever is said to have left and is not found may be let in under another name. */
    @Test
    void refusesALoginThatNobodyHas() throws IOException {
        Path log = log();
        Path backup = backup(entries -> server(entries, log));
        Path left = Files.writeString(folder.resolve("left"), "nora\n\n");
        Path target = folder.resolve("made");

        assertThatThrownBy(() ->
                        restoring()
                                .restore(
                                        new BackupRequest.Restore(
                                                target,
                                                backup,
                                                Optional.of(key),
                                                Optional.empty(),
                                                Optional.of(left)),
                                        Terminal.silent()))
                .hasMessageStartingWith("SP7232 ")
                .hasMessageContaining("`nora`");
        assertThatThrownBy(() ->
                        restoring()
                                .restore(
                                        new BackupRequest.Restore(
                                                target,
                                                backup,
                                                Optional.of(key),
                                                Optional.empty(),
                                                Optional.of(target)),
                                        Terminal.silent()))
                .hasMessageStartingWith("SP7232 `");
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesToBackUpADemo() throws IOException {
        try (AuditLog log =
                AuditLog.open(folder.resolve("log"), signing(), "h/audit", Clock.systemUTC())) {
            BackupDesk desk =
                    new BackupDesk(
                            folder,
                            this,
                            Optional.empty(),
                            log,
                            Clock.systemUTC(),
                            new SecureRandom());

            assertThatThrownBy(() ->
                            desk.make(
                                    new BackupRequest.Make(
                                            folder, folder.resolve("backup"), Optional.of(key)),
                                    Terminal.silent()))
                    .hasMessageStartingWith("SP7228 a demo is not backed up");
        }
    }

    @Test
    void writesNothingOutsideItsFolder() throws IOException {
        assertThatThrownBy(() ->
                        verify(
                                backup(entries -> {
                                    about(entries, ABOUT.json());
                                    entries.add(Kind.RECORD, "../../outside", 0, out -> {});
                                })))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP7222 ");
    }

    private void verify(Path backup) throws IOException {
        restoring()
                .verify(
                        new BackupRequest.Verify(
                                folder, backup, Optional.of(key), Optional.empty()),
                        Terminal.silent());
    }

    private static Restoring restoring() {
        return new Restoring(Clock.systemUTC(), new SecureRandom());
    }

    private static void about(BackupEntries.Writer entries, byte[] json) throws IOException {
        entries.add(Kind.ABOUT, "", 0, out -> out.write(json));
    }

    private AuditKey signing() {
        return AuditKey.open(folder.resolve("record"), "h.example");
    }

    private Path log() {
        Path log = folder.resolve("log");
        AuditLog.open(log, signing(), "h.example/audit", Clock.systemUTC()).close();
        return log;
    }

    /** One without a control plane. */
    private void server(BackupEntries.Writer entries, Path log) throws IOException {
        about(entries, ABOUT.json());
        file(entries, "keys/record.vkey", signing().vkey());
        for (String name :
                List.of("vkey", "checkpoint", "leaf-hashes", "segment-" + "0".repeat(18))) {
            entries.add(Kind.RECORD, name, 0, out -> Files.copy(log.resolve(name), out));
        }
    }

    private static void file(BackupEntries.Writer entries, String name, String text)
            throws IOException {
        entries.add(Kind.FILE, name, 0, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path backup(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupEntries.Writer entries = new BackupEntries.Writer(out);
        content.to(entries);
        entries.end();
        return sealed(out.toByteArray());
    }

    private Path sealed(byte[] content) throws IOException {
        Path file = folder.resolve("backup");
        try (SealedOutput sealed =
                new SealedOutput(
                        Files.newOutputStream(file), OperatorKey.in(key), new SecureRandom())) {
            sealed.write(content);
            sealed.finish();
        }
        return file;
    }
}
