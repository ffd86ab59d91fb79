package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.PeopleRequest.Effect;
import dev.sallyport.cli.Request;
import dev.sallyport.testkit.FreePort;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an LDAP directory says is true at both doors of a server that reads it. */
final class LdapServerTest {
    /** An apply to two databases, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LENA = "uid=lena,ou=people,dc=h";

    @TempDir static Path folder;

    @Test
    void joinsAndLeavesAtBothDoors() throws Exception {
        InMemoryDirectoryServer ldap = directory();
        try (OwnServer own = OwnServer.start(folder);
                Running running = new Running()) {
            Path config = config(own, ldap.getListenPort());
            own.prepare(config);
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            Serving serving = own.serve(config, running);

            own.said();
            assertThat(own.perform(sync(own, Effect.PREVIEW))).isEqualTo(Exit.DIFFERS);
            assertThat(own.said()).contains("lena", "joined", "1 people, 2 steps");
            assertThat(own.perform(sync(own, Effect.APPLY))).isEqualTo(Exit.DONE);
            try (Connection lena = signedIn(own, serving)) {
                assertThat(OwnServer.one(lena, "SELECT note FROM visits")).isEqualTo("well");

                ldap.delete(LENA);
                assertThat(own.perform(sync(own, Effect.APPLY))).isEqualTo(Exit.DONE);
                assertThatThrownBy(() -> OwnServer.one(lena, "SELECT 1"))
                        .isInstanceOf(SQLException.class);
            }
            own.said();
            own.perform(new PeopleRequest.Show(own.data(), "lena", Request.Form.TEXT));
            assertThat(own.said())
                    .contains("state        left, gone", "kept by      ldap")
                    .contains("by cli:" + System.getProperty("user.name"))
                    .contains(": read from the LDAP directory");
            assertThat(recorded("person.left", "lena")).isTrue();
        } finally {
            ldap.shutDown(true);
        }
    }

    /** As for gateways that follow. */
    @Test
    void isReadWhereNoGatewayRunsBeside(@TempDir Path apart) throws Exception {
        InMemoryDirectoryServer ldap = directory();
        try (OwnServer own = OwnServer.start(apart);
                Running running = new Running()) {
            Path config = config(own, ldap.getListenPort());
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace("role: both", "role: control")
                            .replace(
                                    "control:\n",
                                    "control:\n  gateway: {host: gate.example, authority: %s}\n"
                                            .formatted(own.certificate().certificate())));
            own.prepare(config);
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            own.serve(config, running);

            assertThat(own.perform(sync(own, Effect.APPLY))).isEqualTo(Exit.DONE);

            own.said();
            own.perform(new PeopleRequest.Show(own.data(), "lena", Request.Form.TEXT));
            assertThat(own.said()).contains("lena", ": read from the LDAP directory");
        } finally {
            ldap.shutDown(true);
        }
    }

    private static InMemoryDirectoryServer directory() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=h");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=reader,dc=h", "of the administrator");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "clear", InetAddress.getLoopbackAddress(), 0, null));
        InMemoryDirectoryServer ldap = new InMemoryDirectoryServer(config);
        ldap.startListening();
        ldap.add("dn: dc=h", "objectClass: domain");
        ldap.add("dn: ou=people,dc=h", "objectClass: organizationalUnit");
        ldap.add("dn: ou=groups,dc=h", "objectClass: organizationalUnit");
        ldap.add("dn: " + LENA, "objectClass: inetOrgPerson", "cn: Lena Told");
        ldap.add("dn: cn=ward,ou=groups,dc=h", "objectClass: groupOfNames", "member: " + LENA);
        return ldap;
    }

    private static Path config(OwnServer own, int ldap) throws Exception {
        return own.config(
                "localhost:" + own.postgres().port(),
                "authority: " + own.certificate().certificate(),
                """
                role: both
                control:
                  port: %d
                  ldap:
                    servers: ldap://127.0.0.1:%d
                    plaintext: loopback
                    account: cn=reader,dc=h
                    password: {file: password}
                    people: {base: "ou=people,dc=h"}
                    groups: {base: "ou=groups,dc=h"}
                    every: never
                """
                        .formatted(FreePort.next(), ldap));
    }

    private static PeopleRequest sync(OwnServer own, Effect effect) {
        return new PeopleRequest.Sync(own.data(), effect, Optional.empty(), Request.Form.TEXT);
    }

    /** The plan and its apply follow what was told. */
    private static Connection signedIn(OwnServer own, Serving serving) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            try {
                return own.connect(serving, "ehr", "lena", own.token("lena"));
            } catch (RuntimeException | SQLException notYet) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static boolean recorded(String type, String login) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(folder.resolve("data/audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .anyMatch(json ->
                            json.contains("\"type\":\"" + type + "\"")
                                    && json.contains("\"login\":\"" + login + "\""));
        }
    }
}
