package dev.sallyport.app;

import dev.sallyport.app.seal.SealKey;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether and how secrets of the data directory are sealed. A secret is sealed beside its name, so
 * that no file stands in for another.
 *
 * @param wanted what they are to be sealed under
 * @param former what they may still be sealed under
 */
record Sealing(Optional<SealKey> wanted, Optional<SealKey> former) {
    /** The version, the id of the key, and what is sealed. */
    private static final Pattern FORM =
            Pattern.compile("sealed 1 ([0-9a-f]{16}) ([A-Za-z0-9+/]+=*)");

    private static final String SEALED = "sealed ";

    static Sealing none() {
        return new Sealing(Optional.empty(), Optional.empty());
    }

    /** As a server's configuration says; a demo's has none. */
    static Sealing of(Optional<ServerConfig> config) {
        return config.map(ServerConfig::operatorKeys)
                .map(keys ->
                        new Sealing(
                                keys.secrets().map(OperatorKey::of),
                                keys.former().map(OperatorKey::of)))
                .orElseGet(Sealing::none);
    }

    /** Whether a file says that it is sealed, in whatever way. */
    static boolean isSealed(Path file) throws IOException {
        if (!Files.isRegularFile(file) || file.toString().endsWith(".partial")) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return isSealed(in.readNBytes(SEALED.length()));
        }
    }

    private static boolean isSealed(byte[] kept) {
        return new String(kept, StandardCharsets.ISO_8859_1).startsWith(SEALED);
    }

    boolean isAsWanted(byte[] kept) {
        Optional<String> id = form(kept).map(form -> form.group(1));
        return id.equals(wanted.map(SealKey::id));
    }

    byte[] seal(String name, byte[] secret, SecureRandom random) {
        return wanted.map(key ->
                        "sealed 1 %s %s"
                                .formatted(
                                        key.id(),
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        key.seal(secret, bytes(name), random)))
                                .getBytes(StandardCharsets.US_ASCII))
                .orElse(secret);
    }

    /**
     * @throws Refused SP7230 where it is sealed under another key, or was changed
     */
    byte[] open(String name, byte[] kept) {
        Optional<Matcher> form = form(kept);
        if (form.isEmpty()) {
            if (isSealed(kept)) {
                throw refused(name, "is sealed in no way known here");
            }
            return kept;
        }
        String id = form.get().group(1);
        SealKey key =
                Stream.concat(wanted.stream(), former.stream())
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> refused(name, "is sealed under key " + id));
        return key.open(Base64.getDecoder().decode(form.get().group(2)), bytes(name))
                .orElseThrow(() -> refused(name, "is not as it was sealed"));
    }

    private static Optional<Matcher> form(byte[] kept) {
        Matcher form = FORM.matcher(new String(kept, StandardCharsets.ISO_8859_1));
        return form.matches() ? Optional.of(form) : Optional.empty();
    }

    private static byte[] bytes(String name) {
        return ("sallyport secret " + name).getBytes(StandardCharsets.UTF_8);
    }

    private static Refused refused(String name, String what) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7230,
                        "secret `" + name + "` " + what,
                        "name that key in the configuration: `secrets: {key: {file: …}}` or"
                                + " `former_key`"));
    }
}
