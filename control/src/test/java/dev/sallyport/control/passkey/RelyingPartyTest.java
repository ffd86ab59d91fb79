package dev.sallyport.control.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom passkeys are made for. */
final class RelyingPartyTest {

    @ParameterizedTest
    @CsvSource({
        "https://sallyport.example,sallyport.example,https://sallyport.example",
        "https://Sallyport.Example:443/,sallyport.example,https://sallyport.example",
        "https://sallyport.example:8443,sallyport.example,https://sallyport.example:8443",
        "https://localhost:8443,localhost,https://localhost:8443",
        "https://a-1.x2.example,a-1.x2.example,https://a-1.x2.example"
    })
    void isTheHostAndTheOriginAsBrowsersWriteThem(String url, String id, String origin) {
        assertThat(RelyingParty.at(URI.create(url))).contains(new RelyingParty(id, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sallyport.example",
                "https://127.0.0.1:8443",
                "https://[::1]:8443",
                "https://192.0.2.7",
                "https://a..example",
                "sallyport.example"
            })
    void isNobodyWithoutTlsOrAName(String url) {
        assertThat(RelyingParty.at(URI.create(url))).isEmpty();
    }
}
