package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.passkey.Credential;
import dev.sallyport.testkit.SoftAuthenticator;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets outlive the key they were sealed under. */
final class ResealTest {
    private final SecureRandom random = new SecureRandom();
    private final Rotating keys = new Rotating();
    private Fixture fixture;
    private SecondFactors factors;

    /** One key, and then another. */
    private final class Rotating implements SignInKeys {
        private final Map<String, Key> all = new ConcurrentHashMap<>();
        private int newest;

        @Override
        public Key current() {
            return all.computeIfAbsent(
                    "k" + newest,
                    id -> new Key(id, new SecretKeySpec(random.generateSeed(32), "AES")));
        }

        @Override
        public Optional<Key> named(String id) {
            return Optional.ofNullable(all.get(id));
        }
    }

    @BeforeEach
    void open() {
        fixture = new Fixture();
        fixture.reset();
        factors =
                new SecondFactors(
                        fixture.database, fixture.transaction, new Envelope(keys, random), random);
        fixture.accounts.put("nora", "correct horse battery", Fixture.START);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void opensUnderTheNewKeyAlone() {
        byte[] app = confirmed();
        byte[] pending = Fixture.bytes(factors.begin("nora", fixture.clock.instant()));

        keys.newest++;
        assertThat(factors.reseal()).isEqualTo(2);
        keys.all.remove("k0");

        assertThat(factors.spend("nora", code(app), fixture.clock.instant())).hasValue(Factor.CODE);
        assertThat(factors.confirm("nora", code(pending), fixture.clock.instant())).isPresent();
        assertThat(factors.reseal()).isZero();
    }

    @Test
    void opensPasskeysUnderTheNewKeyAlone() {
        PasskeyRows rows =
                new PasskeyRows(
                        fixture.database, fixture.transaction, new Envelope(keys, random), random);
        byte[] id = SoftAuthenticator.random(32);
        byte[] kept = SoftAuthenticator.random(80);
        rows.handle("nora");
        rows.put("nora", "my key", new Credential(id, kept, 0), fixture.clock.instant());

        keys.newest++;
        assertThat(rows.reseal()).isEqualTo(1);
        keys.all.remove("k0");

        assertThat(rows.find(id).orElseThrow().data()).isEqualTo(kept);
        assertThat(rows.reseal()).isZero();
    }

    private byte[] confirmed() {
        byte[] secret = Fixture.bytes(factors.begin("nora", fixture.clock.instant()));
        factors.confirm("nora", code(secret), fixture.clock.instant());
        fixture.clock.advance(Totp.STEP);
        return secret;
    }

    private String code(byte[] secret) {
        return Totp.code(secret, Totp.step(fixture.clock.instant()));
    }
}
