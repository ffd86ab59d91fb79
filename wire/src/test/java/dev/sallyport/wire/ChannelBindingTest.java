package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChannelBindingTest {

    /** The hashes were made with {@code openssl dgst}. */
    @ParameterizedTest
    @CsvSource({
        "rsa-sha256, 32, 8b7665319817e4b1",
        "rsa-sha1, 32, 5d4a048db17091af",
        "ec-sha384, 48, 435be9dd856be348",
        "rsa-pss-sha512, 64, c744b41861bf1c8e"
    })
    void hashesTheCertificateAsItsSignatureDoes(String name, int length, String start) {
        var endPoint = to(name).orElseThrow().endPoint();
        assertThat(endPoint).hasSize(length);
        assertThat(HexFormat.of().formatHex(endPoint)).startsWith(start);
    }

    @Test
    void bindsToNothingWhereTheSignatureNamesNoHash() {
        assertThat(to("ed25519")).isEmpty();
    }

    static Optional<ChannelBinding> to(String name) {
        var file = name + ".pem";
        try (var pem = Objects.requireNonNull(ChannelBindingTest.class.getResourceAsStream(file))) {
            var factory = CertificateFactory.getInstance("X.509");
            return ChannelBinding.to((X509Certificate) factory.generateCertificate(pem));
        } catch (GeneralSecurityException | IOException broken) {
            throw new AssertionError(file, broken);
        }
    }
}
