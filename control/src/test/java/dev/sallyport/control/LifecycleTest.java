package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.DirectoryRecord.Whose;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds what becomes of somebody's access when their job changes. */
final class LifecycleTest {
    private static final String NORA = "nora.quinn@hospital.example";
    private static final Duration DAY = Duration.ofDays(1);

    private static Served served;
    private static IdentityProvider identity;

    @BeforeAll
    static void open() {
        served = Served.open();
        identity = new IdentityProvider(served);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @BeforeEach
    void reset() throws SQLException {
        served.reset();
    }

    @Test
    void aJoinerIsAtTheDoorsWithGroupsAndAttributes() throws Exception {
        String id =
                identity.created(
                        NORA,
                        ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":"
                                + "{\"department\":\"Oncology\"},"
                                + own("\"clinics\":[\"1\",\"2\"]"));
        String group = identity.group("nurses");
        identity.patchGroup(
                group,
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + id + "\"}]}");

        Directory.Person nora = person("nora_quinn", one -> !one.groups().isEmpty());

        assertThat(nora.groups()).containsExactly("nurses");
        assertThat(nora.name()).isEqualTo("Somebody");
        assertThat(nora.suspended()).isFalse();
        assertThat(nora.attributes())
                .containsEntry("clinics", List.of("1", "2"))
                .containsEntry("department", List.of("Oncology"));
        assertThat(nora.place()).hasToString("directory");
        assertThat(kinds()).containsExactly("joined", "group given");
        assertThat(served.steps.getFirst())
                .isEqualTo(
                        new Step(
                                Whose.PERSON,
                                id,
                                "nora_quinn",
                                "joined",
                                Optional.empty(),
                                "active",
                                "scim:okta",
                                "told by the identity provider",
                                Served.START));
    }

    @Test
    void aMoverLosesTheOldGroupWhenTheNewOneComes() throws Exception {
        String id = identity.created(NORA, "," + own("\"clinics\":[\"1\"]"));
        String nurses = identity.group("nurses");
        String billing = identity.group("billing");
        String member =
                "{\"op\":\"%s\",\"path\":\"members\",\"value\":[{\"value\":\"" + id + "\"}]}";
        identity.patchGroup(nurses, member.formatted("add"));

        identity.patchGroup(nurses, member.formatted("remove"));
        identity.patchGroup(billing, member.formatted("add"));
        identity.patch(
                id,
                "{\"op\":\"replace\",\"path\":\""
                        + IdentityProvider.OWN
                        + ":clinics\",\"value\":[\"9\"]}");

        Directory.Person nora =
                person("nora_quinn", one -> one.attributes().containsValue(List.of("9")));
        assertThat(nora.groups()).containsExactly("billing");
        assertThat(kinds())
                .containsExactly("joined", "group given", "group taken", "group given", "moved");
    }

    @Test
    void aLeaverIsCutOffAndTheAccountIsKeptInertForAReturn() throws Exception {
        String id = identity.created(NORA, "");
        identity.patchGroup(
                identity.group("nurses"),
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + id + "\"}]}");

        assertThat(served.send("DELETE", IdentityProvider.USERS + "/" + id, null).status())
                .isEqualTo(204);

        assertThat(served.doors.cuts()).containsOnly("nora_quinn");
        assertThat(served.get(IdentityProvider.USERS + "/" + id).status()).isEqualTo(404);
        assertThat(person("nora_quinn", Directory.Person::suspended).groups()).isEmpty();
        assertThat(identity.created(NORA, "")).as("the same external id").isEqualTo(id);
        assertThat(person("nora_quinn", one -> !one.suspended()).groups()).isEmpty();
        assertThat(kinds()).endsWith("left", "returned");
    }

    @Test
    void aLoginOfSomebodyWhoLeftIsNobodyElses() throws Exception {
        String id = identity.created(NORA, "");
        served.send("DELETE", IdentityProvider.USERS + "/" + id, null);

        Served.Answer same =
                served.post(
                        IdentityProvider.USERS,
                        IdentityProvider.user(NORA).replace("ext-nora.quinn", "another"));
        String other = identity.created("nora-quinn@clinic.example", "");
        Served.Answer asked =
                served.post(
                        IdentityProvider.USERS,
                        IdentityProvider.user(
                                "x@y.example", "," + own("\"login\":\"nora_quinn\"")));

        assertThat(same.status()).as(same.body()).isEqualTo(201);
        assertThat(same.id()).isNotEqualTo(id);
        assertThat(login(same.id())).isEqualTo("nora_quinn_2");
        assertThat(login(other)).isEqualTo("nora_quinn_3");
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.body()).contains("SP7110");
    }

