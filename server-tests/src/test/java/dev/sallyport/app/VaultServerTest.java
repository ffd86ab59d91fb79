package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.testkit.FakeVault;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose operator keeps the key in Vault. */
final class VaultServerTest {
    private static final String TOKEN = "hvs.CAESINobodySeesThis";

    @TempDir static Path folder;

    private static OwnServer own;
    private static ServerCertificate shown;

    /** What was said to the operator, in whatever way. */
    private static final StringWriter SAID = new StringWriter();

    private FakeVault vault;

    @BeforeAll
    static void begin() throws Exception {
        own = OwnServer.start(folder);
        shown = ServerCertificate.create(folder, "vault", ServerCertificate.HERE);
        byte[] key = Base64.getEncoder().encode(new byte[32]);
        Folders.write(folder.resolve("before.key"), key);
        Path config = config("secrets: {key: {file: before.key}}\n");
        own.prepare(config);
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
    }

    @AfterAll
    static void end() throws Exception {
        own.close();
    }

    @BeforeEach
    void open() throws Exception {
        vault = FakeVault.start(shown);
        vault.addKey("hospital/transit/sallyport");
        vault.addKey("hospital/transit/backups");
        vault.admit(TOKEN, "hospital/transit/sallyport", "hospital/transit/backups");
        token(TOKEN);
        config(inVault() + "  former_key: {file: before.key}\n");
        assertThat(own.plan()).isEqualTo(Exit.DONE);
    }

    /** So that the next test finds what the first one found. */
    @AfterEach
    void close() throws Exception {
        token(TOKEN);
        vault.admit(TOKEN, "hospital/transit/sallyport", "hospital/transit/backups");
        vault.unseal();
        config("secrets:\n  key: {file: before.key}\n" + vaultKey("former_key", "sallyport"));
        assertThat(own.plan()).isEqualTo(Exit.DONE);
        assertThat(kept("accounts")).startsWith("sealed 1 ");
        vault.close();
        assertThat(SAID.toString()).doesNotContain(TOKEN);
        nowhereInTheFolder(TOKEN);
    }

    private static void token(String token) throws IOException {
        Folders.write(folder.resolve("vault.token"), token.getBytes(StandardCharsets.UTF_8));
    }

    private static Path config(String more) throws IOException {
        return own.config(
                "localhost:" + own.postgres().port(),
                "authority: " + own.certificate().certificate(),
                "role: both\ncontrol: {port: %d}\n%s".formatted(FreePort.next(), more));
    }

    private String inVault() {
        return "secrets:\n" + vaultKey("key", "sallyport");
    }

    private String vaultKey(String section, String name) {
        return """
          %s:
            vault:
              address: %s
              namespace: hospital
              key: %s
              authority: vault.pem
              token: {file: vault.token}
        """
                .formatted(section, vault.address(), name);
    }

    private String backupInVault() {
        return "backup:\n" + vaultKey("key", "backups");
    }

    private static void serve(Path config) throws IOException {
        try (Running running = new Running()) {
            own.serve(config, running);
        }
    }

    @Test
    void servesWithAllItsSecretsSealedByVaultAndWithoutVaultOnceItRuns() throws Exception {
        try (Running running = new Running()) {
            Serving serving = own.serve(config(inVault()), running);
            List<String> asked = vault.asked();
            vault.seal();
            try (Connection ada = own.connect(serving, "ehr", "ada", own.token("ada"))) {
                assertThat(OwnServer.one(ada, "SELECT note FROM visits")).isEqualTo("well");
            }
            assertThat(done(new Request.RotateSecrets(own.data()))).isNotEmpty();
            assertThat(vault.asked()).isEqualTo(asked);
        }
        for (String name : List.of("accounts", "drift", "state-administrator", "subjects")) {
            assertThat(kept(name)).startsWith("sealed 2 transit/sallyport vault:v1:");
        }
    }

    @Test
    void goesOnUnderANewVersionOfVaultsKey() throws Exception {
        vault.rotate("hospital/transit/sallyport");
        config(inVault());
        assertThat(own.plan()).isEqualTo(Exit.DONE);
        assertThat(kept("accounts")).startsWith("sealed 2 transit/sallyport vault:v2:");
        vault.retireOlderVersions("hospital/transit/sallyport");
        try (Running running = new Running()) {
            Serving serving = own.serve(config(inVault()), running);
            try (Connection ada = own.connect(serving, "ehr", "ada", own.token("ada"))) {
                assertThat(OwnServer.one(ada, "SELECT note FROM visits")).isEqualTo("well");
            }
        }
    }

    @Test
    void doesNotStartByHalfWhereVaultDoesNotOpenItsSecrets() throws Exception {
        token("hvs.another");
        refuses("SP7235 ", inVault());
        token("two words");
        refuses("SP7235 ", inVault());
        token(TOKEN);
        vault.seal();
        refuses("SP7234 ", inVault());
        vault.unseal();
        refuses("SP7237 ", inVault().replace("key: sallyport", "key: backups"));
        refuses("SP7235 ", inVault().replace("key: sallyport", "key: nowhere"));
        refuses("SP7235 ", inVault().replace("namespace: hospital", "namespace: other"));
        refuses("SP7230 ", "");
        refuses("SP7233 ", inVault().replace(vault.address(), "https://localhost:" + closed()));
        refuses("SP7233 ", inVault().replace("authority: vault.pem", "authority: database.pem"));
        vault.revoke(TOKEN);
        refuses("SP7235 ", inVault());
    }

