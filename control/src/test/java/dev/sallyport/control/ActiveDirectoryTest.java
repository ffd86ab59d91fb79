package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.ldap.FakeLdap;
import dev.sallyport.control.ldap.LdapLayout;
import dev.sallyport.control.ldap.LdapReport;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Active Directory says in words of its own is understood. */
final class ActiveDirectoryTest {
    private static final String ENABLED = "512";
    private static final String DISABLED = "514";

    /** As {@code accountExpires} counts: 100 ns from 1601 on. */
    private static final Instant BEGIN = Instant.parse("1601-01-01T00:00:00Z");

    @TempDir private static Path folder;
    private static FakeLdap ldap;
    private static Served served;

    @BeforeAll
    static void open() throws Exception {
        ldap = new FakeLdap(ServerCertificate.create(folder, "ad", "-ext san=ip:127.0.0.1"));
        served = Served.reading(ldap.settings(LdapLayout.ACTIVE_DIRECTORY));
    }

    @AfterAll
    static void close() {
        served.close();
        ldap.close();
    }

    @BeforeEach
    void reset() throws Exception {
        served.reset();
        ldap.empty();
    }

    @Test
    void knowsPeopleByTheirGuidWhateverTheyAreCalled() throws Exception {
        person("Quinn, Nora", "nora@h.example", ENABLED, "33221100554477668899aabbccddeeff");
        round();

        Person nora = shown("nora");
        assertThat(nora.told().externalId()).contains("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(nora.told().name()).isEqualTo("Quinn, Nora");

        ldap.rename(dn("Quinn, Nora"), "cn=Berg\\, Nora");
        ldap.set(dn("Berg, Nora"), "userPrincipalName", "nora.berg@h.example");
        assertThat(kinds(round())).containsExactly("nora_berg renamed");
        assertThat(shown("nora_berg").id()).isEqualTo(nora.id());

        ldap.delete(dn("Berg, Nora"));
        assertThat(kinds(round())).containsExactly("nora_berg left");
        assertThat(ldap.filters).anyMatch(filter -> filter.contains("(objectGUID=3\"\\11\\00UD"));
    }

    @Test
    void suspendsWhoeverIsDisabledOrExpired() throws Exception {
        person("nora", "nora@h.example", ENABLED, "01".repeat(16));
        person("omar", "omar@h.example", ENABLED, "02".repeat(16));
        person("olga", "olga@h.example", DISABLED, "03".repeat(16));
        ldap.set(dn("nora"), "accountExpires", "9223372036854775807");
        ldap.set(dn("omar"), "accountExpires", expires(Served.START.plusSeconds(60)));
        assertThat(kinds(round())).containsExactlyInAnyOrder("nora joined", "omar joined");

        served.clock(Served.START.plusSeconds(60));
        assertThat(kinds(round())).containsExactly("omar suspended");
        ldap.set(dn("nora"), "userAccountControl", DISABLED);
        assertThat(kinds(round())).containsExactly("nora suspended");
        ldap.set(dn("nora"), "userAccountControl", ENABLED);
        ldap.set(dn("omar"), "accountExpires", "0");
        assertThat(kinds(round())).containsExactlyInAnyOrder("nora resumed", "omar resumed");
    }

    /** Else an account that sees less than it did would let everybody in again. */
    @Test
    void takesNobodyOfWhomItDoesNotSeeWhetherTheyAreDisabled() throws Exception {
        person("nora", "nora@h.example", DISABLED, "01".repeat(16));
        ldap.hide("userAccountControl");

        LdapReport report = round();

        assertThat(report.steps()).isEmpty();
        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains("SP7182 ", "shows no `userAccountControl`");
    }

    @Test
    void hasTheServerWalkGroupsWhateverTheyAreCalled() throws Exception {
        person("nora", "nora@h.example", ENABLED, "01".repeat(16));
        person("omar", "omar@h.example", ENABLED, "02".repeat(16));
        String strange = "all)(objectClass=*";
        group("night", dn("nora"));
        group(strange, groupDn("night"));
        group("nobody", groupDn("nobody"));

        round();

        assertThat(served.plane().roster().show("nora").listed().groups())
                .containsExactly(strange, "night");
        assertThat(served.plane().roster().show("omar").listed().groups()).isEmpty();
        assertThat(round().steps()).isEmpty();
    }

    private static void person(String cn, String upn, String flags, String guid)
            throws LDAPException {
        Entry entry = new Entry(dn(cn));
        entry.addAttribute("objectClass", "person", "user");
        entry.addAttribute("objectCategory", "person");
        entry.addAttribute("distinguishedName", dn(cn));
        entry.addAttribute("displayName", cn);
        entry.addAttribute("userPrincipalName", upn);
        entry.addAttribute("userAccountControl", flags);
        entry.addAttribute(new Attribute("objectGUID", HexFormat.of().parseHex(guid)));
        ldap.add(entry);
    }

    private static void group(String cn, String member) throws LDAPException {
        Entry entry = new Entry(groupDn(cn));
        entry.addAttribute("objectClass", "group");
        entry.addAttribute("member", member);
        ldap.add(entry);
    }

    private static String dn(String cn) {
        return new RDN("cn", cn) + "," + FakeLdap.PEOPLE;
    }

    private static String groupDn(String cn) {
        return new RDN("cn", cn) + "," + FakeLdap.GROUPS;
    }

    private static String expires(Instant at) {
        return String.valueOf(Duration.between(BEGIN, at).toSeconds() * 10_000_000);
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
