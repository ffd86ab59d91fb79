package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** RFC 4013 as PostgreSQL applies it: a password that it refuses is used as it is. */
final class SaslPrep {
    private SaslPrep() {}

    static String prepare(String password) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(password)) {
            return password;
        }
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
