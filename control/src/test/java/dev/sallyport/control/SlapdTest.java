package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.directory.Person;
import dev.sallyport.control.ldap.FakeLdap;
import dev.sallyport.control.ldap.LdapLayout;
import dev.sallyport.control.ldap.LdapReport;
import dev.sallyport.control.ldap.LdapSettings;
import dev.sallyport.control.ldap.Slapd;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OpenLDAP server, read over TLS, from its first person to the last who leaves. */
final class SlapdTest {
    /** More than the server gives anybody at once or in all, unless it is told to. */
    private static final int MANY = 620;

    private static final AtomicReference<String> PASSWORD = new AtomicReference<>(Slapd.PASSWORD);

    @TempDir private static Path folder;
    private static ServerCertificate certificate;
    private static Slapd slapd;
    private static Served served;

    @BeforeAll
    static void open() throws Exception {
        certificate = ServerCertificate.create(folder, "slapd", "-ext san=ip:127.0.0.1");
        slapd = Slapd.start(folder, certificate);
        served =
                Served.reading(settings(Slapd.READER, slapd.startTls(), certificate.certificate()));
    }

    @AfterAll
    static void close() {
        served.close();
        slapd.close();
    }

    @Test
    void followsPeopleFromTheirFirstDayToTheirLast() throws Exception {
        assertThat(served.alarms).isEmpty();
        slapd.person("nora");
        slapd.person("omar");
        slapd.group("icu", FakeLdap.groupDn("night"), FakeLdap.dn("omar"));
        slapd.group("night", FakeLdap.groupDn("icu"), "UID=nora, ou=people,dc=h,dc=example");
        assertThat(kinds(round()))
                .contains("nora joined", "omar joined", "nora group given", "omar group given");
        assertThat(served.plane().roster().show("nora").listed().groups())
                .containsExactly("icu", "night");
        Person nora = shown("nora");

        slapd.rename(FakeLdap.dn("nora"), "uid=nora.berg");
        // The group names her as she was: her rights there go until somebody writes her new name.
        assertThat(kinds(round()))
                .containsExactlyInAnyOrder(
                        "nora_berg renamed", "nora_berg group taken", "nora_berg group taken");
        assertThat(shown("nora_berg").id()).isEqualTo(nora.id());

        served.doors.awaited(one -> one.people().containsKey("nora_berg"));
        slapd.set(FakeLdap.dn("omar"), "pwdAccountLockedTime", "000001010000Z");
        assertThat(kinds(round())).containsExactly("omar suspended");
        assertThat(served.doors.cuts()).contains("omar");
        slapd.delete(FakeLdap.dn("omar"));
        slapd.delete(FakeLdap.dn("nora.berg"));
        assertThat(kinds(round())).contains("omar left", "nora_berg left");

        for (int i = 0; i < MANY; i++) {
            slapd.person("p" + i);
        }
        assertThat(round().people()).isEqualTo(MANY);
        assertThat(round().steps()).isEmpty();
        assertRefused(Slapd.LIMITED, slapd.ldaps(), "was not read to its end (4 ");
    }

    @Test
    void readsFromNoServerThatProvesNothingAndSaysNoPasswordInTheClear() throws Exception {
        Path other =
                ServerCertificate.create(folder, "other", "-ext san=ip:127.0.0.1").certificate();
        for (LdapSettings.Server server : List.of(slapd.startTls(), slapd.ldaps())) {
            assertThatThrownBy(() -> Slapd.read(settings(Slapd.READER, server, other)))
                    .hasMessageContaining("does not prove that it is the server meant");
        }
        assertRefused(Slapd.READER, slapd.clear(), "is not let in (13 ");
        PASSWORD.set("wrong");
        assertRefused(Slapd.READER, slapd.ldaps(), "is not let in (49 ");
        PASSWORD.set(Slapd.PASSWORD);
    }

    private static LdapSettings settings(
            String account, LdapSettings.Server server, Path authority) {
        LdapSettings usual =
                FakeLdap.settings(LdapLayout.OPENLDAP, List.of(server), Optional.of(authority));
        return new LdapSettings(
                usual.servers(),
                usual.authority(),
                account,
                PASSWORD::get,
                usual.layout(),
                usual.people(),
                usual.groups(),
                usual.names(),
                usual.attributes(),
                usual.every(),
                usual.leavers());
    }

    private static void assertRefused(String account, LdapSettings.Server server, String words) {
        assertThatThrownBy(() -> Slapd.read(settings(account, server, certificate.certificate())))
                .hasMessageContaining(words);
    }

    private static Person shown(String login) {
        return served.plane().roster().show(login).listed().person();
    }

    private static LdapReport round() {
        return served.plane().ldap().round(Optional.empty(), "cli:root");
    }

    private static List<String> kinds(LdapReport report) {
        return report.steps().stream().map(step -> step.login() + " " + step.kind()).toList();
    }
}
