package dev.sallyport.app.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.app.seal.DataKey;
import dev.sallyport.app.seal.KeyWrap;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.FakeVault;
import dev.sallyport.testkit.ServerCertificate;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of Vault, and what an operator hears of each way in which it does not answer. */
final class TransitTest {
    private static final String TOKEN = "hvs.CAESIJ-a-token-that-nobody-sees";
    private static final String PURPOSE = "sallyport secrets";
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @TempDir static Path folder;
    private static ServerCertificate certificate;
    private static SSLContext trust;

    private FakeVault vault;

    @BeforeAll
    static void certify() throws Exception {
        certificate =
                ServerCertificate.create(folder, "vault", "-ext san=dns:localhost -validity 30");
        trust = trusting(certificate);
    }

    @BeforeEach
    void start() throws Exception {
        vault = FakeVault.start(certificate);
        vault.addKey("transit/sallyport");
        vault.admit(TOKEN, "transit/sallyport", "transit/nowhere", "elsewhere/sallyport");
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private Transit transit() {
        return transit(Optional.empty(), "transit", "sallyport", () -> TOKEN);
    }

    private Transit transit(
            Optional<String> namespace, String mount, String name, Supplier<String> token) {
        return new Transit(
                new VaultKey(
                        URI.create(vault.address()),
                        namespace,
                        mount,
                        name,
                        Optional.of(trust),
                        token));
    }

    @Test
    void wrapsAKeyForAPurposeAndGivesItBackForThatAlone() {
        String wrapped = transit().wrap(SECRET, PURPOSE);

        assertThat(wrapped)
                .startsWith("vault:v1:")
                .doesNotContain(Base64.getEncoder().encodeToString(SECRET));
        assertThat(transit().unwrap(wrapped, PURPOSE)).hasValue(SECRET);
        assertThat(transit().unwrap(wrapped, "sallyport backup")).isEmpty();
        assertThat(transit().unwrap("vault:v1:AAAA", PURPOSE)).isEmpty();
        assertThat(transit().name()).isEqualTo("transit/sallyport");
        assertThat(vault.asked())
                .hasSize(4)
                .startsWith(
                        "POST /v1/transit/encrypt/sallyport", "POST /v1/transit/decrypt/sallyport");
    }

    @Test
    void knowsVersionsAndWhichOfThemWereRetired() {
        String first = transit().wrap(SECRET, PURPOSE);
        vault.rotate("transit/sallyport");
        String second = transit().wrap(SECRET, PURPOSE);

        assertThat(second).startsWith("vault:v2:");
        assertThat(transit().isSameVersion(first, second)).isFalse();
        assertThat(transit().isSameVersion(second, transit().wrap(SECRET, PURPOSE))).isTrue();
        assertThat(transit().unwrap(first, PURPOSE)).hasValue(SECRET);
        vault.retireOlderVersions("transit/sallyport");
        assertThat(transit().unwrap(first, PURPOSE)).isEmpty();
        assertThat(transit().unwrap(second, PURPOSE)).hasValue(SECRET);
    }

    @Test
    void asksInANamespaceInAnotherMountAndOfAKeyThatIsDerived() {
        vault.addDerivedKey("hospital/keys/transit/sallyport.gate");
        vault.admit(TOKEN, "hospital/keys/transit/sallyport.gate");
        Transit there =
                transit(Optional.of("hospital"), "keys/transit", "sallyport.gate", () -> TOKEN);

        assertThat(there.unwrap(there.wrap(SECRET, PURPOSE), PURPOSE)).hasValue(SECRET);
        assertThatThrownBy(() ->
                        transit(Optional.empty(), "keys/transit", "sallyport.gate", () -> TOKEN)
                                .wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7235 ");
    }

    /** A token ends, or is another's; Vault also says so where a key is not there. */
    @Test
    void saysWhereTheTokenIsRefusedAndNeverTheToken() {
        String wrapped = transit().wrap(SECRET, PURPOSE);
        vault.revoke(TOKEN);

        assertThatThrownBy(() -> transit().unwrap(wrapped, PURPOSE))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP7235 Vault at `https://localhost:")
                .hasMessageContaining("refuses the token for `transit/decrypt/sallyport`")
                .message()
                .doesNotContain(TOKEN);
        vault.admit(TOKEN, "transit/nowhere");
        assertThatThrownBy(() ->
                        transit(Optional.empty(), "transit", "nowhere", () -> TOKEN)
                                .wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7235 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a\u00fctoken", "line\r\nX-Vault-Namespace: other", ""})
    void refusesWhatIsNoTokenBeforeItIsSentAndTellsNobodyWhatItWas(String token) {
        assertThatThrownBy(() ->
                        transit(Optional.empty(), "transit", "sallyport", () -> token)
                                .wrap(SECRET, PURPOSE))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "SP7235 what stands there is no token of Vault"
                                + " (write the token, on one line and nothing else)");
        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void saysWhereTheKeyOrTheEngineIsNotThere() {
        String wrapped = transit().wrap(SECRET, PURPOSE);

        assertThatThrownBy(() ->
                        transit(Optional.empty(), "transit", "nowhere", () -> TOKEN)
                                .unwrap(wrapped, PURPOSE))
                .hasMessageStartingWith("SP7236 the key `transit/nowhere` of Vault at `")
                .hasMessageContaining("is not there");
        assertThatThrownBy(() ->
                        transit(Optional.empty(), "elsewhere", "sallyport", () -> TOKEN)
                                .wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7236 ");
        vault.answer(400, "{\"errors\":[\"encryption key not found\"]}");
        assertThatThrownBy(() -> transit().wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7236 ")
                .hasMessageContaining("is not there");
        vault.answer(400, "{\"errors\":[\"'[0].associated_data' provided for non-AEAD\"]}");
        assertThatThrownBy(() -> transit().wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7236 ")
                .hasMessageContaining("does not encrypt with associated data");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 472, 473, 500, 502, 503})
    void saysThatItIsSealedOrNotReady(int status) {
        vault.answer(status, "{\"errors\":[]}");

        assertThatThrownBy(() -> transit().wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7234 ")
                .hasMessageContaining("status " + status);
    }

    @Test
    void worksAgainOnceItIsUnsealed() {
        vault.seal();
        assertThatThrownBy(() -> transit().wrap(SECRET, PURPOSE)).hasMessageStartingWith("SP7234 ");
        vault.unseal();
        assertThat(transit().wrap(SECRET, PURPOSE)).startsWith("vault:v1:");
    }

    record Nonsense(int status, String body) {}

    static Stream<Nonsense> nonsense() {
        return Stream.of(
                new Nonsense(200, ""),
                new Nonsense(200, "<html>Welcome</html>"),
                new Nonsense(200, "[]"),
                new Nonsense(200, "{}"),
                new Nonsense(200, "{\"data\":{\"ciphertext\":7}}"),
                new Nonsense(200, "{\"data\":{\"ciphertext\":\"plain\"}}"),
                new Nonsense(200, "{\"data\":{\"ciphertext\":\"vault:v1:QQ== x\"}}"),
                new Nonsense(200, "{\"data\":{\"ciphertext\":\"vault:v1:QQ==\"},\"data\":{}}"),
                new Nonsense(200, "{\"data\":{\"ciphertext\":\"vault:v1:QQ==\"}}trailing"),
                new Nonsense(200, "{\"a\":\"" + "x".repeat(Transit.LONGEST) + "\"}"),
                new Nonsense(204, ""),
                new Nonsense(301, ""),
                new Nonsense(307, ""),
                new Nonsense(405, "{}"),
                new Nonsense(418, "{}"));
    }

    /** The redirect leads to the very same Vault, and is not followed. */
    @ParameterizedTest
    @MethodSource("nonsense")
    void believesNothingThatVaultDoesNotSay(Nonsense nonsense) {
        vault.answer(nonsense.status(), nonsense.body());

        assertThatThrownBy(() -> transit().wrap(SECRET, PURPOSE))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP7238 Vault at `https://localhost:");
        assertThat(vault.asked()).hasSize(1);
    }

    @Test
    void refusesAKeyThatDoesNotComeBackAsItWas() {
        KeyWrap transit = transit();
        DataKey made = DataKey.fresh(transit, PURPOSE, new SecureRandom());
        assertThat(made.proven(transit, PURPOSE)).isEqualTo(made);

        plaintext("no base64!");
        assertThatThrownBy(() -> made.proven(transit, PURPOSE)).hasMessageStartingWith("SP7238 ");
        plaintext("c2hvcnQ=");
        assertThatThrownBy(() -> made.proven(transit, PURPOSE))
                .hasMessageStartingWith("SP7238 ")
                .hasMessageContaining("a key of another length");
        plaintext(Base64.getEncoder().encodeToString(SECRET));
        assertThatThrownBy(() -> made.proven(transit, PURPOSE))
                .hasMessageStartingWith("SP7238 ")
                .hasMessageContaining("does not give back what it was given");
    }

    private void plaintext(String answer) {
        vault.answer(200, "{\"data\":{\"plaintext\":\"" + answer + "\"}}");
    }

    @Test
    void refusesAVaultThatBindsAKeyToNothing() {
        vault.forgetAssociatedData();
        KeyWrap transit = transit();
        DataKey made = DataKey.fresh(transit, PURPOSE, new SecureRandom());

        assertThatThrownBy(() -> made.proven(transit, PURPOSE))
                .hasMessageStartingWith("SP7238 ")
                .hasMessageContaining("takes no notice of `associated_data`");
    }

    @Test
    void waitsForNobodyBeyondItsPatience() {
        vault.hang();
        Transit hasty =
                new Transit(
                        new VaultKey(
                                URI.create(vault.address()),
                                Optional.empty(),
                                "transit",
                                "sallyport",
                                Optional.of(trust),
                                () -> TOKEN),
                        Duration.ofMillis(300));
        long begun = System.nanoTime();

        assertThatThrownBy(() -> hasty.wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7233 ")
                .hasMessageContaining("does not answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Transit.PATIENCE);
    }

    /** Another authority's certificate, another name's, and the machine's own authorities. */
    @Test
    void tellsTheTokenToNobodyWhoDoesNotProveToBeVault() throws Exception {
        ServerCertificate other =
                ServerCertificate.create(folder, "other", "-ext san=dns:localhost -validity 30");
        ServerCertificate another =
                ServerCertificate.create(folder, "another", "-ext san=dns:db.example -validity 30");
        refusesTheServer(certificate, Optional.of(trusting(other)));
        refusesTheServer(certificate, Optional.empty());
        refusesTheServer(another, Optional.of(trusting(another)));
    }

    private static void refusesTheServer(ServerCertificate shown, Optional<SSLContext> trusted)
            throws Exception {
        try (FakeVault foreign = FakeVault.start(shown)) {
            assertThatThrownBy(() -> at(foreign.address(), trusted).wrap(SECRET, PURPOSE))
                    .hasMessageStartingWith("SP7233 ")
                    .hasMessageContaining("proves nothing")
                    .message()
                    .doesNotContain(TOKEN);
            assertThat(foreign.asked()).isEmpty();
        }
    }

    private static Transit at(String address, Optional<SSLContext> trusted) {
        return new Transit(
                new VaultKey(
                        URI.create(address),
                        Optional.empty(),
                        "transit",
                        "sallyport",
                        trusted,
                        () -> TOKEN));
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() ->
                        at("https://localhost:" + free, Optional.of(trust)).wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7233 ")
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() ->
                        at("https://nowhere.invalid", Optional.of(trust)).wrap(SECRET, PURPOSE))
                .hasMessageStartingWith("SP7233 ")
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void takesOnlyNamesThatLeadNowhereElse() {
        assertThat(Stream.of("transit", "a/b.c", "hospital_1/keys")).allMatch(VaultKey::isPath);
        assertThat(Stream.of("", "/transit", "a//b", "../sys", "a/../sys", "a?b", "a b", "a%2fb"))
                .noneMatch(VaultKey::isPath);
        assertThat(Stream.of("k", "sallyport.gate-1")).allMatch(VaultKey::isName);
        assertThat(Stream.of("", "a/b", "..", "a?b", "a.", "-a")).noneMatch(VaultKey::isName);
    }

    private static SSLContext trusting(ServerCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate.certificate())) {
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
