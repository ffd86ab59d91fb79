package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which name a configuration says that browsers reach the control plane. */
final class PublicUrlReaderTest {
    @TempDir Path folder;
    private WrittenConfig config;

    @BeforeEach
    void furnish() throws IOException {
        config = WrittenConfig.in(folder);
    }

    private Optional<URI> read(String more) throws IOException {
        return config.read(WrittenConfig.START + more).publicUrl();
    }

    @Test
    void isTheNameThatEveryMachineHasForItselfUnlessSomethingElseIsWritten() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("role: both\n")).contains(URI.create("https://localhost:8443"));
        assertThat(read("role: both\ncontrol: {port: 9443}\n"))
                .contains(URI.create("https://localhost:9443"));
    }

    /** Nobody is sent to a page that is not there. */
    @Test
    void connectionsAreConfirmedWhereBrowsersReachIt() throws IOException {
        String offered = WrittenConfig.START + "listen: {browser_sign_in: true}\n";
        assertThat(config.read(WrittenConfig.START).listening().browser())
                .isEqualTo(ServerConfig.BrowserSignIn.NOT_OFFERED);
        assertThat(config.read(offered + "role: both\n").listening().browser())
                .isEqualTo(ServerConfig.BrowserSignIn.OFFERED);
        assertThatThrownBy(() -> config.read(offered))
                .hasMessageContaining("SP1004 sallyport.yaml:8:")
                .hasMessageContaining("`listen.browser_sign_in` needs a control plane");
        assertThatThrownBy(() -> config.read(offered.replace("true", "maybe") + "role: both\n"))
                .hasMessageContaining("`listen.browser_sign_in` cannot be `maybe`");
    }

    @Test
    void isWhatIsWritten() throws IOException {
        assertThat(read("role: both\ncontrol: {public_url: 'https://sallyport.x.example'}\n"))
                .contains(URI.create("https://sallyport.x.example"));
    }

    @Test
    void isWhereTheProviderSendsPeopleBackIfThatIsAName() throws IOException {
        String oidc =
                """
                role: both
                control:
                  oidc:
                    issuer: https://login.x.example
                    client_id: sallyport
                    public_url: https://%s:8443
                """;
        assertThat(read(oidc.formatted("sallyport.x.example")))
                .contains(URI.create("https://sallyport.x.example:8443"));
        assertThat(read(oidc.formatted("192.0.2.7"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sallyport.x.example",
                "https://192.0.2.7:8443",
                "https://[2001:db8::1]",
                "https://sallyport.x.example/path",
                "https://sallyport.x.example?a",
                "https://nora@sallyport.x.example",
                "sallyport.x.example",
                "https://"
            })
    void refusesWhatNoPasskeyIsMadeFor(String url) {
        assertThat(refusal("role: both\ncontrol: {public_url: '%s'}\n".formatted(url)))
                .contains("SP1004", "public_url");
    }

    @Test
    void isForAControlPlane() {
        assertThat(refusal("control: {public_url: 'https://sallyport.x.example'}\n"))
                .contains("SP1004", "is for a control plane");
    }

    private String refusal(String more) {
        return catchThrowableOfType(Refused.class, () -> read(more)).problems().toString();
    }
}
