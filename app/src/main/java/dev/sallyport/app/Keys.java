package dev.sallyport.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The deployment's secrets: files only we can read, made where they are missing. */
final class Keys {
    /** 256 bits: no shorter than the hash functions they are used with. */
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random;

    private Keys(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    static Keys in(Path folder, SecureRandom random) throws IOException {
        return new Keys(Folders.ours(folder), random);
    }

    /** A password nobody chose and nobody types. */
    String password(String name) throws IOException {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key(name));
    }

    byte[] key(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            Folders.write(file, Base64.getEncoder().encode(fresh));
        }
        return Base64.getDecoder().decode(Files.readString(file, StandardCharsets.US_ASCII));
    }

    SecureRandom random() {
        return random;
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
