package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.control.oidc.OidcSettings;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration may say of an identity provider. */
final class OidcReaderTest {
    private static final String START = WrittenConfig.START + "role: both\n";

    private static final String LEAST =
            """
            control:
              oidc:
                issuer: https://login.hospital.example/realms/staff
                client_id: sallyport
            """;

    private static final String ALL =
            LEAST
                    + """
                    secret: {file: client-secret}
                    public_url: https://sallyport.hospital.example:8443
                    authority: authority.pem
                    hosts: keys.hospital.example,tokens.hospital.example:8443
                    scope: openid groups
                    person: preferred_username
                    acr: silver, gold
                    amr: pwd,otp
                    max_age: 3600s
                    groups_claim: roles
                    groups:
                      6f1c0d52-1f0e-4f0b-9d6a-1f2a3b4c5d6e: ward nurses
                      "/staff.nurses": nurses
                    """
                            .indent(4);

    @TempDir Path folder;
    private WrittenConfig config;

    @BeforeEach
    void furnish() throws IOException {
        config = WrittenConfig.in(folder);
        Files.writeString(folder.resolve("authority.pem"), "read when it is opened");
        config.secret("client-secret", "client-secret to be told nobody\n");
    }

    private ServerConfig read(String text) throws IOException {
        return config.read(text);
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(Refused.class, () -> read(text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void isNoneWhereNothingIsSaid() throws IOException {
        ServerConfig config = read(START);

        assertThat(config.oidc()).isEmpty();
        assertThat(config.origins()).noneMatch(origin -> origin.key().contains("oidc"));
    }

    @Test
    void hasItsDefaults() throws IOException {
        ServerConfig config = read(START + LEAST);

        OidcSettings settings = config.oidc().orElseThrow();
        assertThat(settings.publicUrl()).hasValue(URI.create("https://127.0.0.1:8443"));
        assertThat(settings.secret()).isEmpty();
        assertThat(settings.person()).isEqualTo(OidcSettings.PersonClaim.SUB);
        assertThat(settings.scope()).containsExactlyInAnyOrder("openid", "profile", "email");
        assertThat(settings.demanded())
                .isEqualTo(new OidcSettings.Demanded(Set.of(), Set.of(), Optional.empty()));
        assertThat(settings.groups()).isEqualTo(new OidcSettings.GroupClaim("groups", Map.of()));
        assertThat(config.origins())
                .contains(new ServerConfig.Origin("control.oidc.person", "sub", "default"));
    }

    @Test
    void takesAllThatIsWrittenAndSaysWhereItComesFromButNotTheSecret() throws IOException {
        ServerConfig config = read(START + ALL);

        OidcSettings settings = config.oidc().orElseThrow();
        assertThat(settings.secret().orElseThrow().get())
                .isEqualTo("client-secret to be told nobody");
        assertThat(settings.publicUrl())
                .hasValue(URI.create("https://sallyport.hospital.example:8443"));
        assertThat(settings.authority()).hasValue(folder.resolve("authority.pem"));
        assertThat(settings.hosts())
                .containsExactlyInAnyOrder("keys.hospital.example", "tokens.hospital.example:8443");
        assertThat(settings.person()).isEqualTo(OidcSettings.PersonClaim.PREFERRED_USERNAME);
        assertThat(settings.demanded())
                .isEqualTo(
                        new OidcSettings.Demanded(
                                Set.of("silver", "gold"),
                                Set.of("pwd", "otp"),
                                Optional.of(Duration.ofHours(1))));
        assertThat(settings.groups())
                .isEqualTo(
                        new OidcSettings.GroupClaim(
                                "roles",
                                Map.of(
                                        "6f1c0d52-1f0e-4f0b-9d6a-1f2a3b4c5d6e",
                                        "ward nurses",
                                        "/staff.nurses",
                                        "nurses")));
        assertThat(config.origins())
                .contains(
                        new ServerConfig.Origin(
                                "control.oidc.client_id", "sallyport", "sallyport.yaml:12:16"),
                        new ServerConfig.Origin(
                                "control.oidc.secret.file",
                                "client-secret",
                                "sallyport.yaml:13:20"),
                        new ServerConfig.Origin(
                                "control.oidc.groups./staff.nurses",
                                "nurses",
                                "sallyport.yaml:25:24"));
        assertThat(config.toString() + config.origins()).doesNotContain("to be told nobody");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer: http://login.example | SP6014",
                "issuer: login.example | SP1004",
                "issuer: https://login.example?x=y | SP1004",
                "issuer: https://me@login.example | SP1004",
                "public_url: http://sallyport.example | SP1004",
                "public_url: https://sallyport.example/path | SP1004",
                "hosts: https://keys.example | SP1004",
                "scope: profile | SP1004",
                "person: name | SP1004",
                "max_age: soon | SP1004",
                "authority: nowhere.pem | SP6012",
                "secret: {file: nowhere} | SP6012",
                "secret: {file: client-secret, environment: SECRET} | SP1003",
                "client_id: '' | SP1003"
            })
    void refusesWhatWillNotDo(String line, String code) {
        String key = line.substring(0, line.indexOf(':'));
        String rest =
                LEAST.lines()
                        .filter(one -> !one.strip().startsWith(key + ":"))
                        .reduce("", (all, one) -> all + one + "\n");

        assertThat(problems(START + rest + "    " + line + "\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith(code + " sallyport.yaml:"));
    }

    @Test
    void takesAProviderOnThisMachineWithoutTls() throws IOException {
        String text = LEAST.replace("https://login.hospital.example", "http://127.0.0.1:8080");

        assertThat(read(START + text).oidc()).isPresent();
    }

    @Test
    void needsAControlPlaneAndAnIssuer() {
        assertThat(problems(START.replace("both", "gateway") + LEAST))
                .containsExactly(
                        "SP1004 sallyport.yaml:11:13 `control.oidc.issuer` is for a control plane"
                                + " (write `role: both` or `role: control`)");
        assertThat(problems(START + "control:\n  oidc:\n    client_id: sallyport\n"))
                .containsExactly(
                        "SP1003 sallyport.yaml there is no `control.oidc.issuer` (write the"
                                + " provider's issuer, to the letter)");
    }
}
