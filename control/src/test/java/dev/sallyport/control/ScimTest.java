package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What identity providers send, and what they must see. Modelled on the published requests of Okta
 * and Microsoft Entra; not certified by them.
 */
final class ScimTest {
    private static final String USERS = IdentityProvider.USERS;
    private static final String GROUPS = IdentityProvider.GROUPS;
    private static final String ENTERPRISE =
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String OWN = IdentityProvider.OWN;

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

    @AfterEach
    void nothingBroke() {
        assertThat(served.alarms).isEmpty();
    }

    @Test
    void answersTheConnectionTestOfOkta() throws Exception {
        Served.Answer answer = served.get(USERS + "?startIndex=1&count=2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/scim+json");
        assertThat(answer.json().path("totalResults").asInt(-1)).isZero();
        assertThat(answer.json().path("startIndex").asInt()).isEqualTo(1);
        assertThat(answer.json().path("schemas").get(0).asString())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    }

    @Test
    void findsAPersonByNameWithoutRegardToCaseAndAnEmptyListIsAnAnswer() throws Exception {
        String id = identity.created("nora@hospital.example");

        assertThat(identity.found(USERS, "userName eq \"NORA@hospital.example\""))
                .containsExactly(id);
        assertThat(identity.found(USERS, "externalId eq \"ext-nora\"")).containsExactly(id);
        assertThat(identity.found(USERS, "userName sw \"nor\" and active eq true"))
                .containsExactly(id);
        assertThat(identity.found(USERS, "userName eq \"nobody\"")).isEmpty();
    }

    @Test
    void findsAGroupByItsName() throws Exception {
        String id = identity.group("Nurses");

        assertThat(identity.found(GROUPS, "displayName eq \"nurses\"")).containsExactly(id);
        assertThat(identity.found(GROUPS, "displayName eq \"physicians\"")).isEmpty();
    }

