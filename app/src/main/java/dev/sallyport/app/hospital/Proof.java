package dev.sallyport.app.hospital;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record is whole, holds no value anybody asked for, and shows a single changed byte. */
final class Proof {
    /** Well inside what this very tour has written. */
    private static final int WITHIN = 2_000;

    private final Stage stage;
    private final Transcript transcript;

    Proof(Stage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws IOException {
        transcript.scene("The record");
        transcript.say("   $ sallyport audit verify");
        transcript.must(
                stage.verify(stage.record()).isEmpty(), "OK: every event as it was written");
        transcript.must(
                !holds("Well again."), "it holds the statements, and no literal value of them");
        Path scratch = Files.createTempDirectory("sallyport-tour-");
        List<Path> copied = copy(scratch);
        flipOneByte(segment(copied));
        Optional<String> found = stage.verify(scratch);
        transcript.say("      " + found.orElse("OK"));
        transcript.must(
                found.isPresent(), "one byte of a copy is flipped, and it says which event");
        for (Path file : copied) {
            Files.delete(file);
        }
        Files.delete(scratch);
    }

    private boolean holds(String value) throws IOException {
        for (Path file : files()) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(value)) {
                return true;
            }
        }
        return false;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(stage.record())) {
            entries.forEach(files::add);
        }
        // The spare is room for later: nothing is written in it yet.
        return files.stream()
                .filter(file -> !file.getFileName().toString().startsWith("spare"))
                .toList();
    }

    private List<Path> copy(Path target) throws IOException {
        List<Path> copied = new ArrayList<>();
        for (Path file : files()) {
            copied.add(Files.copy(file, target.resolve(file.getFileName())));
        }
        return copied;
    }

    private static Path segment(List<Path> files) {
        return files.stream()
                .filter(file -> file.getFileName().toString().startsWith("segment-"))
                .min(Path::compareTo)
                .orElseThrow();
    }

    private static void flipOneByte(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, WITHIN);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), WITHIN);
        }
    }
}
