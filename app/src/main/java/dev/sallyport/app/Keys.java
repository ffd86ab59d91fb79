package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The deployment's secrets: files only we can read, made where they are missing; sealed where the
 * operator keeps a key for it.
 */
final class Keys {
    /** 256 bits: no shorter than the hash functions they are used with. */
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random;
    private final Sealing sealing;

    private Keys(Path folder, SecureRandom random, Sealing sealing) {
        this.folder = folder;
        this.random = random;
        this.sealing = sealing;
    }

    /** Of an operator who keeps no key. */
    static Keys in(Path folder, SecureRandom random) throws IOException {
        return in(folder, random, Sealing.none());
    }

    /** For a new secret beside others, which are sealed under a key not at hand. */
    static Keys beside(Path folder, SecureRandom random) throws IOException {
        return new Keys(Folders.ours(folder), random, Sealing.none());
    }

    /**
     * What is sealed is sealed as it is to be from here on, so that a former key can be forgotten.
     *
     * @throws dev.sallyport.problem.Refused SP7230 where a secret is sealed under a key not at hand
     */
    static Keys in(Path folder, SecureRandom random, Sealing sealing) throws IOException {
        Keys keys = new Keys(Folders.ours(folder), random, sealing);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Sealing.isSealed(file)) {
                    keys.read(String.valueOf(file.getFileName()));
                }
            }
        }
        return keys;
    }

    /** A password nobody chose and nobody types. */
    String password(String name) throws IOException {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key(name));
    }

    /**
     * @throws dev.sallyport.problem.Refused SP7230 where it is sealed under a key not at hand
     */
    byte[] key(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            write(name, Base64.getEncoder().encode(fresh));
        }
        return Base64.getDecoder().decode(read(name));
    }

    /**
     * What stands in a file of ours, opened. What is not sealed as it is to be is, from now on.
     *
     * @throws dev.sallyport.problem.Refused SP7230 where it is sealed under a key not at hand
     */
    byte[] read(String name) throws IOException {
        byte[] kept = Files.readAllBytes(folder.resolve(name));
        byte[] open = sealing.open(name, kept);
        if (!sealing.isAsWanted(kept)) {
            write(name, open);
        }
        return open;
    }

    /** Sealed where the operator keeps a key for it: whole or not at all. */
    void write(String name, byte[] secret) throws IOException {
        Folders.write(folder.resolve(name), sealing.seal(name, secret, random));
    }

    SecureRandom random() {
        return random;
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
