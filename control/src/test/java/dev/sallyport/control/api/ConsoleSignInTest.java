package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.api.Deployed.Answer;
import dev.sallyport.control.console.ConsoleEvent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever keeps Sallyport and holds no role of a database signs in all the same, to it alone. */
final class ConsoleSignInTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String KEYS = "/api/v1/api-keys";
    private static final String WANTED =
            "{\"name\":\"nightly\",\"scopes\":[\"people:read\"],\"expires\":\"2026-12-22T09:00:00Z\"}";

    private static Deployed deployed;

    @BeforeAll
    static void open() {
        deployed = new Deployed();
    }

    @AfterAll
    static void close() {
        deployed.close();
    }

    private static Answer signIn(String login) throws Exception {
        deployed.plane.accounts().put(login, PASSWORD, "root");
        String invitation = deployed.plane.accounts().invite(login, "root");
        String secret =
                deployed.send("", "POST", "/api/v1/second-factor", body(login, invitation))
                        .json()
                        .path("secret")
                        .asString();
        deployed.send("", "POST", "/api/v1/second-factor/confirmation", body(login, code(secret)));
        deployed.clock(deployed.now().plusSeconds(30));
        return deployed.send("", "POST", "/api/v1/sign-in", body(login, code(secret)));
    }

    private static String body(String login, String code) {
        return "{\"login\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}"
                .formatted(login, PASSWORD, code);
    }

    @Test
    void asAPersonForAShiftAndIntoNoDatabase() throws Exception {
        Answer in = signIn("ada");

        assertThat(in.status()).isEqualTo(201);
        assertThat(in.json().has("gateway")).isFalse();
        String secret = in.json().path("token").path("secret").asString();
        assertThat(secret).startsWith("sp_in_");
        assertThat(deployed.events).last().isInstanceOf(ConsoleEvent.KeyIssued.class);
        assertThat(deployed.events.toString()).doesNotContain(secret);
        assertThat(deployed.get(secret, "/api/v1/me").body())
                .startsWith("{\"login\":\"ada\",\"console\":[\"administrator\"]");
        assertThat(deployed.post(secret, KEYS, WANTED).status()).isEqualTo(201);
        assertThat(deployed.get(secret, KEYS).texts("keys", "name")).containsExactly("nightly");

        deployed.clock(deployed.now().plus(Duration.ofHours(10)));
        assertThat(deployed.get(secret, "/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void notWhereThePolicySaysNothingOfThem() throws Exception {
        Answer in = signIn("nora");

        assertThat(in.status()).isEqualTo(403);
        assertThat(in.code()).isEqualTo("SP7143");
    }

    /** RFC 6238. */
    private static String code(String base32) throws GeneralSecurityException {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < base32.length(); i++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
            number = number.shiftLeft(5).or(BigInteger.valueOf(value));
        }
        byte[] signed = number.toByteArray();
        byte[] key = new byte[20];
        int length = Math.min(signed.length, key.length);
        System.arraycopy(signed, signed.length - length, key, key.length - length, length);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "RAW"));
        long step = deployed.now().getEpochSecond() / 30;
        byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int at = hash[hash.length - 1] & 0xf;
        int part = ByteBuffer.wrap(Arrays.copyOfRange(hash, at, at + 4)).getInt();
        return String.valueOf(1_000_000 + (part & Integer.MAX_VALUE) % 1_000_000).substring(1);
    }
}
