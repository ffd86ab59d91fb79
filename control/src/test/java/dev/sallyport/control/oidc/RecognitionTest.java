package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.oidc.OidcSettings.PersonClaim;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a claim names: exactly one person who works here now, or nobody. */
final class RecognitionTest {
    @TempDir static Path folder;
    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = new Site(folder, provider -> Given.settings(provider.issuer()));
        site.people(
                """
                userName,name,externalId,active,start
                gone,Gone,sub-gone,false,
                soon,Soon,sub-soon,true,2030-01-01
                ida@clinic.example,Ida,sub-ida,true,
                """);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String login(PersonClaim by, String claims) {
        return site.recognition(by)
                .recognise(
                        Claims.of(
                                claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                                Refusal::unproved))
                .login();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SUB | {'sub':'sub-nora'} | nora",
                "OID | {'sub':'sub-omar','oid':'sub-nora'} | nora",
                "PREFERRED_USERNAME | {'sub':'sub-omar','preferred_username':'nora'} | nora",
                "UPN | {'sub':'sub-omar','upn':'NORA'} | nora"
            })
    void findsWhomTheClaimNames(PersonClaim by, String claims, String login) {
        assertThat(login(by, claims)).isEqualTo(login);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SUB | {'sub':'nora'} | SP7165 nobody",
                "SUB | {'sub':'sub-gone'} | SP7165 nobody",
                "SUB | {'sub':'sub-soon'} | SP7165 nobody",
                "SUB | {'sub':'sub-twin'} | SP7165 several",
                "SUB | {'sub':'SUB-NORA'} | SP7165 nobody",
                "OID | {'sub':'sub-nora'} | SP7163 no oid",
                "OID | {'oid':['sub-nora']} | SP7163 oid",
                "PREFERRED_USERNAME | {'preferred_username':'sub-nora'} | SP7165 nobody"
            })
    void findsNobodyElse(PersonClaim by, String claims, String refusal) {
        assertThatThrownBy(() -> login(by, claims)).hasMessage(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'email':'ida@clinic.example'}",
                "{'email':'ida@clinic.example','email_verified':false}",
                "{'email':'ida@clinic.example','email_verified':'true'}"
            })
    void doesNotBelieveAnAddressThatNobodyVerified(String claims) {
        assertThatThrownBy(() -> login(PersonClaim.EMAIL, claims))
                .hasMessage("SP7165 address not verified");
    }

    @Test
    void believesAnAddressThatTheProviderVerified() {
        String claims = "{'email':'ida@clinic.example','email_verified':true}";

        assertThat(login(PersonClaim.EMAIL, claims)).startsWith("ida");
    }
}
