package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds codes to RFC 6238, appendix B, and secrets to RFC 4648, section 10. */
final class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** The RFC shows eight digits; six are the last of them. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void makesTheCodesOfTheRfc(long second, String eight) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second))))
                .isEqualTo(eight.substring(2));
    }

    @Test
    void takesTheStepBeforeAndTheNextAndNoOther() {
        Instant now = Instant.ofEpochSecond(1111111111);
        long current = Totp.step(now);

        for (long step = current - 3; step <= current + 3; step++) {
            assertThat(Totp.fitting(SECRET, Totp.code(SECRET, step), now).toArray())
                    .isEqualTo(Math.abs(step - current) <= 1 ? new long[] {step} : new long[0]);
        }
    }

    @Test
    void takesNothingThatIsNoCode() {
        Instant now = Instant.ofEpochSecond(59);

        for (String no : new String[] {"", "28708", "2870820", "28708a", "١٢٣٤٥٦"}) {
            assertThat(Totp.fitting(SECRET, no, now)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "f, MY",
        "fo, MZXQ",
        "foo, MZXW6",
        "foob, MZXW6YQ",
        "fooba, MZXW6YTB",
        "foobar, MZXW6YTBOI"
    })
    void writesBytesAsTheRfcDoes(String bytes, String text) {
        assertThat(Base32.text(bytes.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
    }
}
