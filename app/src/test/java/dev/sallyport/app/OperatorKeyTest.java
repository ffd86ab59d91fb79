package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final String WHOLE =
            """
            version: 1
            policy: policy
            target:
              hosts: 127.0.0.1:5433
              tls: disable
              administrator: sallyport_admin
              password: {file: password}
            """;

    @TempDir private Path folder;

    @BeforeEach
    void furnish() throws IOException {
        Files.createDirectory(folder.resolve("policy"));
        Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(folder.resolve("people.yaml"), "people: {}");
        write("password", "correct horse");
        write("seal.key", Base64.getEncoder().encodeToString(new byte[32]));
        write("credentials/backup", Base64.getEncoder().encodeToString(new byte[32]));
    }

    private void write(String name, String content) throws IOException {
        Folders.write(folder.resolve(name), content.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void takesAFileOrACredentialOfSystemdAndSaysWhich() throws IOException {
        ServerConfig config =
                read(
                        WHOLE
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
        assertThat(read(WHOLE).operatorKeys().secrets()).isEmpty();
    }

    @Test
    void refusesWhatIsNoKeyOrMayBeReadByOthersOrStandsTwice() throws IOException {
        write("short.key", "c2hvcnQ=");
        assertThatThrownBy(() -> read(WHOLE + "secrets: {key: {file: short.key}}\n"))
                .hasMessageContaining("SP7220 sallyport.yaml:8:23 `")
                .hasMessageContaining("holds no key to seal with");
        assertThatThrownBy(() -> read(WHOLE + "backup: {key: {file: nowhere}}\n"))
                .hasMessageContaining("SP6012 ");
        assertThatThrownBy(
                        () -> read(WHOLE + "backup: {key: {file: seal.key, credential: backup}}\n"))
                .hasMessageContaining("SP1003 ")
                .hasMessageContaining("`file` or `credential`");
        assertThatThrownBy(() -> read(WHOLE + "secrets: {key: {environment: KEY}}\n"))
                .hasMessageContaining("SP1002 ");
        Files.setPosixFilePermissions(
                folder.resolve("seal.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> read(WHOLE + "secrets: {key: {file: seal.key}}\n"))
                .hasMessageContaining("SP6012 ");
    }

    private ServerConfig read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), text);
        return ConfigReader.read(
                file, Map.of("CREDENTIALS_DIRECTORY", folder.resolve("credentials").toString()));
    }
}
