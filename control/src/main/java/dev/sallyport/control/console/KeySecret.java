package dev.sallyport.control.console;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How a key is spelled: a prefix that scanners of leaked secrets know, 256 random bits, and a sum,
 * so that what is no key is told from one without a database.
 */
final class KeySecret {
    static final String PROGRAM = "sp_key_";
    static final String PERSON = "sp_in_";

    private static final int BYTES = 32;
    private static final int SUM = 8;
    private static final Pattern SPELLED =
            Pattern.compile("(?:" + PROGRAM + "|" + PERSON + ")[\\w-]{43}[0-9a-f]{8}");

    private KeySecret() {}

    static String fresh(String prefix, RandomGenerator chance) {
        byte[] random = new byte[BYTES];
        chance.nextBytes(random);
        String body = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return body + sum(body);
    }

    static boolean isSpelled(String secret) {
        int end = secret.length() - SUM;
        return SPELLED.matcher(secret).matches()
                && sum(secret.substring(0, end)).equals(secret.substring(end));
    }

    private static String sum(String body) {
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }
}
