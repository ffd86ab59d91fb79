package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScramVerifierTest {
    /** What PostgreSQL 18 itself keeps of the password `pencil` with the salt of RFC 7677. */
    private static final String PENCIL =
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    @Test
    void knowsItsOwnSecretAgainAndNoOther() {
        String text = ScramVerifier.of("hush", new Random(1)).text();

        assertThat(text).startsWith("SCRAM-SHA-256$4096:").doesNotContain("hush");
        assertThat(ScramVerifier.parse(text).orElseThrow().isOf("hush")).isTrue();
        assertThat(ScramVerifier.parse(text).orElseThrow().isOf("Hush")).isFalse();
    }

    @Test
    void agreesWithTheVectorOfRfc7677() {
        assertThat(ScramVerifier.parse(PENCIL).orElseThrow().isOf("pencil")).isTrue();
    }

    @Test
    void takesNothingElseForAVerifier() {
        assertThat(ScramVerifier.parse("")).isEmpty();
        assertThat(ScramVerifier.parse("md5a3556571e93b0d20722ba62be61e8c2d")).isEmpty();
        assertThat(ScramVerifier.parse("SCRAM-SHA-256$9999999:AA==$AA==:AA==")).isEmpty();
        assertThat(ScramVerifier.parse("SCRAM-SHA-256$1:?$AA==:AA==")).isEmpty();
    }
}
