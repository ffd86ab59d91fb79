package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1005;

import dev.sallyport.problem.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the bytes of the files a person wrote, within bounds. */
final class PolicyFiles {
    /** A thousand times the sample policy; what is longer is not a policy. */
    static final int MAX_BYTES = 10_000_000;

    /** Each has an owner who reads it; a folder of more is the wrong folder. */
    private static final int MAX_FILES = 200;

    private PolicyFiles() {}

    /**
     * One file with its content.
     *
     * @param hash SHA-256 of its bytes, hexadecimal
     */
    record Content(String name, String hash, String text) {}

    /** The folder's {@code *.yaml} files by name; empty where nothing can be read. */
    static List<Path> in(Path folder, Problems problems) {
        Place place = Place.line(folder.toString(), 0);
        if (!Files.isDirectory(folder)) {
            problems.add(place, SP1005, "no such folder", "name the folder of the policy");
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> named =
                    entries.filter(PolicyFiles::isNamed).sorted().limit(MAX_FILES + 1).toList();
            List<Path> files = named.stream().filter(PolicyFiles::isPolicy).toList();
            named.stream()
                    .filter(file -> !isPolicy(file))
                    .forEach(file -> misnamed(file, problems));
            if (named.isEmpty()) {
                problems.add(place, SP1005, "no `*.yaml` file here", "name the policy's folder");
            }
            if (named.size() > MAX_FILES) {
                problems.add(place, SP1005, "more than " + MAX_FILES + " files", "merge some");
                return List.of();
            }
            return files;
        } catch (IOException unreadable) {
            problems.add(place, SP1005, "the folder cannot be read", "check its permissions");
            return List.of();
        }
    }

    /** Names that start with a dot are what editors leave behind. */
    private static boolean isNamed(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".");
    }

    private static boolean isPolicy(Path file) {
        return file.getFileName().toString().endsWith(".yaml");
    }

    /** Left out, it would take its guardrails with it without a word. */
    private static void misnamed(Path file, Problems problems) {
        String name = file.getFileName().toString();
        problems.add(
                Place.line(name, 0),
                SP1005,
                "only `*.yaml` files are read",
                "rename it to " + Words.quoted(name.substring(0, name.lastIndexOf('.')) + ".yaml"));
    }

    /** Empty where the file cannot be read; then a problem says why. */
    static Optional<Content> read(Path file, Problems problems) {
        String name = String.valueOf(file.getFileName());
        Place place = Place.line(name, 0);
        if (!Files.isRegularFile(file)) {
            problems.add(place, SP1005, "not a file", "put a regular file here");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(place, SP1005, "longer than 10 MB", "split the file");
                return Optional.empty();
            }
            return Optional.of(new Content(name, sha256(bytes), text(bytes)));
        } catch (CharacterCodingException notText) {
            problems.add(place, SP1001, "not UTF-8", "save the file as UTF-8");
        } catch (IOException unreadable) {
            problems.add(place, SP1005, "the file cannot be read", "check its permissions");
        }
        return Optional.empty();
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
