package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An identity provider that tells a running server of people over SCIM. */
record HrDirectory(HttpClient client, String base, String bearer) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern ID = Pattern.compile("\"id\" ?: ?\"([^\"]+)\"");

    /**
     * @param port of its control plane
     */
    static HrDirectory of(OwnServer own, int port) throws Exception {
        return of(
                own,
                port,
                Stream.of("tls/gateway.crt", "keys/control.crt")
                        .map(own.data()::resolve)
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow());
    }

    /**
     * @param port of its control plane
     * @param certificate what that shows
     */
    static HrDirectory of(OwnServer own, int port, Path certificate) throws Exception {
        own.said();
        own.perform(new Request.ScimIssue(own.data(), "hr", Duration.ofHours(1)));
        return new HrDirectory(
                HttpClient.newBuilder().sslContext(PemIdentity.trusting(certificate)).build(),
                "https://127.0.0.1:" + port + "/scim/v2/",
                own.said().lines().findFirst().orElseThrow());
    }

    /** The id of somebody who is at work from now on. */
    String joins(String login) throws Exception {
        Matcher id =
                ID.matcher(
                        scim(
                                "POST",
                                "Users",
                                """
                                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                                 "userName": "%1$s", "active": true, "displayName": "%1$s",
                                 "urn:sallyport:params:scim:schemas:1.0:User": {"login": "%1$s"}}
                                """
                                        .formatted(login)));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** Somebody's group from now on. */
    void group(String name, String id) throws Exception {
        scim(
                "POST",
                "Groups",
                """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                 "displayName": "%s", "members": [{"value": "%s"}]}
                """
                        .formatted(name, id));
    }

    void active(String id, boolean is) throws Exception {
        scim(
                "PATCH",
                "Users/" + id,
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                        + "{\"op\":\"replace\",\"path\":\"active\",\"value\":%s}".formatted(is)
                        + "]}");
    }

    private String scim(String method, String path, String body) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header("Content-Type", "application/scim+json")
                                .header("Authorization", "Bearer " + bearer)
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