    @Test
    void refusesASecondPersonOfOneName() throws Exception {
        identity.created("nora@hospital.example");

        Served.Answer answer = served.post(USERS, IdentityProvider.user("Nora@Hospital.example"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("scimType").asString()).isEqualTo("uniqueness");
        assertThat(answer.json().path("detail").asString()).startsWith("SP7110 userName");
    }

    @Test
    void somebodyNewHasTheNameOfSomebodyWhoIsGoneAndNothingElseOfTheirs() throws Exception {
        String gone = identity.created("nora@hospital.example");
        identity.patchGroup(
                identity.group("nurses"),
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
                        .formatted(gone));
        served.send("DELETE", USERS + "/" + gone, null);

        String another = IdentityProvider.user("Nora@hospital.example");
        Served.Answer answer = served.post(USERS, another.replace("ext-Nora", "another"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.id()).isNotEqualTo(gone);
        assertThat(answer.json().path(OWN).path("login").asString()).isEqualTo("nora_2");
        assertThat(groups(identity.read(answer.id()))).isEmpty();
        assertThat(identity.found(USERS, "userName eq \"nora@hospital.example\""))
                .containsExactly(answer.id());
        assertThat(
                        served.plane()
                                .roster()
                                .show("nora@hospital.example")
                                .listed()
                                .person()
                                .id()
                                .toString())
                .isEqualTo(answer.id());
        served.doors.awaited(one ->
                one.people().containsKey("nora_2")
                        && one.people().containsKey("nora")
                        && one.people().get("nora").suspended());

        Served.Answer back = served.post(USERS, another.replace("ext-Nora", "ext-nora"));
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.body()).contains("SP7110");
        served.send("DELETE", USERS + "/" + answer.id(), null);
        assertThat(identity.created("nora@hospital.example")).isEqualTo(gone);
    }

    @Test
    void suspendsAsOktaSaysItAndCutsOffBeforeItAnswers() throws Exception {
        String id = identity.created("nora@hospital.example");

        Served.Answer answer =
                identity.patch(id, "{\"op\":\"replace\",\"value\":{\"active\":false}}");

        assertThat(served.doors.cuts()).containsOnly("nora");
        assertSuspended(id, answer);
    }

    @Test
    void suspendsAsEntraSaysItWithoutTheComplianceFlag() throws Exception {
        String id = identity.created("nora@hospital.example");

        assertSuspended(
                id,
                identity.patch(id, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}"));
        assertThat(served.doors.cuts()).containsOnly("nora");
    }

    @Test
    void suspendsByATextInAPatchWithoutAPath() throws Exception {
        String id = identity.created("nora@hospital.example");

        assertSuspended(
                id, identity.patch(id, "{\"op\":\"replace\",\"value\":{\"active\":\"false\"}}"));
    }

    @Test
    void takesASuspendedPersonBack() throws Exception {
        String id = identity.created("nora@hospital.example");
        identity.patch(id, "{\"op\":\"replace\",\"value\":{\"active\":false}}");

        Served.Answer answer =
                identity.patch(id, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"True\"}");

        assertThat(answer.json().path("active").asBoolean(false)).isTrue();
        assertThat(served.get(USERS + "/" + id).json().path(OWN).path("state").asString())
                .isEqualTo("active");
    }

    @Test
    void readsThePathOfTheEnterpriseExtension() throws Exception {
        String id = identity.created("nora@hospital.example");

        Served.Answer answer =
                identity.patch(
                        id,
                        "{\"op\":\"Add\",\"path\":\""
                                + ENTERPRISE
                                + ":department\",\"value\":\"Oncology\"},"
                                + "{\"op\":\"Add\",\"path\":\""
                                + ENTERPRISE
                                + ":manager\",\"value\":\"26118915\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode enterprise = served.get(USERS + "/" + id).json().path(ENTERPRISE);
        assertThat(enterprise.path("department").asString()).isEqualTo("Oncology");
        assertThat(enterprise.path("manager").path("value").asString()).isEqualTo("26118915");
    }

    @Test
    void addsTheElementThatAPathLooksForAndDoesNotFind() throws Exception {
        String id = identity.created("nora@hospital.example");

        Served.Answer answer =
                identity.patch(
                        id,
                        "{\"op\":\"Replace\",\"path\":\"emails[type eq \\\"work\\\"].value\","
                                + "\"value\":\"nora@work.example\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode emails = served.get(USERS + "/" + id).json().path("emails");
        assertThat(emails.toString()).contains("nora@work.example").contains("work");
    }

    @Test
    void toleratesTheFilterOfMicrosoftsDocuments() throws Exception {
        String id = identity.created("nora@hospital.example");
        identity.patch(
                id,
                "{\"op\":\"add\",\"path\":\"emails\",\"value\":"
                        + "[{\"type\":\"work\",\"value\":\"nora@work.example\"}]}");

        assertThat(identity.found(USERS, "emails[type eq \"work\"] eq \"nora@work.example\""))
                .containsExactly(id);
        assertThat(identity.found(USERS, "emails[type eq \"work\"] eq \"other@work.example\""))
                .isEmpty();
    }

    @Test
    void acceptsAPatchWithoutOperations() throws Exception {
        String id = identity.created("nora@hospital.example");

        assertThat(identity.patch(id, "").status()).isIn(200, 204);
    }

    @Test
    void givesAndTakesMembersInBatchesAsOftenAsItIsTold() throws Exception {
        String nora = identity.created("nora@hospital.example");
        String omar = identity.created("omar@hospital.example");
        String bella = identity.created("bella@hospital.example");
        String group = identity.group("nurses");
        String add =
                "{\"op\":\"Add\",\"path\":\"members\",\"value\":["
                        + "{\"value\":\"%s\"},{\"value\":\"%s\"},{\"value\":\"%s\"}]}"
                                .formatted(omar, nora, bella);

        assertThat(identity.patchGroup(group, add).status()).isIn(200, 204);
        assertThat(identity.patchGroup(group, add).status()).isIn(200, 204);
        assertThat(identity.members(group)).containsExactly(omar, nora, bella);

        String remove = "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}";
        assertThat(identity.patchGroup(group, remove.formatted(nora)).status()).isIn(200, 204);
        assertThat(identity.patchGroup(group, remove.formatted(nora)).status()).isIn(200, 204);
        assertThat(identity.members(group)).containsExactly(omar, bella);

        String entra =
                "{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"%s\"}]}"
                        .formatted(bella);
        assertThat(identity.patchGroup(group, entra).status()).isIn(200, 204);
        assertThat(identity.members(group)).containsExactly(omar);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"value\":\"%s\"}]",
                "[{\"value\":\"%s\",\"display\":\"Nora\"}]",
                "{\"value\":\"%s\",\"$ref\":null}",
                "[\"%s\"]",
                "\"%s\""
            })
    void takesAMemberInWhateverFormItIsNamed(String named) throws Exception {
        String nora = identity.created("nora@hospital.example");
        String omar = identity.created("omar@hospital.example");
        String group = identity.group("nurses");
        identity.patchGroup(
                group,
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"},{\"value\":\"%s\"}]}"
                        .formatted(nora, omar));

        Served.Answer answer =
                identity.patchGroup(
                        group,
                        "{\"op\":\"Remove\",\"path\":\"Members\",\"value\":%s}"
                                .formatted(named.formatted(nora)));

        assertThat(answer.status()).as(answer.body()).isIn(200, 204);
        assertThat(identity.members(group)).containsExactly(omar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "[7]", "[{\"display\":\"Nora\"}]", "[{\"value\":null}]"})
    void takesNobodyWhereNobodyIsNamed(String named) throws Exception {
        String nora = identity.created("nora@hospital.example");
        String group = identity.group("nurses");
        identity.patchGroup(
                group,
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
                        .formatted(nora));

        identity.patchGroup(
                group, "{\"op\":\"remove\",\"path\":\"members\",\"value\":%s}".formatted(named));

        assertThat(identity.members(group)).containsExactly(nora);
    }

    @Test
    void findsPeopleByTheirGroupsAndShowsTheGroupsOfEach() throws Exception {
        String nora = identity.created("nora@hospital.example");
        String omar = identity.created("omar@hospital.example");
        String nurses = identity.group("nurses");
        String billing = identity.group("billing");
        String add = "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}";
        identity.patchGroup(nurses, add.formatted(nora));
        identity.patchGroup(nurses, add.formatted(omar));
        identity.patchGroup(billing, add.formatted(nora));

        assertThat(identity.found(USERS, "groups.value eq \"" + billing + "\""))
                .containsExactly(nora);
        assertThat(identity.found(USERS, "displayName sw \"Some\""))
                .containsExactlyInAnyOrder(nora, omar);
        assertThat(served.get(USERS).json().path("Resources").valueStream())
                .extracting(ScimTest::groups)
                .containsExactlyInAnyOrder(List.of("billing", "nurses"), List.of("nurses"));
        assertThat(groups(identity.read(nora))).containsExactly("billing", "nurses");
    }

    @Test
    void aGroupWithOneWhoIsNobodyStaysAsItIs() throws Exception {
        String nora = identity.created("nora@hospital.example");
        String omar = identity.created("omar@hospital.example");
        String bella = identity.created("bella@hospital.example");
        served.send("DELETE", USERS + "/" + bella, null);
        String group = identity.group("nurses");
        identity.patchGroup(
                group,
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
                        .formatted(nora));

        Served.Answer answer =
                identity.patchGroup(
                        group,
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":"
                                + "[{\"value\":\"%s\"},{\"value\":\"%s\"}]}"
                                        .formatted(omar, bella));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("SP7100 member `" + bella + "` is nobody");
        assertThat(identity.members(group)).containsExactly(nora);
    }

    @Test
    void suspendsByTheSchemaAroundTheAttributes() throws Exception {
        String id = identity.created("nora@hospital.example");

        assertSuspended(
                id,
                identity.patch(
                        id,
                        "{\"op\":\"replace\",\"value\":"
                                + "{\"urn:ietf:params:scim:schemas:core:2.0:User\":"
                                + "{\"active\":\"False\"}}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"op\":\"replace\",\"path\":\"activ\",\"value\":false}",
                "{\"op\":\"replace\",\"value\":{\"activ\":false}}",
                "{\"op\":\"replace\",\"value\":{\"urn:x\":{\"active\":false}}}",
                "{\"op\":\"remove\",\"path\":\"shoeSize\"},"
                        + "{\"op\":\"add\",\"value\":{\"shoeSize\":41}}"
            })
    void refusesAPatchOfNothingThatItKnows(String operations) throws Exception {
        String id = identity.created("nora@hospital.example");
        String group = identity.group("nurses");

        for (Served.Answer answer :
                List.of(identity.patch(id, operations), identity.patchGroup(group, operations))) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.json().path("scimType").asString()).isEqualTo("invalidPath");
            assertThat(answer.json().path("detail").asString()).startsWith("SP7100 ");
        }
        assertThat(version(served.get(USERS + "/" + id))).isEqualTo("W/\"1\"");
    }

    @Test
    void passesOverWhatItDoesNotKnowBesideWhatItDoes() throws Exception {
        String id = identity.created("nora@hospital.example");

        assertSuspended(
                id,
                identity.patch(
                        id,
                        "{\"op\":\"add\",\"path\":\"shoeSize\",\"value\":41},"
                                + "{\"op\":\"replace\",\"value\":{\"hat\":7,\"active\":false}}"));
        Served.Answer again =
                identity.patch(
                        id,
                        "{\"op\":\"replace\",\"value\":{\"hat\":7,\"active\":false}},"
                                + "{\"op\":\"remove\",\"path\":\"emails[type eq \\\"fax\\\"]\"}");
        assertThat(again.status()).as(again.body()).isIn(200, 204);
    }

    @Test
    void keepsWhoIsActiveWhereAPutDoesNotSay() throws Exception {
        String id = identity.created("nora@hospital.example");

        served.send("PUT", USERS + "/" + id, IdentityProvider.user("nora@hospital.example"));
        assertThat(served.get(USERS + "/" + id).json().path("active").asBoolean(false)).isTrue();

        identity.patch(id, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
        served.send("PUT", USERS + "/" + id, IdentityProvider.user("nora@hospital.example"));
        assertThat(served.get(USERS + "/" + id).json().path("active").asBoolean(true)).isFalse();
    }

    @Test
    void whatIsToldAgainIsNoChange() throws Exception {
        String id = identity.created("nora@hospital.example", "");
        String put =
                IdentityProvider.user(
                        "nora@hospital.example",
                        ",\"title\":\"Nurse\",\"emails\":[{\"value\":\"n@x.example\",\"type\":\"work\"}],"
                                + "\"name\":{\"givenName\":\"Nora\",\"familyName\":\"Quinn\"}");

        String first = version(served.send("PUT", USERS + "/" + id, put));
        String second = version(served.send("PUT", USERS + "/" + id, put));

        assertThat(first).isEqualTo("W/\"2\"");
        assertThat(second).isEqualTo(first);
        assertThat(served.get(USERS + "/" + id).json().path("title").asString()).isEqualTo("Nurse");
    }

    @Test
    void tellsWhatItCanDo() throws Exception {
        for (String page : List.of("ServiceProviderConfig", "Schemas", "ResourceTypes")) {
            assertThat(served.get("/scim/v2/" + page).status()).as(page).isEqualTo(200);
        }
        assertThat(served.get("/scim/v2/Schemas/" + OWN).body()).contains("clinics", "staff_id");
        assertThat(served.post("/scim/v2/Schemas", "{}").status()).isBetween(400, 501);
    }

    @Test
    void takesPlainJson() throws Exception {
        Served.Answer answer =
                served.send(
                        "POST",
                        USERS,
                        IdentityProvider.user("nora@hospital.example"),
                        "Content-Type",
                        "application/json");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static List<String> groups(JsonNode user) {
        return user.path("groups")
                .valueStream()
                .map(group -> group.path("display").asString())
                .toList();
    }

    private static String version(Served.Answer answer) {
        return answer.json().path("meta").path("version").asString();
    }

    private void assertSuspended(String id, Served.Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("active").asBoolean(true)).isFalse();
        JsonNode kept = served.get(USERS + "/" + id).json();
        assertThat(kept.path("active").asBoolean(true)).isFalse();
        assertThat(kept.path(OWN).path("state").asString()).isEqualTo("suspended");
        served.doors.awaited(directory ->
                directory.people().containsKey("nora")
                        && directory.people().get("nora").suspended());
    }
}
