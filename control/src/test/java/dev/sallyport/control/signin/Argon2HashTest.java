package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** Holds the slow hash to the reference implementation's own test and to its cost. */
final class Argon2HashTest {
    private final Argon2Hash hash = new Argon2Hash(HashCost.STANDARD, new SecureRandom());

    @Test
    void agreesWithTheReferenceImplementation() {
        String reference =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                        + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(hash.matches("password", reference)).isTrue();
        assertThat(hash.matches("passwore", reference)).isFalse();
    }

    @Test
    void costsMoreThanOwaspAsksForAndSaysSo() {
        assertThat(hash.of("correct horse")).startsWith("$argon2id$v=19$m=32768,t=3,p=1$");
    }

    @Test
    void comparesWithNobodysAsDearly() {
        String nobodys = hash.ofNobody();

        assertThat(nobodys).startsWith("$argon2id$v=19$m=32768,t=3,p=1$").hasSize(97);
        assertThat(hash.of("correct horse")).hasSameSizeAs(nobodys);
        assertThat(hash.matches("", nobodys)).isFalse();
        assertThat(hash.ofNobody()).isNotEqualTo(nobodys);
    }

    @Test
    void hashesOnePasswordToAnotherTextEachTime() {
        String once = hash.of("correct horse");

        assertThat(hash.of("correct horse")).isNotEqualTo(once);
        assertThat(hash.matches("correct horse", once)).isTrue();
    }

    @Test
    void takesOneLetterTypedInTwoWaysForOne() {
        assertThat(hash.matches("caf\u00e9 caf\u00e9", hash.of("cafe\u0301 cafe\u0301"))).isTrue();
    }

    @Test
    void doesNotCompareWithWhatIsNoHash() {
        assertThatThrownBy(() -> hash.matches("x", "plain"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("plain");
    }
}