    private static int closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Nothing is opened: no port, no database, no event; and commands say the same. */
    private static void refuses(String code, String more) throws Exception {
        Path config = config(more);
        int port = ConfigReader.read(config, java.util.Map.of()).listening().address().getPort();
        String accounts = kept("accounts");
        byte[] record = record();

        assertThatThrownBy(said(() -> serve(config))).hasMessageStartingWith(code);
        assertThatThrownBy(said(own::plan)).hasMessageStartingWith(code);
        try (ServerSocket free = new ServerSocket(port)) {
            assertThat(free.isBound()).isTrue();
        }
        assertThat(kept("accounts")).isEqualTo(accounts);
        assertThat(record()).isEqualTo(record);
    }

    private static byte[] record() throws IOException {
        return Files.readAllBytes(own.data().resolve("audit/checkpoint"));
    }

    private static ThrowingCallable said(ThrowingCallable work) {
        return () -> {
            try {
                work.call();
            } catch (Exception e) {
                e.printStackTrace(new PrintWriter(SAID, true));
                throw e;
            }
        };
    }

    @Test
    void keepsABackupThatOnlyVaultOpensAndRestoresItByTheConfiguration() throws Exception {
        Path config = config(inVault() + backupInVault());
        Path backup = folder.resolve("night.backup");
        try (Running running = new Running()) {
            own.serve(config, running);
            assertThat(done(new BackupRequest.Make(own.data(), backup, Optional.empty())))
                    .contains("under key transit/backups");
        }
        // All that is left of the server: its backup, and what says where the key is.
        Path left =
                Files.writeString(
                        Files.createDirectory(folder.resolve("left")).resolve("left.yaml"),
                        "version: 1\n"
                                + backupInVault().replace("vault.", folder.resolve("vault.") + ""));
        Optional<Path> none = Optional.empty();
        Optional<Path> by = Optional.of(left);
        assertThat(done(new BackupRequest.Verify(folder, backup, none, by)))
                .contains("OK  backup of `sallyport.example`", "tables of the state, step ");
        refusesToOpen("SP7221 ", backup, Optional.of(folder.resolve("before.key")), none);
        vault.seal();
        refusesToOpen("SP7234 ", backup, none, by);
        refusesToOpen("SP7220 ", backup, none, none);
        vault.unseal();
        Path elsewhere = folder.resolve("elsewhere");
        done(new BackupRequest.Restore(elsewhere, backup, none, by, none));
        assertThat(Files.readString(elsewhere.resolve("keys/accounts")))
                .startsWith("sealed 2 transit/sallyport vault:v1:");

        Path moved =
                Files.writeString(
                        folder.resolve("elsewhere.yaml"),
                        Files.readString(config(inVault())) + "data: elsewhere\n");
        assertThat(commands().data(moved)).isEqualTo(elsewhere);
        done(new Request.ApplyPolicy(elsewhere, Optional.empty(), Optional.empty()));
        try (Running running = new Running()) {
            Serving serving = own.serve(moved, running);
            String token = done(new Request.TokenIssue(elsewhere, "ada", HOUR));
            try (Connection ada =
                    own.connect(serving, "ehr", "ada", token.lines().findFirst().orElseThrow())) {
                assertThat(OwnServer.one(ada, "SELECT note FROM visits")).isEqualTo("well");
            }
        }
        Files.delete(moved);
        // What native accounts open by is the restored server's by now.
        assertThat(own.apply()).isEqualTo(Exit.DONE);
    }

    private static final java.time.Duration HOUR = java.time.Duration.ofHours(1);

    private static void refusesToOpen(
            String code, Path backup, Optional<Path> key, Optional<Path> config) throws Exception {
        Path target = folder.resolve("never");
        assertThatThrownBy(said(() -> done(new BackupRequest.Verify(folder, backup, key, config))))
                .hasMessageStartingWith(code);
        assertThatThrownBy(
                        said(() ->
                                done(
                                        new BackupRequest.Restore(
                                                target, backup, key, config, Optional.empty()))))
                .hasMessageStartingWith(code);
        assertThat(target).doesNotExist();
    }

    private static String done(Request request) throws Exception {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        assertThat(commands().perform(request, new Terminal(out, out)))
                .as(said.toString())
                .isEqualTo(Exit.DONE);
        SAID.append(said.toString());
        return said.toString();
    }

    private static Commands commands() {
        return new Commands(Clock.systemUTC(), new Checkout(Project.ROOT));
    }

    private static String kept(String name) throws IOException {
        return Files.readString(own.data().resolve("keys").resolve(name));
    }

    private static void nowhereInTheFolder(String text) throws IOException {
        try (Stream<Path> files = Files.walk(own.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(text);
            }
        }
    }
}
