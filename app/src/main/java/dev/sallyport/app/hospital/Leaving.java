package dev.sallyport.app.hospital;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Nora's line is taken out of a copy of the policy, and put back afterwards. */
final class Leaving {
    /** What is promised to whoever has to let somebody go. */
    private static final Duration PROMISE = Duration.ofSeconds(1);

    private final Stage stage;
    private final Transcript transcript;

    Leaving(Stage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws SQLException, IOException {
        transcript.scene("Nora leaves: her line goes, and `sallyport apply`");
        Path scratch = Files.createTempDirectory("sallyport-tour-");
        Path copy = Files.createDirectory(scratch.resolve("policy"));
        int taken = copyWithoutNora(copy);
        transcript.must(taken > 0, "her assignment is taken out of a copy of the policy");
        try (Connection nora = stage.gateway("nora", "")) {
            Answer.to(nora, "SELECT 1");
            transcript.must(stage.apply(copy), "applied");
            Duration gone = untilGone(nora);
            transcript.must(
                    gone.compareTo(PROMISE) <= 0,
                    "her open session ended %d ms after the apply".formatted(gone.toMillis()));
            transcript.must(
                    isTurnedAway(), "she can sign in nowhere: not here, not at the database");
        } finally {
            transcript.must(stage.apply(stage.policy()), "the policy is put back");
            delete(copy);
            Files.delete(scratch);
        }
        try (Connection nora = stage.gateway("nora", "")) {
            transcript.must(
                    Answer.to(nora, "SELECT count(*) FROM patients") instanceof Answer.Rows,
                    "and Nora works again");
        }
    }

    private int copyWithoutNora(Path copy) throws IOException {
        int taken = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(stage.policy(), "*.yaml")) {
            for (Path file : files) {
                List<String> lines = Files.readAllLines(file);
                List<String> kept =
                        lines.stream().filter(line -> !line.contains("person: nora,")).toList();
                taken += lines.size() - kept.size();
                Files.write(copy.resolve(file.getFileName()), kept);
            }
        }
        return taken;
    }

    private static Duration untilGone(Connection nora) {
        long since = System.nanoTime();
        long patience = PROMISE.multipliedBy(5).toNanos();
        while (System.nanoTime() - since < patience
                && Answer.to(nora, "SELECT 1") instanceof Answer.Rows) {
            Thread.onSpinWait();
        }
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private boolean isTurnedAway() {
        try (Connection nora = stage.gateway("nora", "")) {
            return nora.isClosed();
        } catch (SQLException e) {
            transcript.say("      FATAL:  " + Answer.refused(e).message());
        }
        try (Connection nora = stage.database("nora")) {
            return nora.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
