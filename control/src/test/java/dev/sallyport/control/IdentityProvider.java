package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An identity provider that tells a control plane who works here. */
final class IdentityProvider {
    static final String USERS = "/scim/v2/Users";
    static final String GROUPS = "/scim/v2/Groups";
    static final String OWN = "urn:sallyport:params:scim:schemas:1.0:User";

    private final Served served;

    IdentityProvider(Served served) {
        this.served = served;
    }

    String created(String userName, String more) throws Exception {
        Served.Answer answer = served.post(USERS, user(userName, more));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.id();
    }

    JsonNode read(String id) throws Exception {
        return served.get(USERS + "/" + id).json();
    }

    String state(String id) throws Exception {
        return read(id).path(OWN).path("state").asString();
    }

    Served.Answer suspend(String id) throws Exception {
        return patch(id, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    }

    Served.Answer resume(String id) throws Exception {
        return patch(id, "{\"op\":\"replace\",\"value\":{\"active\":true}}");
    }

    List<String> members(String group) throws Exception {
        return served.get(GROUPS + "/" + group)
                .json()
                .path("members")
                .valueStream()
                .map(member -> member.path("value").asString())
                .toList();
    }

    List<String> found(String path, String filter) throws Exception {
        Served.Answer answer =
                served.get(path + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .path("Resources")
                .valueStream()
                .map(one -> one.path("id").asString())
                .toList();
    }

    String created(String userName) throws Exception {
        Served.Answer answer = served.post(USERS, user(userName));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.id();
    }

    String group(String name) throws Exception {
        Served.Answer answer =
                served.post(
                        GROUPS,
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],"
                                + "\"displayName\":\"%s\"}".formatted(name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.id();
    }

    Served.Answer patch(String id, String operations) throws Exception {
        return served.send("PATCH", USERS + "/" + id, patchOf(operations));
    }

    Served.Answer patchGroup(String id, String operations) throws Exception {
        return served.send("PATCH", GROUPS + "/" + id, patchOf(operations));
    }

    static String patchOf(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                + operations
                + "]}";
    }

    static String user(String userName) {
        return user(userName, "");
    }

    /** With more members of the resource, each with a comma before. */
    static String user(String userName, String more) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\","
                        .formatted(userName)
                + "\"externalId\":\"ext-%s\",\"displayName\":\"Somebody\""
                        .formatted(userName.substring(0, userName.indexOf('@')))
                + more
                + "}";
    }
}
