package dev.sallyport.control.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.ldap.LdapSettings.Encryption;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An LDAP directory is read from a server that proves itself, and from no other. */
final class LdapTransportTest {
    private static final String HOST = "127.0.0.1";
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @TempDir private static Path folder;
    private static ServerCertificate certificate;
    private static FakeLdap ldap;

    @BeforeAll
    static void open() throws Exception {
        certificate = ServerCertificate.create(folder, "ldap", "-ext san=ip:127.0.0.1");
        ldap = new FakeLdap(certificate);
    }

    @AfterAll
    static void close() {
        ldap.close();
    }

    @BeforeEach
    void fill() throws Exception {
        ldap.empty();
        ldap.person("nora");
    }

    @Test
    void readsOverTlsFromTheFirstByteAndAfterStartTls() {
        for (LdapSettings.Server server : List.of(ldaps(), startTls())) {
            assertThat(read(server, certificate.certificate()).people()).hasSize(1);
        }
    }

    @Test
    void readsFromNoServerThatProvesNothing() throws Exception {
        Path other =
                ServerCertificate.create(folder, "other", "-ext san=ip:127.0.0.1").certificate();
        for (LdapSettings.Server server : List.of(ldaps(), startTls())) {
            assertRefused(server, other, "does not prove that it is the server meant");
        }
        assertThat(ldap.filters).isEmpty();
    }

    @Test
    void readsFromNoServerThatProvesToBeAnother() {
        for (LdapSettings.Server server : List.of(ldaps(), startTls())) {
            assertRefused(
                    new LdapSettings.Server("localhost", server.port(), server.encryption()),
                    certificate.certificate(),
                    "does not prove that it is the server meant");
        }
        assertThat(ldap.filters).isEmpty();
    }

    @Test
    void saysNothingToAServerThatWillNotEncrypt() {
        assertRefused(
                new LdapSettings.Server(HOST, ldap.port("clear"), Encryption.STARTTLS),
                certificate.certificate(),
                "cannot be reached");
        assertThat(ldap.filters).isEmpty();
    }

    @Test
    void trustsNobodyWhereTheFileHoldsNoCertificate() throws Exception {
        assertRefused(
                ldaps(),
                Files.writeString(folder.resolve("empty.pem"), "\n"),
                "`control.ldap.authority` holds no certificates");
    }

    @Test
    void isLetInByItsPasswordOnly() {
        assertRefusedAs("wrong", "`cn=reader,dc=h,dc=example` is not let in (49 ");
        assertRefusedAs("", "has no name or no password");
    }

    @Test
    void readsTheNextServerWhereTheFirstIsAway() {
        LdapSettings settings =
                FakeLdap.settings(
                        LdapLayout.OPENLDAP,
                        List.of(new LdapSettings.Server(HOST, 1, Encryption.LDAPS), ldaps()),
                        Optional.of(certificate.certificate()));
        assertThat(read(settings).people()).hasSize(1);
    }

    private static LdapSettings.Server ldaps() {
        return new LdapSettings.Server(HOST, ldap.port("ldaps"), Encryption.LDAPS);
    }

    private static LdapSettings.Server startTls() {
        return new LdapSettings.Server(HOST, ldap.port("starttls"), Encryption.STARTTLS);
    }

    private static void assertRefused(LdapSettings.Server server, Path authority, String words) {
        assertThatThrownBy(() -> read(server, authority)).hasMessageContaining(words);
    }

    private static void assertRefusedAs(String password, String words) {
        LdapSettings right = ldap.settings(LdapLayout.OPENLDAP);
        LdapSettings wrong =
                new LdapSettings(
                        right.servers(),
                        right.authority(),
                        right.account(),
                        () -> password,
                        right.layout(),
                        right.people(),
                        right.groups(),
                        right.names(),
                        right.attributes(),
                        right.every(),
                        right.leavers());
        assertThatThrownBy(() -> read(wrong)).hasMessageContaining(words);
    }

    private static Listing read(LdapSettings.Server server, Path authority) {
        return read(
                FakeLdap.settings(LdapLayout.OPENLDAP, List.of(server), Optional.of(authority)));
    }

    private static Listing read(LdapSettings settings) {
        try (LdapReader reader = LdapReader.open(settings)) {
            return reader.read(NOW);
        }
    }
}
