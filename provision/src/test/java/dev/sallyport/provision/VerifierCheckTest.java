package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.provision.NativeObject.Secret;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whose password a kept verifier is of, with and without a voucher. */
final class VerifierCheckTest {
    private final VerifierCheck check = new VerifierCheck(login -> "secret of " + login);
    private final String noras = ScramVerifier.of("secret of nora", new Random(1)).text();
    private final String omars = ScramVerifier.of("secret of omar", new Random(2)).text();

    @Test
    void knowsItsOwnSecretWithoutAVoucher() {
        assertThat(check.of("nora", noras, Optional.empty())).isEqualTo(Secret.OURS);
        assertThat(check.of("nora", omars, Optional.empty())).isEqualTo(Secret.FOREIGN);
    }

    @Test
    void takesAVoucherForTheVerifierItWasMadeForAlone() {
        String voucher = check.voucher("nora", noras);

        assertThat(check.of("nora", noras, Optional.of(voucher))).isEqualTo(Secret.OURS);
        assertThat(check.of("nora", omars, Optional.of(voucher))).isEqualTo(Secret.FOREIGN);
    }

    @Test
    void takesNoVoucherOfAnotherAccountOrAnotherSecret() {
        String omarsVoucher = check.voucher("omar", omars);
        var rotated = new VerifierCheck(login -> "next secret of " + login);

        assertThat(check.of("nora", omars, Optional.of(omarsVoucher))).isEqualTo(Secret.FOREIGN);
        assertThat(rotated.of("nora", noras, Optional.of(check.voucher("nora", noras))))
                .isEqualTo(Secret.FOREIGN);
    }

    @Test
    void findsTheRightSecretBehindAWrongVoucher() {
        assertThat(check.of("nora", noras, Optional.of("no voucher"))).isEqualTo(Secret.OURS);
    }
}
