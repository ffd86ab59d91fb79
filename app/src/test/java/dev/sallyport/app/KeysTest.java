package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of the data directory, with and without a key that an operator keeps elsewhere. */
final class KeysTest {
    private static final SealKey FIRST = key(1);
    private static final SealKey SECOND = key(2);

    @TempDir private Path folder;

    private Keys keys(Optional<SealKey> wanted, Optional<SealKey> former) throws IOException {
        Path secrets = folder.resolve("keys");
        SecureRandom random = new SecureRandom();
        return Keys.in(
                secrets,
                random,
                Sealing.of(
                        wanted.map(MasterKey.AtHand::new),
                        former.map(MasterKey.AtHand::new),
                        secrets,
                        random));
    }

    @Test
    void sealsWhatIsMadeAndWhatWasThereBefore() throws IOException {
        byte[] before = keys(Optional.empty(), Optional.empty()).key("accounts");
        String open = kept("accounts");

        Keys sealed = keys(Optional.of(FIRST), Optional.empty());
        assertThat(sealed.key("accounts")).isEqualTo(before);
        byte[] made = sealed.key("drift");

        assertThat(kept("accounts")).startsWith("sealed 1 " + FIRST.id()).doesNotContain(open);
        assertThat(kept("drift"))
                .startsWith("sealed 1 ")
                .doesNotContain(Base64.getEncoder().encodeToString(made));
        assertThat(keys(Optional.of(FIRST), Optional.empty()).key("drift")).isEqualTo(made);
    }

    @Test
    void goesOverToAnotherKeyAndBackToNone() throws IOException {
        byte[] secret = keys(Optional.of(FIRST), Optional.empty()).key("accounts");
        byte[] unread = keys(Optional.of(FIRST), Optional.empty()).key("drift");

        assertThat(keys(Optional.of(SECOND), Optional.of(FIRST)).key("accounts")).isEqualTo(secret);
        assertThat(kept("accounts")).startsWith("sealed 1 " + SECOND.id());
        assertThat(kept("drift")).startsWith("sealed 1 " + SECOND.id());
        assertThat(keys(Optional.of(SECOND), Optional.empty()).key("drift")).isEqualTo(unread);
        assertThat(keys(Optional.empty(), Optional.of(SECOND)).key("accounts")).isEqualTo(secret);
        assertThat(keys(Optional.empty(), Optional.empty()).key("accounts")).isEqualTo(secret);
    }

    @Test
    void refusesASecretOfAnotherKeyAnotherNameOrAnotherVersion() throws IOException {
        Keys sealed = keys(Optional.of(FIRST), Optional.empty());
        sealed.key("accounts");
        sealed.key("drift");

        assertThatThrownBy(() -> keys(Optional.empty(), Optional.empty()))
                .hasMessageStartingWith("SP7230 secret `")
                .hasMessageContaining("` is sealed under key " + FIRST.id());
        assertThatThrownBy(() -> keys(Optional.of(SECOND), Optional.empty()).key("accounts"))
                .hasMessageStartingWith("SP7230 ");
        Files.copy(
                sealed.file("drift"), sealed.file("accounts"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> sealed.key("accounts"))
                .hasMessageStartingWith("SP7230 secret `accounts` is not as it was sealed");
        assertThatThrownBy(() -> keys(Optional.of(FIRST), Optional.empty()))
                .as("found when it is opened, not in the middle")
                .hasMessageStartingWith("SP7230 ");
        Files.writeString(sealed.file("drift"), "sealed 2 something");
        assertThatThrownBy(() -> sealed.key("drift"))
                .hasMessageStartingWith("SP7230 secret `drift` is sealed in no way known here");
    }

    private String kept(String name) throws IOException {
        return Files.readString(folder.resolve("keys").resolve(name));
    }

    private static SealKey key(int seed) {
        byte[] secret = new byte[SealKey.BYTES];
        new Random(seed).nextBytes(secret);
        return SealKey.parse(Base64.getEncoder().encodeToString(secret)).orElseThrow();
    }
}
