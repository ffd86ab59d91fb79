package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.sallyport.app.vault.VaultKey;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a configuration says that the keys stand to seal with. */
final class OperatorKeyTest {
    @TempDir static Path shared;
    private static ServerCertificate certificate;

    @TempDir private Path folder;
    private WrittenConfig config;

    @BeforeAll
    static void certify() throws Exception {
        certificate = ServerCertificate.create(shared, "vault", "-validity 30");
    }

    @BeforeEach
    void furnish() throws IOException {
        config = WrittenConfig.in(folder);
        Files.createDirectory(folder.resolve("credentials"));
        config.secret("seal.key", Base64.getEncoder().encodeToString(new byte[32]));
        config.secret("credentials/backup", Base64.getEncoder().encodeToString(new byte[32]));
    }

    @Test
    void takesAFileOrACredentialOfSystemdAndSaysWhich() throws IOException {
        ServerConfig config =
                read(
                        WrittenConfig.START
                                + """
                                secrets: {key: {file: seal.key}}
                                backup: {key: {credential: backup}}
                                """);

        assertThat(config.operatorKeys().secrets())
                .hasValue(
                        new KeyReference.InPlace(
                                new PasswordReference.InFile(folder.resolve("seal.key"))));
        assertThat(config.operatorKeys().backup())
                .hasValue(
                        new KeyReference.InPlace(
                                new PasswordReference.InCredential(
                                        folder.resolve("credentials/backup"))));
        assertThat(config.operatorKeys().former()).isEmpty();
        assertThat(config.origins())
                .contains(
                        new ServerConfig.Origin(
                                "secrets.key.file", "seal.key", "sallyport.yaml:8:23"),
                        new ServerConfig.Origin(
                                "backup.key.credential", "backup", "sallyport.yaml:9:28"));
        assertThat(read(WrittenConfig.START).operatorKeys().secrets()).isEmpty();
    }