    @Test
    void aServiceOfThePolicyKeepsItsNameAndNobodyElseIsHeldUp() throws Exception {
        served.doors.policyHasService("booking");

        Served.Answer asked =
                served.post(
                        IdentityProvider.USERS,
                        IdentityProvider.user("x@y.example", "," + own("\"login\":\"booking\"")));
        String named = identity.created("booking@clinic.example", "");
        String nora = identity.created(NORA, "");

        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.body()).contains("SP7110", "the name of a service");
        assertThat(login(named)).isEqualTo("booking_2");
        assertThat(login(nora)).isEqualTo("nora_quinn");
    }

    @Test
    void anAccountThatWasKeptLongEnoughIsRemovedAndAReturnerGetsAnotherLogin() throws Exception {
        String id = identity.created(NORA, "");
        person("nora_quinn", one -> !one.suspended());
        served.send("DELETE", IdentityProvider.USERS + "/" + id, null);

        served.clock(Served.START.plus(DAY.multipliedBy(91)));

        Directory gone =
                served.doors.awaited(directory -> directory.removed().containsKey("nora_quinn"));
        assertThat(gone.removed().values())
                .allSatisfy(removal -> assertThat(removal.reassignTo()).hasValue("heirs"));
        assertThat(gone.people()).doesNotContainKey("nora_quinn");
        assertThat(identity.created(NORA, "")).isEqualTo(id);
        assertThat(login(id)).isEqualTo("nora_quinn_2");
        assertThat(person("nora_quinn_2", one -> true).renamedFrom()).isEmpty();
    }

    @Test
    void aContractEndsAtItsInstantThoughNobodySaysSo() throws Exception {
        String id = identity.created(NORA, "," + own("\"employmentEnd\":\"2026-11-23T09:00:00Z\""));
        person("nora_quinn", one -> !one.suspended());

        served.clock(Served.START.plus(DAY));
        person("nora_quinn", Directory.Person::suspended);

        assertThat(served.doors.cuts()).containsOnly("nora_quinn");
        assertThat(identity.state(id)).isEqualTo("left");
        assertThat(served.steps.getLast().actor()).isEqualTo("clock");
        Served.Answer resumed = identity.resume(id);
        assertThat(resumed.status()).isEqualTo(409);
        assertThat(resumed.body()).contains("SP7111");
        Served.Answer longer =
                identity.patch(
                        id,
                        "{\"op\":\"replace\",\"value\":{\"active\":true,\""
                                + IdentityProvider.OWN
                                + "\":{\"employmentEnd\":\"2027-11-23T09:00:00Z\"}}}");
        assertThat(longer.status()).as(longer.body()).isEqualTo(200);
        assertThat(identity.state(id)).isEqualTo("active");
    }

    @Test
    void aPutThatDoesNotNameTheEndBringsNobodyBack() throws Exception {
        String id = identity.created(NORA, "," + own("\"employmentEnd\":\"2026-11-23T09:00:00Z\""));
        served.clock(Served.START.plus(DAY));
        person("nora_quinn", Directory.Person::suspended);

        Served.Answer put = put(id, ",\"active\":true");

        assertThat(put.status()).as(put.body()).isEqualTo(409);
        assertThat(put.body()).contains("SP7111");
        assertThat(identity.state(id)).isEqualTo("left");
    }

    @Test
    void datesStayUntilTheSourceNamesThem() throws Exception {
        String end = "2027-11-23T09:00:00Z";
        String start = "2026-01-01T00:00:00Z";
        String id =
                identity.created(
                        NORA,
                        ","
                                + own(
                                        "\"employmentStart\":\"%s\",\"employmentEnd\":\"%s\""
                                                .formatted(start, end)));

        put(id, "");
        put(id, "," + own("\"clinics\":[\"1\"]"));
        served.post(
                "/scim/v2/Bulk",
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],"
                        + "\"Operations\":[{\"method\":\"PUT\",\"path\":\"/Users/"
                        + id
                        + "\",\"data\":"
                        + IdentityProvider.user(NORA)
                        + "}]}");
        assertThat(date(id, "employmentStart")).isEqualTo(start);
        assertThat(date(id, "employmentEnd")).isEqualTo(end);
        assertThat(kinds()).doesNotContain("dates changed");

        put(id, "," + own("\"employmentEnd\":null"));
        assertThat(date(id, "employmentEnd")).isEmpty();
        assertThat(date(id, "employmentStart")).isEqualTo(start);
        assertThat(served.steps.getLast().kind()).isEqualTo("dates changed");
        assertThat(served.steps.getLast().before()).hasValue(start + "/" + end);
        assertThat(served.steps.getLast().after()).isEqualTo(start + "/");

        identity.patch(
                id,
                "{\"op\":\"remove\",\"path\":\"" + IdentityProvider.OWN + ":employmentStart\"}");
        assertThat(date(id, "employmentStart")).isEmpty();
        put(id, "," + own("\"employmentEnd\":\"%s\"".formatted(end)));
        put(id, ",\"" + IdentityProvider.OWN + "\":null");
        assertThat(date(id, "employmentEnd")).isEmpty();
    }

    @Test
    void somebodyWhoStartsLaterIsNowhereUntilThen() throws Exception {
        String id =
                identity.created(NORA, "," + own("\"employmentStart\":\"2026-11-23T09:00:00Z\""));
        identity.created("omar@hospital.example", "");

        assertThat(served.doors.awaited(one -> one.people().containsKey("omar")).people())
                .doesNotContainKey("nora_quinn");
        assertThat(identity.state(id)).isEqualTo("invited");

        served.clock(Served.START.plus(DAY));

        assertThat(person("nora_quinn", one -> true).suspended()).isFalse();
        assertThat(identity.state(id)).isEqualTo("active");
    }

    @Test
    void aRenamedPersonKeepsTheAccountAndOneRenameWaitsForTheOther() throws Exception {
        String id = identity.created(NORA, "");
        person("nora_quinn", one -> true);
        served.doors.applyFails(true);

        Served.Answer renamed = rename(id, "nora.berg@hospital.example");
        Served.Answer again = rename(id, "nora.lind@hospital.example");

        assertThat(renamed.status()).as(renamed.body()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("SP7112");
        served.doors.applyFails(false);
        tick();
        assertThat(person("nora_berg", one -> true).renamedFrom()).hasValue("nora_quinn");
        assertThat(identity.created("nora.quinn@other.example", "").isEmpty()).isFalse();
        served.doors.awaited(directory -> directory.people().containsKey("nora_quinn_2"));
        assertThat(served.steps.get(1).kind()).isEqualTo("renamed");
        assertThat(served.steps.get(1).before()).hasValue("nora_quinn");
    }

    /** Doors that are away, or a name of somebody else, keep nobody in. */
    @Test
    void aSuspensionIsTakenThoughTheNameThatComesWithItIsRefused() throws Exception {
        identity.created("omar@hospital.example", "");
        String id = identity.created(NORA, "");
        person("nora_quinn", one -> true);
        served.doors.applyFails(true);
        rename(id, "nora.berg@hospital.example");

        Served.Answer renamedTwice = put(id, "nora.lind@hospital.example", ",\"active\":false");

        assertThat(identity.state(id)).isEqualTo("suspended");
        assertThat(served.doors.cuts()).contains("nora_quinn", "nora_berg");
        assertThat(renamedTwice.status()).isEqualTo(409);
        assertThat(renamedTwice.body()).contains("SP7112", "only the suspension was taken");
        assertThat(kinds()).endsWith("renamed", "suspended");
        served.doors.applyFails(false);
        tick();
        person("nora_berg", Directory.Person::suspended);

        assertThat(put(id, "nora.lind@hospital.example", ",\"active\":true").status())
                .isEqualTo(200);
        Served.Answer taken = put(id, "omar@hospital.example", ",\"active\":false");

        assertThat(identity.state(id)).isEqualTo("suspended");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).contains("SP7110", "only the suspension was taken");
        Served.Answer again = put(id, "omar@hospital.example", ",\"active\":false");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("SP7110").doesNotContain("the suspension");
    }

    @Test
    void whoCannotBeCutOffIsSuspendedAllTheSameAndCutOffLater() throws Exception {
        String id = identity.created(NORA, "");
        served.doors.cutFails(true);

        assertThat(identity.suspend(id).status()).isEqualTo(200);

        assertThat(identity.state(id)).isEqualTo("suspended");
        assertThat(served.doors.cuts()).isEmpty();
        assertThat(served.alarms).hasSize(1);
        assertThat(served.alarms.getFirst().toString())
                .startsWith("SP7121")
                .doesNotContain("secret words");
        served.doors.cutFails(false);
        served.reopen();
        tick();
        person("nora_quinn", Directory.Person::suspended);
        assertThat(served.doors.cuts()).contains("nora_quinn");
    }

    @Test
    void whatTheDoorsDoNotTakeIsShownToldOnceAndTriedAgain() throws Exception {
        served.doors.applyFails(true);
        identity.created(NORA, "");
        for (int round = 1; round < 4; round++) {
            awaitFailures(round);
            tick();
        }

        Served.Answer shown = status();
        assertThat(shown.json().path("pending").asBoolean(false)).isTrue();
        assertThat(shown.json().path("problems").get(0).asString())
                .isEqualTo("SP3004 database `ehr` does not answer");
        assertThat(served.alarms).extracting(Problem::toString).hasSize(1);
        assertThat(served.get("/metrics").body()).contains("sallyport_directory_sync_pending 1.0");

        served.doors.applyFails(false);
        tick();
        person("nora_quinn", one -> true);
    }

    @Test
    void whatStandsIsBroughtToTheDoorsAgainAfterARestart() throws Exception {
        identity.created(NORA, "");
        person("nora_quinn", one -> true);

        served.reopen();

        person("nora_quinn", one -> true);
    }

    private static void awaitFailures(int least) throws Exception {
        long begun = System.nanoTime();
        while (status().json().path("failures").asInt() < least) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("the doors are tried again")
                    .isLessThan(Duration.ofSeconds(60));
        }
    }

    /** As long as any retry waits. */
    private static void tick() {
        served.clock(served.now().plusSeconds(30));
    }

    private static Served.Answer status() throws Exception {
        return served.watch("/api/v1/directory/sync");
    }

    private static Served.Answer rename(String id, String userName) throws Exception {
        return identity.patch(
                id, "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + userName + "\"}");
    }

    private static Served.Answer put(String id, String more) throws Exception {
        return put(id, NORA, more);
    }

    private static Served.Answer put(String id, String userName, String more) throws Exception {
        return served.send(
                "PUT", IdentityProvider.USERS + "/" + id, IdentityProvider.user(userName, more));
    }

    private static String date(String id, String name) throws Exception {
        return identity.read(id).path(IdentityProvider.OWN).path(name).asString("");
    }

    private static String login(String id) throws Exception {
        return identity.read(id).path(IdentityProvider.OWN).path("login").asString();
    }

    private static List<String> kinds() {
        return served.steps.stream().map(Step::kind).toList();
    }

    private static Directory.Person person(
            String login, java.util.function.Predicate<Directory.Person> like) throws Exception {
        Directory directory =
                served.doors.awaited(one -> named(one, login).filter(like).isPresent());
        return named(directory, login).orElseThrow();
    }

    private static Optional<Directory.Person> named(Directory directory, String login) {
        return Optional.ofNullable(directory.people().get(login));
    }

    private static String own(String members) {
        return "\"" + IdentityProvider.OWN + "\":{" + members + "}";
    }
}
