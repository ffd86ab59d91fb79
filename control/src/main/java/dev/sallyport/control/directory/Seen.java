package dev.sallyport.control.directory;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Stands for a table, whom it is about as they are, and what it would change: whoever agreed to one
 * has not agreed to another.
 */
final class Seen {
    /** A person copies it; it proves nothing but that nothing has changed. */
    private static final int BYTES = 6;

    private final MessageDigest digest;

    Seen(String text) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        add(text);
    }

    void person(Person person) {
        add(person.id() + " " + person.version());
    }

    void step(Step step) {
        add(step.login() + " " + step.kind() + " " + step.before() + " " + step.after());
    }

    String code() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