    @Test
    void refusesWhatIsNoKeyOrMayBeReadByOthersOrStandsTwice() throws IOException {
        config.secret("short.key", "c2hvcnQ=");
        assertThatThrownBy(() -> read(WrittenConfig.START + "secrets: {key: {file: short.key}}\n"))
                .hasMessageContaining("SP7220 sallyport.yaml:8:23 `")
                .hasMessageContaining("holds no key to seal with");
        assertThatThrownBy(() -> read(WrittenConfig.START + "backup: {key: {file: nowhere}}\n"))
                .hasMessageContaining("SP6012 ");
        assertThatThrownBy(() ->
                        read(
                                WrittenConfig.START
                                        + "backup: {key: {file: seal.key, credential: backup}}\n"))
                .hasMessageContaining("SP1003 ")
                .hasMessageContaining("`file` or `credential`");
        assertThatThrownBy(() -> read(WrittenConfig.START + "secrets: {key: {environment: KEY}}\n"))
                .hasMessageContaining("SP1002 ");
        Files.setPosixFilePermissions(
                folder.resolve("seal.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> read(WrittenConfig.START + "secrets: {key: {file: seal.key}}\n"))
                .hasMessageContaining("SP6012 ");
    }

    private static final String VAULT =
            """
            secrets:
              key:
                vault:
                  address: https://vault.hospital.example:8200
                  namespace: hospital/ehr
                  key: sallyport
                  authority: vault.pem
                  token: {file: vault.token}
              former_key: {file: seal.key}
            backup: {key: {vault: {address: "https://other:8200", mount: keys/transit, key: backups, token: {credential: vault}}}}
            """;

    private void furnishVault() throws Exception {
        config.secret("vault.token", "hvs.secret\n");
        config.secret("credentials/vault", "hvs.another\n");
        Files.copy(certificate.certificate(), folder.resolve("vault.pem"));
    }

    @Test
    void takesAKeyInVaultAndShowsWhereAndNeverTheToken() throws Exception {
        furnishVault();
        ServerConfig config = read(WrittenConfig.START + VAULT);

        VaultKey secrets = inVault(config.operatorKeys().secrets());
        assertThat(secrets.address()).hasToString("https://vault.hospital.example:8200");
        assertThat(secrets.namespace()).hasValue("hospital/ehr");
        assertThat(secrets.mount() + "/" + secrets.name()).isEqualTo("transit/sallyport");
        assertThat(secrets.trust()).isPresent();
        assertThat(secrets.token().get()).isEqualTo("hvs.secret");
        VaultKey backup = inVault(config.operatorKeys().backup());
        assertThat(backup.mount() + "/" + backup.name()).isEqualTo("keys/transit/backups");
        assertThat(backup.trust()).isEmpty();
        assertThat(backup.token().get()).isEqualTo("hvs.another");
        assertThat(config.operatorKeys().former()).containsInstanceOf(KeyReference.InPlace.class);
        assertThat(config.origins())
                .contains(
                        new ServerConfig.Origin("secrets.key.vault.mount", "transit", "default"),
                        new ServerConfig.Origin(
                                "secrets.key.vault.key", "sallyport", "sallyport.yaml:13:12"));
        assertThat(config.origins().toString()).doesNotContain("hvs.");
        assertThat(config.toString()).doesNotContain("hvs.");
    }

    private static VaultKey inVault(Optional<KeyReference> reference) {
        return reference.orElseThrow() instanceof KeyReference.InVault(VaultKey key)
                ? key
                : fail("no key in Vault");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    address: https://vault.hospital.example:8200 | address: http://127.0.0.1:8200     | SP6014
                    address: https://vault.hospital.example:8200 | address: vault:8200                | SP1004
                    address: https://vault.hospital.example:8200 | address: https://u:p@vault         | SP1004
                    address: https://vault.hospital.example:8200 | address: https://vault/v1/sys      | SP1004
                    address: https://vault.hospital.example:8200 | mount: transit                     | SP1003
                    key: sallyport                               | key: ../../sys/seal                | SP1004
                    key: sallyport                               | mount: transit                     | SP1003
                    namespace: hospital/ehr                      | namespace: a b                     | SP1004
                    namespace: hospital/ehr                      | mount: ../sys                      | SP1004
                    namespace: hospital/ehr                      | other: x                           | SP1002
                    authority: vault.pem                         | authority: nowhere.pem             | SP6012
                    authority: vault.pem                         | authority: vault.token             | SP6012
                    token: {file: vault.token}                   | mount: transit                     | SP1003
                    token: {file: vault.token}                   | token: {environment: VAULT_TOKEN}  | SP1002
                    token: {file: vault.token}                   | token: {file: nowhere}             | SP6012
                    token: {file: vault.token}                   | token: hvs.secret                  | SP1
                    former_key: {file: seal.key}                 | former_key: {vault: {key: former}} | SP1003
                    """)
    void refusesWhatCanBeNoVault(String right, String wrong, String code) throws Exception {
        furnishVault();

        assertThat(VAULT).contains(right);
        assertThatThrownBy(() -> read(WrittenConfig.START + VAULT.replace(right, wrong)))
                .hasMessageContaining(code)
                .hasMessageContaining(" sallyport.yaml");
    }

    @Test
    void refusesAKeyInTwoPlacesAndATokenThatOthersRead() throws Exception {
        furnishVault();
        assertThatThrownBy(() ->
                        read(
                                WrittenConfig.START
                                        + VAULT.replace(
                                                "  key:\n", "  key:\n    file: seal.key\n")))
                .hasMessageContaining("SP1003 sallyport.yaml:")
                .hasMessageContaining("the key is in a file and in Vault");
        Files.setPosixFilePermissions(
                folder.resolve("vault.token"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> read(WrittenConfig.START + VAULT))
                .hasMessageContaining("SP6012 sallyport.yaml:");
    }

    /** What else the lost server's configuration names need not be there any more. */
    @Test
    void readsTheKeyOfBackupsFromAConfigurationOfWhichMuchIsLost() throws Exception {
        Path partial = config.write("version: 1\nbackup: {key: {file: seal.key}}\n");
        assertThat(OperatorKeysReader.ofBackups(partial, Map.of()).label())
                .isEqualTo(OperatorKey.in(folder.resolve("seal.key")).label());
        Path none = config.write(WrittenConfig.START);
        assertThatThrownBy(() -> OperatorKeysReader.ofBackups(none, Map.of()))
                .hasMessageStartingWith("SP7220 `")
                .hasMessageContaining("names no key of backups");
        Path wrong = config.write("backup: {key: {vault: {key: k, adress: x}}}\n");
        assertThatThrownBy(() -> OperatorKeysReader.ofBackups(wrong, Map.of()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(Problem::code)
                                        .containsExactly(
                                                ProblemCode.SP1002,
                                                ProblemCode.SP1003,
                                                ProblemCode.SP1003));
    }

    private ServerConfig read(String text) throws IOException {
        return ConfigReader.read(
                config.write(text),
                Map.of("CREDENTIALS_DIRECTORY", folder.resolve("credentials").toString()));
    }
}
