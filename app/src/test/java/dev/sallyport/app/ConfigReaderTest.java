package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.control.ldap.LdapLayout;
import dev.sallyport.control.ldap.LdapSettings;
import dev.sallyport.control.ldap.LdapSettings.Encryption;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final String WHOLE =
            """
            version: 1
            policy: policy
            target:
              hosts: 127.0.0.1:5433,localhost
              tls: disable
              administrator: sallyport_admin
              password: {file: password}
            """;

    @TempDir Path folder;

    @BeforeEach
    void furnish() throws IOException {
        Files.createDirectory(folder.resolve("policy"));
        Files.writeString(folder.resolve("people.yaml"), "people: {}");
        Files.writeString(folder.resolve("password"), "correct horse\n");
        mode("rw-------");
    }

    private void mode(String mode) throws IOException {
        Files.setPosixFilePermissions(
                folder.resolve("password"), PosixFilePermissions.fromString(mode));
    }

    @Test
    void takesWhatIsWrittenAndTheRestByDefault() throws IOException {
        ServerConfig config = read(WHOLE, Map.of());

        assertThat(config.data()).isEqualTo(folder.resolve("data"));
        assertThat(config.policy())
                .isEqualTo(
                        new PolicyFolder(folder.resolve("policy"), folder.resolve("people.yaml")));
        assertThat(config.listening().address().getPort()).isEqualTo(15_432);
        assertThat(config.target().upstream().hosts()).hasSize(2);
        assertThat(config.target().password().read()).isEqualTo("correct horse");
        assertThat(new GivenServer(config.target()).target("ehr").url())
                .startsWith("jdbc:postgresql://127.0.0.1:5433,localhost:5432/ehr?")
                .contains("targetServerType=primary", "sslmode=disable");
    }

    @Test
    void saysOfEachValueWhereItComesFromAndNeverThePassword() throws IOException {
        ServerConfig config = read(WHOLE, Map.of("SALLYPORT_LISTEN_PORT", "15999"));

        assertThat(config.origins())
                .contains(
                        new ServerConfig.Origin("listen.port", "15999", "SALLYPORT_LISTEN_PORT"),
                        new ServerConfig.Origin("target.tls", "disable", "sallyport.yaml:5:8"),
                        new ServerConfig.Origin("role", "gateway", "default"),
                        new ServerConfig.Origin(
                                "record.folder",
                                folder.resolve("data/audit").toString(),
                                "default"));
        assertThat(config.toString()).doesNotContain("correct horse");
    }

    @Test
    void takesAnLdapDirectoryWithTheWordsOfItsKind() throws IOException {
        LdapSettings ldap =
                read(
                                WHOLE
                                        + """
                                        role: both
                                        control:
                                          ldap:
                                            servers: ldaps://dc1.h.example, ldap://dc2.h.example:1389
                                            layout: active-directory
                                            account: CN=sallyport,OU=services,DC=h,DC=example
                                            password: {file: password}
                                            people: {base: "OU=people,DC=h,DC=example"}
                                            names: {login: sAMAccountName}
                                            attributes: {clinics: extensionAttribute1}
                                            every: 60s
                                        """,
                                Map.of())
                        .ldap()
                        .orElseThrow();

        assertThat(ldap.servers())
                .containsExactly(
                        new LdapSettings.Server("dc1.h.example", 636, Encryption.LDAPS),
                        new LdapSettings.Server("dc2.h.example", 1389, Encryption.STARTTLS));
        assertThat(ldap.people().filter()).isEqualTo(LdapLayout.ACTIVE_DIRECTORY.people());
        assertThat(ldap.groups()).isEmpty();
        assertThat(ldap.names().userName()).isEqualTo("userPrincipalName");
        assertThat(ldap.names().login()).isEqualTo("sAMAccountName");
        assertThat(ldap.attributes()).containsExactly(Map.entry("clinics", "extensionAttribute1"));
        assertThat(ldap.every()).contains(Duration.ofMinutes(1));
        assertThat(ldap.leavers()).isEqualTo(LdapSettings.Leavers.USUAL);
        assertThat(ldap.toString()).doesNotContain("correct horse");
        assertThat(read(WHOLE + "role: both\n", Map.of()).ldap()).isEmpty();
    }

    @Test
    void tellsEveryMistakeAboutAnLdapDirectory() {
        Refused refused =
                catchThrowableOfType(
                        Refused.class,
                        () ->
                                read(
                                        WHOLE
                                                + """
                                                control:
                                                  ldap:
                                                    servers: ldap://dc1.h.example.invalid,http://x
                                                    plaintext: loopback
                                                    people: {base: nowhere, filter: "(uid=*"}
                                                    groups: {base: "ou=g,dc=h", filter: "(uid"}
                                                """,
                                        Map.of()));

        assertThat(refused.problems())
                .extracting(Problem::toString)
                .anyMatch(one -> one.contains("`control.ldap` needs a control plane"))
                .anyMatch(one -> one.startsWith("SP6014 sallyport.yaml:11:16 the account's"))
                .anyMatch(one -> one.contains("`control.ldap.servers` is no server"))
                .anyMatch(one -> one.contains("there is no `control.ldap.account`"))
                .anyMatch(one -> one.contains("where the LDAP account's password stands"))
                .anyMatch(one -> one.startsWith("SP7184 ") && one.contains("`nowhere` is no DN"))
                .anyMatch(one -> one.startsWith("SP7184 ") && one.contains("`(uid` is no filter"));
    }

    /** What is written of a directory is never passed over because the rest is missing. */
    @Test
    void anLdapDirectoryOfWhichOnlyAttributesAreWrittenIsRefused() {
        assertThatThrownBy(() ->
                        read(
                                WHOLE
                                        + """
                                        role: both
                                        control:
                                          ldap:
                                            attributes: {clinics: extensionAttribute1}
                                        """,
                                Map.of()))
                .hasMessageContaining("there is no `control.ldap.servers`");
    }

    @Test
    void theRecordIsWhereItIsConfigured() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        ServerConfig config = read(WHOLE + "record: {folder: elsewhere}\n", Map.of());
        KnownConfig.prepare(config);

        assertThat(RecordFolder.of(config.data())).isEqualTo(config.record()).isEqualTo(elsewhere);
    }

    @Test
    void tellsEveryMistakeInOneRun() throws IOException {
        List<String> told =
                refused(
                        """
                        version: 2
                        role: boss
                        listn: {port: 1}
                        policy: nowhere
                        people: people.yaml
                        listen: {port: many, address: 0.0.0.0, plaintext: some}
                        target:
                          hosts: "db1:5432,:"
                          tls: disable
                          authorty: ca.pem
                          administrator: a
                          password: {environment: NOT_SET}
                        limits: {handshake: 5}
                        record: {folder: no/where}
                        """,
                        Map.of("SALLYPORT_LISTEN_PRT", "1"));

        assertThat(told)
                .satisfiesOnlyOnce(it -> starts(it, "SP1004 sallyport.yaml:1:10 `version`"))
                .satisfiesOnlyOnce(it -> starts(it, "SP1004 sallyport.yaml:2:7 `role`"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1002 sallyport.yaml:3:1 unknown key `listn`"))
                .satisfiesOnlyOnce(it -> starts(it, "SP6012 sallyport.yaml:4:9 `" + folder))
                .satisfiesOnlyOnce(it -> starts(it, "SP1004 sallyport.yaml:6:16 `listen.port`"))
                .satisfiesOnlyOnce(it -> starts(it, "SP6014 sallyport.yaml:6:31 clients of other"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1004 sallyport.yaml:6:51 `listen.plaintext`"))
                .satisfiesOnlyOnce(it -> starts(it, "SP4065 sallyport.yaml:8:10 "))
                .satisfiesOnlyOnce(it ->
                        starts(it, "SP1002 sallyport.yaml:10:3 unknown key `target.authorty`"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP6012 sallyport.yaml:12:27 variable `NOT_SET`"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1004 sallyport.yaml:13:21 `limits.handshake`"))
                .satisfiesOnlyOnce(it -> starts(it, "SP1002 SALLYPORT_LISTEN_PRT "))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP6012 sallyport.yaml:14:18 `" + folder + "/no`"))
                .hasSize(13);
    }

    private static void starts(String told, String with) {
        assertThat(told).startsWith(with);
    }

    @Test
    void neverShowsAPasswordThatStandsInTheFile() throws IOException {
        assertThat(refused(WHOLE.replace("{file: password}", "hunter2"), Map.of()))
                .allSatisfy(it -> assertThat(it).doesNotContain("hunter2"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1001 sallyport.yaml:7:13 `target.password` is not a"));
    }

    @ParameterizedTest
    @CsvSource({"rw-r-----", "rw----r--", "rw-rw----"})
    void refusesAPasswordFileThatOthersMayUse(String mode) throws IOException {
        mode(mode);

        assertThat(refused(WHOLE, Map.of()))
                .singleElement()
                .satisfies(it -> starts(it, "SP6012 sallyport.yaml:7:20 others may use"));
    }

    @ParameterizedTest
    @CsvSource({
        "db.example, disable, SP6014, everywhere",
        "db.example, verify-full, SP1003, belong together",
        "'localhost,db.example', disable, SP6014, everywhere",
        "127.0.0.1, prefer, SP1004, verify-full",
    })
    void refusesAWayToTheDatabaseThatProvesNothing(
            String hosts, String tls, String code, String instead) throws IOException {
        List<String> told =
                refused(
                        WHOLE.replace("127.0.0.1:5433,localhost", hosts).replace("disable", tls),
                        Map.of());

        assertThat(told).satisfiesOnlyOnce(it -> assertThat(it).startsWith(code).contains(instead));
    }

    @Test
    void speaksInTheClearWhereItIsSaidSo() throws IOException {
        String clear =
                WHOLE.replace("127.0.0.1:5433,localhost", "db.example")
                                .replace("tls: disable", "tls: disable\n  plaintext: everywhere")
                        + "listen: {address: 0.0.0.0, plaintext: everybody}\n";

        assertThat(read(clear, Map.of()).listening().address().getAddress().isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void asksForOnePlaceOfThePasswordAndReadsItFromSystemdToo() throws IOException {
        assertThat(refused(WHOLE.replace("{file: password}", "{}"), Map.of()).toString())
                .contains("SP1003 ", "nothing says where");
        assertThat(
                        refused(
                                        WHOLE.replace(
                                                "{file: password}",
                                                "{file: password, environment: PATH}"),
                                        Map.of("PATH", "x"))
                                .toString())
                .contains("SP1003 ", "several places");

        ServerConfig config =
                read(
                        WHOLE.replace("{file: password}", "{credential: password}"),
                        Map.of("CREDENTIALS_DIRECTORY", folder.toString()));

        assertThat(config.target().password().read()).isEqualTo("correct horse");
    }

    @Test
    void callsADatabaseAsTheServerDoes() throws IOException {
        ServerConfig config =
                read(WHOLE.replace("target:", "target:\n  databases: {ehr: EHR_PROD}"), Map.of());

        GivenServer server = new GivenServer(config.target());
        assertThat(server.target("ehr").url()).contains("/EHR_PROD?");
        assertThat(server.target("lab").url()).contains("/lab?");
        assertThat(config.origins())
                .contains(
                        new ServerConfig.Origin(
                                "target.databases.ehr", "EHR_PROD", "sallyport.yaml:4:20"));
    }

    @Test
    void takesNoFolderOfADemo() throws IOException {
        ServerConfig config = read(WHOLE, Map.of());
        Files.createDirectories(folder.resolve("data/postgres"));

        assertThat(catchThrowableOfType(Refused.class, () -> KnownConfig.prepare(config)))
                .hasMessageStartingWith("SP6003 ")
                .hasMessageContaining("holds a demo");
    }

    @Test
    void saysOfAFileThatIsNotThereNothingMore() {
        Refused refused =
                catchThrowableOfType(
                        Refused.class,
                        () -> ConfigReader.read(folder.resolve("nowhere.yaml"), Map.of()));

        assertThat(refused.problems().toString()).startsWith("[SP1005 nowhere.yaml not a file");
        assertThat(refused.problems()).hasSize(1);
    }

    @Test
    void tellsEveryMistakeAboutAControlPlaneElsewhere() throws IOException {
        assertThat(
                        refused(
                                """
                                version: 1
                                role: both
                                follow: {url: "http://control:8443", apart: soon}
                                policy: policy
                                listen: {browser_sign_in: true}
                                target: {hosts: "db:5432", tls: require, administrator: a}
                                """,
                                Map.of()))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1004 sallyport.yaml:3:15 `follow.url` is no"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1004 sallyport.yaml:3:15 `follow.url` is for a"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1003 sallyport.yaml there is no `follow.authority`"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1003 sallyport.yaml nothing says where this"))
                .satisfiesOnlyOnce(it -> starts(it, "SP1004 sallyport.yaml:4:9 `policy` is the"))
                .satisfiesOnlyOnce(it -> starts(it, "SP6013 sallyport.yaml:5:27 this version"))
                .satisfiesOnlyOnce(
                        it -> starts(it, "SP1004 sallyport.yaml:6:57 `target.administrator`"))
                .satisfiesOnlyOnce(it -> starts(it, "SP1004 sallyport.yaml:3:45 `follow.apart`"));
    }

    @Test
    void refusesToCloseAGatewayThatOnlyWaitsForAnAnswer() throws IOException {
        assertThat(
                        refused(
                                """
                                version: 1
                                follow: {url: "https://control:8443", apart: 59s}
                                target: {hosts: "db:5432", tls: require}
                                """,
                                Map.of()))
                .satisfiesOnlyOnce(it -> starts(it, "SP1004 sallyport.yaml:2:46 `follow.apart`"));
    }

    @Test
    void asksAControlPlaneAloneWhereItsGatewaysAre() throws IOException {
        assertThat(refused(WHOLE.replace("version: 1\n", "version: 1\nrole: control\n"), Map.of()))
                .satisfiesOnlyOnce(it ->
                        starts(it, "SP1003 sallyport.yaml there is no `control.gateway.host`"))
                .satisfiesOnlyOnce(it ->
                        starts(it, "SP1003 sallyport.yaml there is no `control.gateway.auth"));
    }

    @Test
    void hasEveryKeyOnItsPage() {
        String page = SourceTree.read("docs/reference/server.md");

        assertThat(Setting.keys()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    private List<String> refused(String text, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("sallyport.yaml"), text);
        Refused refused =
                catchThrowableOfType(
                        Refused.class,
                        () -> ConfigReader.read(folder.resolve("sallyport.yaml"), environment));
        return refused.problems().stream().map(Problem::toString).toList();
    }

    private ServerConfig read(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), text);
        return ConfigReader.read(file, environment);
    }
}
