package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a configuration says that the keys stand to seal with. */
final class OperatorKeyTest {
    @TempDir private Path folder;
    private WrittenConfig config;

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
                .hasValue(new PasswordReference.InFile(folder.resolve("seal.key")));
        assertThat(config.operatorKeys().backup())
                .hasValue(new PasswordReference.InCredential(folder.resolve("credentials/backup")));
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

    private ServerConfig read(String text) throws IOException {
        return ConfigReader.read(
                config.write(text),
                Map.of("CREDENTIALS_DIRECTORY", folder.resolve("credentials").toString()));
    }
}
