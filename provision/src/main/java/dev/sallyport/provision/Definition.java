package dev.sallyport.provision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What an object of the database is made from: the statements and their hash.
 *
 * @param source hash of the statements; of an object seen in the database, the hash recorded when
 *     it was made, or {@link #FOREIGN}
 * @param statements how to make it; empty for an object seen
 */
record Definition(String source, List<String> statements) {
    /** An object that is not as we made it. */
    static final String FOREIGN = "changed by hand";

    Definition {
        statements = List.copyOf(statements);
    }

    static Definition of(List<String> statements) {
        return new Definition(hash(String.join(";\n", statements)), statements);
    }

    static Definition of(String... statements) {
        return of(List.of(statements));
    }

    static Definition seen(String source) {
        return new Definition(source, List.of());
    }

    /** SHA-256 as the first 32 hexadecimal digits: names a text, guards no secret. */
    static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
