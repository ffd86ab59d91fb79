package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealKey;
import dev.sallyport.app.seal.SealedInput;
import dev.sallyport.app.seal.SealedOutput;
import dev.sallyport.app.vault.Transit;
import dev.sallyport.app.vault.VaultKey;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.FakeVault;
import dev.sallyport.testkit.ServerCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets and files that are sealed under a key in Vault. */
final class VaultKeysTest {
    private static final String TOKEN = "hvs.that-nobody-sees";
    private static final byte[] CONTENT =
            "what a backup holds ".repeat(9_000).getBytes(StandardCharsets.UTF_8);

    @TempDir static Path shared;
    private static ServerCertificate certificate;

    @TempDir private Path folder;
    private FakeVault vault;

    @BeforeAll
    static void certify() throws Exception {
        certificate =
                ServerCertificate.create(shared, "vault", "-ext san=dns:localhost -validity 30");
    }

    @BeforeEach
    void start() throws Exception {
        vault = FakeVault.start(certificate);
        vault.addKey("transit/sallyport");
        vault.addKey("transit/other");
        vault.admit(TOKEN, "transit/sallyport", "transit/other");
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private Optional<MasterKey> inVault(String name) throws Exception {
        return Optional.of(
                new MasterKey.InStore(
                        new Transit(
                                new VaultKey(
                                        URI.create(vault.address()),
                                        Optional.empty(),
                                        "transit",
                                        name,
                                        Optional.of(
                                                PemIdentity.trusting(certificate.certificate())),
                                        () -> TOKEN))));
    }

    private static Optional<MasterKey> atHand() {
        return Optional.of(new MasterKey.AtHand(SealKey.of(new byte[SealKey.BYTES])));
    }

    private Keys keys(Optional<MasterKey> wanted, Optional<MasterKey> former) throws IOException {
        Path secrets = folder.resolve("keys");
        SecureRandom random = new SecureRandom();
        return Keys.in(secrets, random, Sealing.of(wanted, former, secrets, random));
    }

    @Test
    void sealsSecretsUnderADataKeyOfWhichOnlyVaultsCiphertextIsKept() throws Exception {
        byte[] before = keys(Optional.empty(), Optional.empty()).key("accounts");
        Keys sealed = keys(inVault("sallyport"), Optional.empty());
        byte[] made = sealed.key("drift");

        assertThat(sealed.key("accounts")).isEqualTo(before);
        assertThat(kept("accounts"))
                .matches("sealed 2 transit/sallyport vault:v1:[A-Za-z0-9+/=]+ [A-Za-z0-9+/=]+")
                .doesNotContain(base64(before));
        assertThat(wrapped("drift")).isEqualTo(wrapped("accounts"));
        Keys again = keys(inVault("sallyport"), Optional.empty());
        assertThat(again.key("accounts")).isEqualTo(before);
        assertThat(again.key("drift")).isEqualTo(made);
    }

    /** So a Vault that is away later stops nothing that runs. */
    @Test
    void asksVaultOnceWhenTheFolderIsOpenedAndNeverAfterwards() throws Exception {
        keys(inVault("sallyport"), Optional.empty()).key("accounts");
        int asked = vault.asked().size();
        Keys sealed = keys(inVault("sallyport"), Optional.empty());
        assertThat(vault.asked().subList(asked, vault.asked().size()))
                .containsExactly(
                        "POST /v1/transit/encrypt/sallyport", "POST /v1/transit/decrypt/sallyport");

        vault.close();
        byte[] made = sealed.key("made while Vault is away");
        assertThat(sealed.key("made while Vault is away")).isEqualTo(made);
        assertThat(sealed.key("accounts")).hasSize(32);
    }

    @Test
    void takesAnotherDataKeyWhenVaultsKeyWasRotated() throws Exception {
        byte[] secret = keys(inVault("sallyport"), Optional.empty()).key("accounts");
        String first = wrapped("accounts");
        vault.rotate("transit/sallyport");

        assertThat(keys(inVault("sallyport"), Optional.empty()).key("accounts")).isEqualTo(secret);
        assertThat(wrapped("accounts")).startsWith("vault:v2:").isNotEqualTo(first);
        vault.retireOlderVersions("transit/sallyport");
        assertThat(keys(inVault("sallyport"), Optional.empty()).key("accounts")).isEqualTo(secret);
    }

    @Test
    void refusesWhereVaultRetiredTheVersionThatASecretNeeds() throws Exception {
        keys(inVault("sallyport"), Optional.empty()).key("accounts");
        String before = kept("accounts");
        vault.rotate("transit/sallyport");
        vault.retireOlderVersions("transit/sallyport");

        assertThatThrownBy(() -> keys(inVault("sallyport"), Optional.empty()))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(
                        "SP7237 Vault's `transit/sallyport` does not open secret `accounts`")
                .hasMessageContaining("which `transit/sallyport` sealed");
        assertThat(kept("accounts")).isEqualTo(before);
    }

    @Test
    void goesFromAFileToVaultToAnotherKeyOfItAndBack() throws Exception {
        byte[] secret = keys(atHand(), Optional.empty()).key("accounts");
        byte[] unread = keys(atHand(), Optional.empty()).key("drift");

        assertThat(keys(inVault("sallyport"), atHand()).key("accounts")).isEqualTo(secret);
        assertThat(kept("drift")).startsWith("sealed 2 transit/sallyport vault:v1:");
        assertThat(keys(inVault("other"), inVault("sallyport")).key("accounts")).isEqualTo(secret);
        assertThat(kept("drift")).startsWith("sealed 2 transit/other vault:v1:");
        assertThat(keys(atHand(), inVault("other")).key("accounts")).isEqualTo(secret);
        assertThat(kept("drift")).startsWith("sealed 1 ");
        assertThat(keys(atHand(), Optional.empty()).key("drift")).isEqualTo(unread);
        keys(inVault("sallyport"), atHand());
        assertThat(keys(Optional.empty(), inVault("sallyport")).key("accounts")).isEqualTo(secret);
        assertThat(kept("drift")).isEqualTo(base64(unread));
    }

    @Test
    void refusesWithoutTheKeyThatSealedAndChangesNothing() throws Exception {
        keys(inVault("sallyport"), Optional.empty()).key("accounts");
        String before = kept("accounts");

        assertThatThrownBy(() -> keys(Optional.empty(), Optional.empty()))
                .hasMessageStartingWith(
                        "SP7230 secret `accounts` is sealed by `transit/sallyport` of Vault");
        assertThatThrownBy(() -> keys(atHand(), Optional.empty()))
                .hasMessageStartingWith("SP7230 ");
        assertThatThrownBy(() -> keys(inVault("other"), Optional.empty()))
                .hasMessageStartingWith("SP7237 Vault's `transit/other` does not open ");
        vault.revoke(TOKEN);
        assertThatThrownBy(() -> keys(inVault("sallyport"), Optional.empty()))
                .hasMessageStartingWith("SP7235 ");
        assertThat(kept("accounts")).isEqualTo(before);
    }

    @Test
    void leavesSecretsAsTheyAreWhereVaultBindsToNothing() throws Exception {
        byte[] secret = keys(Optional.empty(), Optional.empty()).key("accounts");
        vault.forgetAssociatedData();

        assertThatThrownBy(() -> keys(inVault("sallyport"), Optional.empty()))
                .hasMessageStartingWith("SP7238 ");
        assertThat(kept("accounts")).isEqualTo(base64(secret));
    }

    /** Whoever writes into the folder gains nothing by it. */
    @Test
    void refusesASecretThatWasChangedOrStandsInForAnother() throws Exception {
        Keys sealed = keys(inVault("sallyport"), Optional.empty());
        sealed.key("accounts");
        sealed.key("drift");
        String accounts = kept("accounts");
        List<String> words = List.of(accounts.split(" "));

        Files.writeString(sealed.file("accounts"), kept("drift"));
        assertThatThrownBy(() -> keys(inVault("sallyport"), Optional.empty()))
                .hasMessageStartingWith("SP7230 secret `accounts` is not as it was sealed");
        String wrapped = words.get(3);
        for (String changed :
                List.of(
                        accounts.replace(wrapped, flipped(wrapped)),
                        accounts.replace(wrapped, "vault:v1:AAAA"),
                        accounts.replace(wrapped, "vault:v7" + wrapped.substring(8)))) {
            Files.writeString(sealed.file("accounts"), changed);
            assertThatThrownBy(() -> keys(inVault("sallyport"), Optional.empty()))
                    .hasMessageStartingWith("SP7237 ");
        }
        Files.writeString(sealed.file("accounts"), accounts);
        assertThat(keys(inVault("sallyport"), Optional.empty()).key("accounts")).hasSize(32);
    }

    @Test
    void sealsAFileThatOnlyVaultOpens() throws Exception {
        byte[] sealed = sealed();
        Path file = Files.write(folder.resolve("backup"), sealed);

        assertThat(read(file, inVault("sallyport"))).isEqualTo(CONTENT);
        assertThatThrownBy(() -> read(file, inVault("other")))
                .hasMessageStartingWith("SP7237 Vault's `transit/other` does not open `");
        assertThatThrownBy(() -> read(file, atHand()))
                .hasMessageStartingWith("SP7221 ")
                .hasMessageContaining("was sealed by `transit/sallyport` of Vault");
        vault.seal();
        assertThatThrownBy(() -> read(file, inVault("sallyport")))
                .hasMessageStartingWith("SP7234 ");
        vault.unseal();
        vault.rotate("transit/sallyport");
        assertThat(read(file, inVault("sallyport"))).isEqualTo(CONTENT);
    }

    /** A data key of secrets opens no backup, and the reverse, though Vault's key is the same. */
    @Test
    void bindsADataKeyToWhatItIsFor() throws Exception {
        keys(inVault("sallyport"), Optional.empty()).key("accounts");
        String ofSecrets = wrapped("accounts");
        byte[] head = sealed();
        int words = "SALLYPORT SEALED".length() + 4 + 8 + 7 + 2;
        String before = "transit/sallyport ";
        String ofBackup =
                new String(head, words, 400, StandardCharsets.ISO_8859_1)
                        .substring(before.length(), before.length() + ofSecrets.length());
        assertThat(ofBackup).startsWith("vault:v1:").hasSameSizeAs(ofSecrets);
        byte[] exchanged = head.clone();
        System.arraycopy(
                ofSecrets.getBytes(StandardCharsets.US_ASCII),
                0,
                exchanged,
                words + before.length(),
                ofSecrets.length());
        Path file = Files.write(folder.resolve("exchanged"), exchanged);

        assertThatThrownBy(() -> read(file, inVault("sallyport")))
                .hasMessageStartingWith("SP7237 ");
        Files.writeString(
                folder.resolve("keys/accounts"), kept("accounts").replace(ofSecrets, ofBackup));
        assertThatThrownBy(() -> keys(inVault("sallyport"), Optional.empty()))
                .hasMessageStartingWith("SP7237 ");
    }

    @Test
    void refusesAChangeOfAnyByteOfSuchAHeadAndAFileThatIsCut() throws Exception {
        byte[] sealed = sealed();
        for (int at = 0; at < 260; at += 7) {
            byte[] changed = sealed.clone();
            changed[at] ^= 0x10;
            Path file = Files.write(folder.resolve("changed"), changed);
            assertThatThrownBy(() -> read(file, inVault("sallyport")))
                    .as("byte " + at)
                    .isInstanceOf(Refused.class)
                    .hasMessageMatching("(?s)SP72(2[1-5]|37) .*");
        }
        for (int length : new int[] {30, 36, 37, 60, 200, 300, sealed.length - 1}) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(sealed, length));
            assertThatThrownBy(() -> read(file, inVault("sallyport")))
                    .as("cut at " + length)
                    .hasMessageMatching("(?s)SP722[23] .*");
        }
    }

    private byte[] sealed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SealedOutput sealed =
                new SealedOutput(out, inVault("sallyport").orElseThrow(), new SecureRandom())) {
            sealed.write(CONTENT);
            sealed.finish();
        }
        return out.toByteArray();
    }

    private static byte[] read(Path file, Optional<MasterKey> key) throws IOException {
        try (SealedInput in = SealedInput.open(file, key.orElseThrow())) {
            return in.readAllBytes();
        }
    }

    private String kept(String name) throws IOException {
        return Files.readString(folder.resolve("keys").resolve(name));
    }

    private String wrapped(String name) throws IOException {
        return Stream.of(kept(name).split(" ")).skip(3).findFirst().orElseThrow();
    }

    private static String flipped(String wrapped) {
        int at = wrapped.length() - 8;
        char other = wrapped.charAt(at) == 'A' ? 'B' : 'A';
        return wrapped.substring(0, at) + other + wrapped.substring(at + 1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
