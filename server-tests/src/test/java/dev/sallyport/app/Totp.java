package dev.sallyport.app;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an app shows that was given a secret (RFC 6238). */
final class Totp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SECRET_BYTES = 20;
    private static final int STEP_SECONDS = 30;

    private Totp() {}

    static String code(String secret, Instant at) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(secret), "RAW"));
            long step = at.getEpochSecond() / STEP_SECONDS;
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & Integer.MAX_VALUE;
            return String.valueOf(1_000_000 + number % 1_000_000).substring(1);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String base32) {
        BigInteger number = BigInteger.ZERO;
        for (int at = 0; at < base32.length(); at++) {
            number = number.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(base32.charAt(at))));
        }
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[SECRET_BYTES];
        int length = Math.min(signed.length, bytes.length);
        System.arraycopy(signed, signed.length - length, bytes, bytes.length - length, length);
        return bytes;
    }
}
