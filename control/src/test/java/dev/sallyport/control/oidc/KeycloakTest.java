package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.http.Form;
import dev.sallyport.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way at a real Keycloak; in a build of its own: {@code mvn -Pkeycloak}. */
@Tag("keycloak")
final class KeycloakTest {
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    @TempDir Path folder;

    @Test
    void signsSomebodyInWithTheirGroupsAndOutAgain() throws Exception {
        int port = FreePort.next();
        try (Site site = new Site(folder, _ -> Given.settings(Keycloak.issuer(port)))) {
            site.clock.follow(InstantSource.system());
            site.people("userName,name,externalId\nnora,Nora," + Keycloak.NORA + "\n");
            try (Keycloak keycloak =
                    new Keycloak(
                            Path.of(System.getProperty("sallyport.keycloak")),
                            port,
                            "https://127.0.0.1:" + site.port(),
                            site.certificate.certificate())) {
                keycloak.await();
                signsInAndOut(site, keycloak);
            }
        }
    }

    private static void signsInAndOut(Site site, Keycloak keycloak) throws Exception {
        Visitor nora = site.visitor();
        URI begun = nora.get("/oidc/sign-in").location();

        assertThat(entered(nora, begun, "wrong").status()).isEqualTo(200);
        Visitor.Answer back = entered(nora, begun, Keycloak.PASSWORD);
        assertThat(back.status()).isEqualTo(302);
        Visitor.Answer callback = nora.callback(back.location());
        assertThat(callback.status()).as(callback.body()).isEqualTo(303);
        Visitor.Answer session = nora.get("/oidc/session");
        assertThat(session.body()).contains("You are signed in as <b>nora</b>");
        assertThat(
                        site.query(
                                "SELECT g.name FROM control.membership m JOIN control.person p ON p.id = m.person"
                                        + " JOIN control.person_group g ON g.id = m.group_id"
                                        + " WHERE p.login = 'nora'"))
                .isEqualTo("nurses");
        assertThat(site.events)
                .first()
                .isInstanceOfSatisfying(
                        OidcEvent.SignedIn.class, in -> assertThat(in.proof().acr()).isPresent());

        String word = nora.post("/oidc/word", Map.of("mark", session.mark())).word();
        String token = nora.login("nora", word).json().path("token").path("secret").asString("");
        assertThat(nora.own(token).status()).isEqualTo(200);

        keycloak.signOut(Keycloak.NORA);
        keycloak.until(() -> nora.own(token).status() == 401);
        assertThat(nora.get("/oidc/session").refusal()).isEqualTo("401 SP7166");
    }

    /** What comes of Keycloak's form. */
    private static Visitor.Answer entered(Visitor visitor, URI begun, String password)
            throws IOException, InterruptedException {
        Visitor.Answer form = visitor.sendOnLoopback(HttpRequest.newBuilder(begun).build());
        Matcher action = ACTION.matcher(form.body());
        assertThat(action.find()).as(form.body()).isTrue();
        return visitor.sendOnLoopback(
                HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Form.write(
                                                Map.of("username", "nora", "password", password))))
                        .build());
    }
}
