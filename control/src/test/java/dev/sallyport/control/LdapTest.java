package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Source;
import dev.sallyport.control.directory.State;
import dev.sallyport.control.ldap.FakeLdap;
import dev.sallyport.control.ldap.LdapLayout;
import dev.sallyport.control.ldap.LdapReport;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who works here is what the LDAP directory says, whole or as it was. */
final class LdapTest {
    private static final int MANY = 5_000;

    /** Seconds on an idle machine; nobody waits for minutes on a busy one. */
    private static final Duration QUICK = Duration.ofMinutes(4);

    @TempDir private static Path folder;
    private static FakeLdap ldap;
    private static Served served;

    @BeforeAll
    static void open() throws Exception {
        ldap = new FakeLdap(ServerCertificate.create(folder, "ldap", "-ext san=ip:127.0.0.1"));
        served = Served.reading(ldap.settings(LdapLayout.OPENLDAP));
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
    void joinsEverybodyWithGroupsWithinGroupsAndTheSameAgainIsNoChange() throws Exception {
        ldap.person("olga", "departmentNumber: Care");
        ldap.person("nora", "manager: UID=olga, ou=People,dc=h,dc=example", "businessCategory: 2");
        ldap.person("outside");
        ldap.group("icu", FakeLdap.dn("nora"), FakeLdap.groupDn("night"));
        ldap.group("night", FakeLdap.groupDn("staff"), FakeLdap.dn("olga"));
        ldap.group("staff", FakeLdap.groupDn("icu"));

        assertThat(kinds(round()))
                .containsExactlyInAnyOrder(
                        "olga joined",
                        "olga group given",
                        "olga group given",
                        "olga group given",
                        "nora joined",
                        "nora group given",
                        "nora group given",
                        "nora group given",
                        "outside joined");
        Person nora = person("nora");
        assertThat(nora.source()).isEqualTo(Source.LDAP);
        assertThat(nora.told().manager()).contains("olga");
        assertThat(nora.told().attributes()).containsEntry("clinics", List.of("2"));
        assertThat(person("olga").told().department()).contains("Care");
        assertThat(served.steps)
                .allMatch(step -> step.actor().equals("cli:root"))
                .allMatch(step -> step.reason().equals("read from the LDAP directory"));

        served.steps.clear();
        assertThat(round().steps()).isEmpty();
        assertThat(served.steps).isEmpty();
    }

    @Test
    void aRenameIsARenameAndALockSuspendsAndCutsOff() throws Exception {
        ldap.person("nora");
        round();
        String id = person("nora").id().toString();

        ldap.rename(FakeLdap.dn("nora"), "uid=nora.berg");
        assertThat(kinds(round())).containsExactly("nora_berg renamed");
        assertThat(person("nora_berg").id()).hasToString(id);

        served.doors.awaited(one -> one.people().containsKey("nora_berg"));
        // Wrong passwords of anybody lock like this, and must shut nobody out here.
        ldap.set(FakeLdap.dn("nora.berg"), "pwdAccountLockedTime", "20261122090000Z");
        assertThat(round().steps()).isEmpty();
        ldap.set(FakeLdap.dn("nora.berg"), "pwdAccountLockedTime", "000001010000Z");
        assertThat(kinds(round())).containsExactly("nora_berg suspended");
        assertThat(served.doors.cuts()).contains("nora_berg");

        ldap.set(FakeLdap.dn("nora.berg"), "pwdAccountLockedTime");
        assertThat(kinds(round())).containsExactly("nora_berg resumed");
    }

    /** Else whoever is shut out here would be in again with the next round. */
    @Test
    void whatIsDecidedHereStandsUntilLdapSaysAnotherWord() throws Exception {
        ldap.person("nora");
        round();
        served.query("UPDATE control.person SET state = 'suspended', wanted = false");

        assertThat(round().steps()).isEmpty();
        ldap.set(FakeLdap.dn("nora"), "departmentNumber", "Care");
        assertThat(kinds(round())).containsExactly("nora moved");
        assertThat(person("nora").state()).isEqualTo(State.SUSPENDED);

        ldap.set(FakeLdap.dn("nora"), "pwdAccountLockedTime", "000001010000Z");
        assertThat(round().steps()).isEmpty();
        ldap.set(FakeLdap.dn("nora"), "pwdAccountLockedTime");
        assertThat(kinds(round())).containsExactly("nora resumed");
    }

    @Test
    void whoIsGoneHasLeftAndAnotherOfThatNameIsSomebodyElse() throws Exception {
        ldap.person("nora");
        ldap.person("omar");
        ldap.group("nurses", FakeLdap.dn("nora"));
        round();

        ldap.delete(FakeLdap.dn("nora"));
        assertThat(kinds(round())).containsExactly("nora left");
        assertThat(served.doors.cuts()).contains("nora");
        assertThat(served.plane().roster().show("nora").listed().groups()).isEmpty();

        ldap.person("nora");
        LdapReport report = round();
        assertThat(report.problems()).isEmpty();
        // The directory's own group names the entry still: its word, nothing that was kept here.
        assertThat(kinds(report)).containsExactly("nora_2 joined", "nora_2 group given");
        assertThat(person("nora").deleted()).isTrue();
        assertThat(round().steps()).isEmpty();
    }

    @Test
    void nobodyJoinsWithAnAccountThatMayNotBeUsed() throws Exception {
        ldap.person("nora", "pwdAccountLockedTime: 000001010000Z");

        assertThat(round().steps()).isEmpty();
        assertThat(served.query("SELECT count(*) FROM control.person")).isEqualTo("0");
    }

    @Test
    void halfADirectoryChangesNothing() throws Exception {
        for (int i = 0; i < 600; i++) {
            ldap.person("p" + i);
        }
        round();
        ldap.delete(FakeLdap.dn("p7"));
        served.steps.clear();

        ldap.breakOff();
        assertRefused("SP7184 `ou=people,dc=h,dc=example` was not read to its end (51 busy)");
        ldap.empty();
        ldap.forgetPages();
        assertRefused("without saying whether it is all");
        ldap.empty();
        ldap.person("new");
        ldap.hide("entryUUID");
        assertRefused("an entry shows no `entryUUID`");

        assertThat(served.steps).isEmpty();
        assertThat(served.query("SELECT count(*) FROM control.person WHERE state = 'active'"))
                .isEqualTo("600");
    }

    @Test
    void moreThanABoundLeaveOnlyWhereSomebodySaysSo() throws Exception {
        for (int i = 0; i < 61; i++) {
            ldap.person("p" + i);
        }
        round();
        for (int i = 0; i < 7; i++) {
            ldap.delete(FakeLdap.dn("p" + i));
        }
        ldap.person("new");

        assertRefused(
                "SP7183 7 of 61 people would leave at once, and at most 6 may (see whether base"
                        + " and filter are right; if they did leave: `sallyport people sync"
                        + " --leavers 7`)");
        assertThat(served.query("SELECT count(*) FROM control.person WHERE state = 'active'"))
                .isEqualTo("61");

        assertThat(kinds(served.plane().ldap().round(Optional.of(7), "cli:root")))
                .hasSize(8)
                .contains("new joined", "p0 left");
    }

    @Test
    void whomAnotherSourceKeepsIsNotTouchedUntilHandedOver() throws Exception {
        served.plane()
                .csvImport()
                .apply("p.csv", "userName,name\nnora,Nora\n", "cli:root", Optional.empty());
        ldap.person("nora", "departmentNumber: Care");

        LdapReport report = round();
        assertThat(report.steps()).isEmpty();
        assertThat(words(report.problems()))
                .containsExactly(
                        "SP7182 `uid=nora,ou=people,dc=h,dc=example`: userName `nora` is somebody's"
                                + " (give another, or change the person who has it)");
        ldap.delete(FakeLdap.dn("nora"));
        served.plane().roster().hand("nora", Source.LDAP, Served.ROOT);
        assertThat(words(round().problems()))
                .containsExactly(
                        "SP7182 `nora` was handed to LDAP, which does not list them"
                                + " (name them there, or hand them back)");
        assertThat(person("nora").state()).isEqualTo(State.ACTIVE);

        ldap.person("nora", "departmentNumber: Care");
        assertThat(kinds(round())).containsExactly("nora moved");
        ldap.delete(FakeLdap.dn("nora"));
        assertThat(kinds(round())).containsExactly("nora left");
    }

    @Test
    void anIdentityProviderChangesNobodyWhomLdapKeeps() throws Exception {
        ldap.person("nora");
        round();

        Served.Answer refused =
                served.send("DELETE", "/scim/v2/Users/" + person("nora").id(), null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("SP7180 `nora` is kept by `ldap`, not by `scim`");
        assertThat(person("nora").state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void namesAreCheckedAndWhatIsWrongWithOneKeepsNobodyIn() throws Exception {
        ldap.person("nora");
        round();
        ldap.set(FakeLdap.dn("nora"), "cn", "x".repeat(300));
        ldap.person("o'); DROP TABLE person; --");
        ldap.add(
                "uid=long," + FakeLdap.PEOPLE,
                "objectClass: inetOrgPerson",
                "cn: " + "y".repeat(300));

        LdapReport report = round();

        assertThat(kinds(report)).containsExactly("o_drop_table_person joined");
        assertThat(words(report.problems()))
                .hasSize(2)
                .allMatch(problem -> problem.contains("`displayName` is empty, too long"));
        ldap.set(FakeLdap.dn("nora"), "pwdAccountLockedTime", "000001010000Z");
        assertThat(kinds(round())).containsExactly("nora suspended");
    }

    @Test
    void whatHasOneNameTwiceIsNotGuessed() throws Exception {
        ldap.person("nora");
        ldap.add("ou=other," + FakeLdap.PEOPLE, "objectClass: organizationalUnit");
        ldap.add(
                "uid=NORA,ou=other," + FakeLdap.PEOPLE,
                "objectClass: inetOrgPerson",
                "cn: Another Nora");
        ldap.person("omar");
        ldap.group("dba", FakeLdap.dn("omar"));
        ldap.add("ou=mine," + FakeLdap.GROUPS, "objectClass: organizationalUnit");
        ldap.add(
                "cn=DBA,ou=mine," + FakeLdap.GROUPS,
                "objectClass: groupOfNames",
                "member: " + FakeLdap.dn("omar"));

        LdapReport report = round();

        assertThat(kinds(report)).containsExactly("omar joined");
        assertThat(words(report.problems()))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("several groups are called"))
                .anyMatch(problem -> problem.contains("its name is another entry's, too"));
    }

    @Test
    void groupsAreFollowedSoDeepAndNoDeeperAndSaySo() throws Exception {
        ldap.person("nora");
        for (int i = 0; i < 40; i++) {
            ldap.group("g" + i, i == 0 ? FakeLdap.dn("nora") : FakeLdap.groupDn("g" + (i - 1)));
        }

        LdapReport report = round();

        assertThat(served.plane().roster().show("nora").listed().groups())
                .hasSize(33)
                .contains("g0", "g32");
        assertThat(words(report.problems()))
                .hasSize(7)
                .contains(
                        "SP7182 group `g39` nests deeper than 32 groups (nest it less; who is"
                                + " further down is not in it)");
    }

    @Test
    void ofSeveralNamesTheOneInTheDnCounts() throws Exception {
        ldap.person("nora", "uid: aaa", "departmentNumber: B", "departmentNumber: A");
        assertThat(kinds(round())).containsExactly("nora joined");
        assertThat(person("nora").told().department()).contains("A");
    }

    @Test
    void takesThousandsQuicklyAndThenOnlyWhatChanged() throws Exception {
        String[] members = new String[MANY];
        for (int i = 0; i < MANY; i++) {
            ldap.person("p" + i);
            members[i] = FakeLdap.dn("p" + i);
        }
        ldap.group("staff", members);
        long begun = System.nanoTime();

        assertThat(round().steps()).hasSize(2 * MANY);
        ldap.set(FakeLdap.dn("p77"), "departmentNumber", "Care");
        assertThat(kinds(round())).containsExactly("p77 moved");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICK);
    }

    @Test
    void aPreviewChangesNothing() throws Exception {
        ldap.person("nora");

        assertThat(kinds(served.plane().ldap().preview(Optional.empty())))
                .containsExactly("nora joined");
        assertThat(served.query("SELECT count(*) FROM control.person")).isEqualTo("0");
        assertThat(served.steps).isEmpty();
    }

    @Test
    void tellsOnceThatItFailsAndShowsItUntilItWorks() throws Exception {
        ldap.person("nora");
        ldap.hide("entryUUID");
        for (int i = 0; i < 2; i++) {
            assertRefused("SP7184 ");
        }
        assertThat(words(served.alarms)).singleElement().asString().startsWith("SP7184 ");
        assertThat(
                        served.watch("/api/v1/directory/sync")
                                .json()
                                .path("ldap")
                                .path("failures")
                                .asInt())
                .isEqualTo(2);
        assertThat(served.watch("/metrics").body()).contains("sallyport_ldap_failures 2.0");

        ldap.empty();
        ldap.person("nora");
        round();
        assertThat(served.watch("/metrics").body())
                .contains("sallyport_ldap_failures 0.0", "sallyport_ldap_people 1.0");
        assertThat(
                        served.watch("/api/v1/directory/sync")
                                .json()
                                .path("ldap")
                                .path("read_at")
                                .asString())
                .isEqualTo(Served.START.toString());
    }

    private static LdapReport round() {
        return served.plane().ldap().round(Optional.empty(), "cli:root");
    }

    private static void assertRefused(String words) {
        assertThatThrownBy(LdapTest::round).isInstanceOf(Refused.class).hasMessageContaining(words);
    }

    private static Person person(String login) {
        return served.plane().roster().show(login).listed().person();
    }

    private static List<String> kinds(LdapReport report) {
        return report.steps().stream()
                .map((Step step) -> step.login() + " " + step.kind())
                .toList();
    }

    private static List<String> words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
