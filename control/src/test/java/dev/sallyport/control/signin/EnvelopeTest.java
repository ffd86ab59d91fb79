package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What is sealed opens under its own key, for its own owner, and unchanged. */
final class EnvelopeTest {
    private static final byte[] SECRET = {1, 2, 3};

    private final AtomicReference<String> current = new AtomicReference<>("k1");
    private final Map<String, SignInKeys.Key> known = Map.of("k1", key("k1"), "k2", key("k2"));

    private final Envelope envelope =
            new Envelope(
                    new SignInKeys() {
                        @Override
                        public Key current() {
                            return named(current.get()).orElseThrow();
                        }

                        @Override
                        public Optional<Key> named(String id) {
                            return Optional.ofNullable(known.get(id));
                        }
                    },
                    new SecureRandom());

    @Test
    void opensUnderTheKeyOfThenAfterAnotherIsCurrent() {
        Envelope.Sealed old = envelope.seal(SECRET, "nora");
        current.set("k2");

        assertThat(envelope.open(old, "nora")).isEqualTo(SECRET);
        assertThat(envelope.seal(SECRET, "nora").key()).isEqualTo("k2");
    }

    @Test
    void opensForNobodyElseAndNotWhenAByteWasChanged() {
        Envelope.Sealed sealed = envelope.seal(SECRET, "nora");
        byte[] changed = sealed.bytes().clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> envelope.open(sealed, "eve"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> envelope.open(new Envelope.Sealed("k1", changed), "nora"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> envelope.open(new Envelope.Sealed("k2", sealed.bytes()), "nora"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> envelope.open(new Envelope.Sealed("k3", sealed.bytes()), "nora"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a key is gone");
    }

    @Test
    void sealsTheSameToOtherBytesAndBlursItToTheSame() {
        assertThat(envelope.seal(SECRET, "nora").bytes())
                .isNotEqualTo(envelope.seal(SECRET, "nora").bytes());
        assertThat(envelope.blur("a", "b"))
                .isEqualTo(envelope.blur("a", "b"))
                .isNotEqualTo(envelope.blur("ab"));
    }

    private static SignInKeys.Key key(String id) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) id.charAt(1);
        return new SignInKeys.Key(id, new SecretKeySpec(bytes, "RAW"));
    }
}
