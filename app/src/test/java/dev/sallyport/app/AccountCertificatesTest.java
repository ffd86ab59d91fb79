package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.AccountCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountCertificatesTest {
    private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-21T20:00:00Z");
    private Keys keys;
    private Epochs epochs;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = Keys.in(folder.resolve("keys"), new SecureRandom());
        epochs = Epochs.in(keys.file("epoch"));
    }

    private AccountCertificates certificates() throws IOException {
        return new AccountCertificates(keys, epochs, () -> now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nora", "claude$nora", "o'hara, x=1+\"2\"", "jörg"})
    void issuesACertificateForOneAccountAndNothingElse(String login) throws Exception {
        AccountCertificates certificates = certificates();
        X509Certificate issued = certificates.of(login).getFirst().certificate();
        X509Certificate authority = authorities(certificates).getFirst();

        issued.verify(authority.getPublicKey());
        issued.checkValidity(java.util.Date.from(now));
        assertThat(new LdapName(issued.getSubjectX500Principal().getName()).getRdns())
                .singleElement()
                .satisfies(name -> assertThat(name.getValue()).isEqualTo(login));
        assertThat(issued.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
        assertThat(issued.getBasicConstraints()).isNegative();
        assertThat(issued.getExtendedKeyUsage()).containsExactly(FOR_CLIENTS);
        assertThat(issued.getNotAfter().toInstant()).isEqualTo(now.plus(AccountCertificates.LASTS));
        assertThat(authority.getBasicConstraints()).isZero();
    }

    @Test
    void renewsOneBeforeItEndsAndKeepsItUntilThen() throws Exception {
        AccountCertificates certificates = certificates();
        List<AccountCertificate> first = certificates.of("nora");
        now = now.plus(Duration.ofMinutes(29));
        assertThat(certificates.of("nora")).isSameAs(first);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(certificates.of("nora")).isNotEqualTo(first);
    }

    @Test
    void handsOutTheNextEpochsAuthorityBeforeItIsUsed() throws Exception {
        AccountCertificates certificates = certificates();
        List<X509Certificate> trusted = authorities(certificates);
        assertThat(trusted).hasSize(2);

        epochs.begin();
        certificates.prepare();
        assertThat(certificates.of("nora"))
                .extracting(one -> one.certificate().getIssuerX500Principal())
                .containsExactly(
                        trusted.get(1).getSubjectX500Principal(),
                        trusted.get(0).getSubjectX500Principal());
        epochs.settle();
        certificates.prepare();
        assertThat(certificates.of("nora")).hasSize(1);
        assertThat(authorities(certificates())).first().isEqualTo(trusted.get(1));
        assertThat(keys.file("authority-1")).doesNotExist();
    }

    @Test
    void writesTimesAsTheStandardAsks() {
        assertThat(time("2049-12-31T23:59:59Z")).isEqualTo("491231235959Z");
        assertThat(time("2050-01-01T00:00:00Z")).isEqualTo("20500101000000Z");
    }

    private static String time(String instant) {
        byte[] written = Der.time(Instant.parse(instant));
        return new String(written, 2, written.length - 2, StandardCharsets.US_ASCII);
    }

    private static List<X509Certificate> authorities(AccountCertificates certificates)
            throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(
                                certificates.pem().getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .flatMap(one -> Stream.of((X509Certificate) one))
                .toList();
    }
}
