package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.sallyport.problem.Refused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What we believe of a provider's description of itself, and whom we ask for it. */
final class ProviderTest {
    private static final Given.Clock CLOCK = new Given.Clock();
    private static FakeProvider fake;
    private static ProviderHttp http;
    private static OidcSettings settings;

    @BeforeAll
    static void open() throws Exception {
        fake = new FakeProvider(CLOCK);
        settings = Given.settings(fake.issuer());
        http = new ProviderHttp(settings);
    }

    @AfterAll
    static void close() {
        http.close();
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
    }

    private static Provider provider() {
        return new Provider(settings, http, CLOCK);
    }

    @Test
    void isAskedOnceInAnHour() {
        Provider provider = provider();
        assertThat(provider.metadata().token()).isEqualTo(URI.create(fake.issuer() + "/token"));

        fake.metadata.put("token_endpoint", fake.issuer() + "/other");
        assertThat(provider.metadata().token()).isEqualTo(URI.create(fake.issuer() + "/token"));
        CLOCK.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(provider.metadata().token()).isEqualTo(URI.create(fake.issuer() + "/other"));
    }

    @Test
    void isNotAskedAgainAtOnceWhereItIsAway() {
        Provider provider = provider();
        fake.metadata.put("issuer", "https://another.example");
        assertThatThrownBy(provider::metadata).hasMessage("SP7161 another issuer");

        fake.reset();
        assertThatThrownBy(provider::metadata).hasMessage("SP7161 another issuer");
        CLOCK.advance(Provider.PAUSE.plusSeconds(1));
        assertThat(provider.metadata().token()).isEqualTo(URI.create(fake.issuer() + "/token"));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://127.0.0.1:1/realm, another issuer",
        "issuer, '', another issuer",
        "token_endpoint, http://169.254.169.254/latest, token_endpoint elsewhere",
        "token_endpoint, http://127.0.0.1:1/token, token_endpoint elsewhere",
        "jwks_uri, https://keys.example/keys, jwks_uri elsewhere",
        "jwks_uri, file:///etc/passwd, jwks_uri elsewhere",
        "jwks_uri, /keys, jwks_uri elsewhere",
        "jwks_uri, not an address, no jwks_uri",
        "authorization_endpoint, http://127.0.0.1.evil.example/a, authorization_endpoint elsewhere",
        "authorization_endpoint, javascript:alert(1), authorization_endpoint elsewhere"
    })
    void isNotBelievedWhereItSendsUsElsewhere(String name, String value, String reason) {
        fake.metadata.put(name, value);

        assertThatThrownBy(() -> provider().metadata()).hasMessage("SP7161 " + reason);
    }

    @Test
    void isNotUsedWithoutProofKeysOrCodes() {
        fake.metadata.put("code_challenge_methods_supported", List.of("plain"));
        assertThatThrownBy(() -> provider().metadata()).hasMessage("SP7161 no S256");

        fake.metadata.remove("code_challenge_methods_supported");
        fake.metadata.put("response_types_supported", List.of("id_token"));
        assertThatThrownBy(() -> provider().metadata()).hasMessage("SP7161 no code");
    }

    @Test
    void mayHaveFurtherHostsThatAnOperatorNamed() {
        OidcSettings several =
                new OidcSettings(
                        URI.create("https://accounts.example"),
                        "us",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("keys.example", "tokens.example:8443"),
                        Set.of("openid"),
                        OidcSettings.PersonClaim.SUB,
                        Given.nothing(),
                        new OidcSettings.GroupClaim("groups", Map.of()));
        Map<String, Object> document =
                Map.of(
                        "issuer", "https://accounts.example",
                        "authorization_endpoint", "https://accounts.example:443/a",
                        "token_endpoint", "https://tokens.example:8443/t",
                        "jwks_uri", "https://keys.example/k");

        assertThat(Metadata.of(JsonMapper.shared().valueToTree(document), several).keys())
                .isEqualTo(URI.create("https://keys.example/k"));
        assertThatThrownBy(() ->
                        Metadata.of(
                                JsonMapper.shared()
                                        .valueToTree(
                                                Map.of(
                                                        "issuer",
                                                        "https://accounts.example",
                                                        "authorization_endpoint",
                                                        "http://accounts.example/a")),
                                several))
                .hasMessage("SP7161 authorization_endpoint elsewhere");
    }

    @Test
    void isFollowedNowhereAndReadNoFurtherThanItsBound() {
        URI base = fake.issuer();
        fake.redirect("/moved", URI.create(base + "/keys"));
        fake.page("/long", 200, new byte[ProviderHttp.LONGEST_ANSWER + 1]);
        fake.page("/text", 200, "no JSON".getBytes(StandardCharsets.UTF_8));
        fake.page("/list", 200, "[]".getBytes(StandardCharsets.UTF_8));
        fake.page("/twice", 200, "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8));

        refuses(base.resolve("/moved"), "SP7161 status 302");
        refuses(base.resolve("/long"), "SP7161 no answer");
        refuses(base.resolve("/text"), "SP7161 no JSON");
        refuses(base.resolve("/list"), "SP7161 no JSON object");
        refuses(base.resolve("/twice"), "SP7161 no JSON");
        refuses(URI.create("http://127.0.0.1:1/"), "SP7161 no answer");
    }

    private static void refuses(URI address, String message) {
        assertThatThrownBy(() -> http.get(address)).hasMessage(message);
    }

    @Test
    void isAwayWhereItsKeysAreNone() {
        fake.page("/realm/nokeys", 200, "{\"keys\":7}".getBytes(StandardCharsets.UTF_8));
        fake.metadata.put("jwks_uri", fake.issuer() + "/nokeys");

        assertThatThrownBy(() -> provider().keys(new JWSHeader(JWSAlgorithm.RS256)))
                .hasMessage("SP7161 no keys");
    }

    @Test
    void refusesAnAuthorityThatHoldsNoCertificates(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("authority.pem"), "no certificate");
        OidcSettings given =
                new OidcSettings(
                        fake.issuer(),
                        "us",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(file),
                        Set.of(),
                        Set.of("openid"),
                        OidcSettings.PersonClaim.SUB,
                        Given.nothing(),
                        new OidcSettings.GroupClaim("groups", Map.of()));

        assertThatThrownBy(() -> new ProviderHttp(given))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP7170 `" + file + "` holds no certificates");
    }
}
