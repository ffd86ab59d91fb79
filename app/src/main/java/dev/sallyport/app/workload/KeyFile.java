package dev.sallyport.app.workload;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.concurrent.CompletableFuture;

/** Keys that an operator keeps in a file, read again now and then. */
record KeyFile(Path file) implements KeySource {
    /** Some hundred keys. */
    private static final int LONGEST = 256 * 1024;

    @Override
    public CompletableFuture<JWKSet> ask() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(LONGEST);
            return CompletableFuture.completedFuture(
                    JWKSet.parse(new String(text, StandardCharsets.UTF_8)));
        } catch (IOException | ParseException | RuntimeException e) {
            return CompletableFuture.failedFuture(new Away("no keys in the file"));
        }
    }
}
