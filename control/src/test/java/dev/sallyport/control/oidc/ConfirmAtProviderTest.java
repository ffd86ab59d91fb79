package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.sallyport.control.signin.SignInEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confirming a terminal's sign-in by a browser session of the provider. */
final class ConfirmAtProviderTest {
    @TempDir static Path folder;
    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = new Site(folder, provider -> Given.settings(provider.issuer()));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() throws Exception {
        site.reset();
    }

    private static JsonNode begin(Visitor program) throws Exception {
        return program.post("/api/v1/device", "application/json", "").json();
    }

    private static Visitor.Answer poll(Visitor program, JsonNode begun) throws Exception {
        return program.post(
                "/api/v1/device/token",
                "application/json",
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("device_code", begun.path("device_code").asString())));
    }

    private static void signOutAtProvider() throws Exception {
        String token =
                FakeProvider.signed(
                        site.provider.logout().build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        site.provider.key);
        assertThat(
                        site.visitor()
                                .post("/oidc/backchannel-logout", Map.of("logout_token", token))
                                .status())
                .isEqualTo(200);
    }

    private static String code(JsonNode begun) {
        return begun.path("user_code").asString();
    }

    @Test
    void comesBackFromTheProviderAndConfirmsWithAButton() throws Exception {
        site.provider.claiming(claims ->
                claims.claim("sid", "session-1")
                        .claim("amr", List.of("pwd", "otp", "mfa"))
                        .claim("auth_time", site.clock.instant().getEpochSecond()));
        Visitor program = site.visitor();
        Visitor nora = site.visitor();
        JsonNode begun = begin(program);
        Visitor.Answer stranger = nora.post("/confirm", Map.of("user_code", code(begun)));
        assertThat(stranger.body()).contains("href=\"/oidc/sign-in\"", "name=\"password\"");

        Visitor.Answer back = nora.callback(nora.begin());
        assertThat(back.location().toString()).endsWith("/confirm?user_code=" + code(begun));
        assertThat(nora.get(back.location()).body()).contains("value=\"" + code(begun) + "\"");
        Visitor.Answer page = nora.post("/confirm", Map.of("user_code", code(begun)));
        assertThat(page.body())
                .contains("You are signed in here as <b>nora</b>")
                .doesNotContain("name=\"password\"");
        Visitor.Answer done =
                nora.post(
                        "/confirm",
                        Map.of("user_code", code(begun), "answer", "yes", "mark", page.mark()));
        assertThat(done.body()).contains("Confirmed as <b>nora</b>");

        Visitor.Answer token = poll(program, begun);
        assertThat(token.status()).as(token.body()).isEqualTo(200);
        assertThat(token.json().path("login").asString()).isEqualTo("nora");
        String secret = token.json().at("/token/secret").asString();
        assertThat(site.tokens.proof(token.json().at("/token/id").asString()))
                .hasValue(site.clock.instant().truncatedTo(ChronoUnit.SECONDS));
        assertThat(program.own(secret).status()).isEqualTo(200);
        assertThat(nora.callback(nora.begin()).location().getPath()).isEqualTo("/oidc/session");

        signOutAtProvider();
        assertThat(program.own(secret).status()).isEqualTo(401);
    }

    /** What a browser sends by itself confirms nothing. */
    @Test
    void takesNoFormWithoutItsMarkOrWithThatOfAnotherQuestion() throws Exception {
        Visitor program = site.visitor();
        Visitor nora = site.visitor();
        nora.signIn();
        JsonNode begun = begin(program);
        JsonNode other = begin(program);
        String mark = nora.post("/confirm", Map.of("user_code", code(other))).mark();

        Visitor.Answer unmarked =
                nora.post("/confirm", Map.of("user_code", code(begun), "answer", "yes"));
        Visitor.Answer marked =
                nora.post(
                        "/confirm",
                        Map.of("user_code", code(begun), "answer", "yes", "mark", mark));

        assertThat(unmarked.status()).isEqualTo(403);
        assertThat(unmarked.body()).contains("SP7296 ");
        assertThat(marked.body()).contains("SP7296 ");
        assertThat(poll(program, begun).refusal()).isEqualTo("400 SP7290");
    }

    @Test
    void aSessionThatEndedMeanwhileGivesNothing() throws Exception {
        Visitor program = site.visitor();
        Visitor nora = site.visitor();
        site.provider.claiming(claims -> claims.claim("sid", "session-1"));
        nora.signIn();
        JsonNode begun = begin(program);
        String mark = nora.post("/confirm", Map.of("user_code", code(begun))).mark();
        nora.post("/confirm", Map.of("user_code", code(begun), "answer", "yes", "mark", mark));
        signOutAtProvider();

        assertThat(poll(program, begun).refusal()).isEqualTo("401 SP7166");
        assertThat(site.signIns).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
        site.clock.advance(Duration.ofSeconds(10));
        assertThat(poll(program, begun).refusal()).isEqualTo("400 SP7292");
    }

    @Test
    void whatABrowserRemembersIsACodeOrNothing() throws Exception {
        Visitor nora = site.visitor();
        nora.plant("__Host-sallyport-asked", "https://elsewhere.example");

        assertThat(nora.callback(nora.begin()).location().getPath()).isEqualTo("/oidc/session");
    }
}
