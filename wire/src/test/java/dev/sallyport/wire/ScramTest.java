package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramTest {
    private static final Optional<ChannelBinding> NO_TLS = Optional.empty();
    private static final Optional<ChannelBinding> TLS = ChannelBindingTest.to("rsa-sha256");
    private static final List<String> PLAIN = List.of("SCRAM-SHA-256");
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final ScramVerifier PENCIL = ScramVerifier.create("pencil", SALT, 4096);
    private static final SaltedPasswords CORRECT =
            SaltedPasswords.remembering(SaltedPasswords.of("pencil"));

    private final Random random = new Random(42);

    /** RFC 7677 section 3. */
    @Test
    void agreesWithTheExampleOfTheSpecification() {
        var nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var authMessage =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r="
                        + nonce
                        + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r="
                        + nonce;
        var proof = ScramHash.proof(CORRECT.salted(SALT, 4096), authMessage);

        assertThat(proof).isEqualTo("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(PENCIL.accepts(Base64.getDecoder().decode(proof), authMessage)).isTrue();
        assertThat(PENCIL.serverSignature(authMessage))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void bothSidesAgreeWithoutTls() {
        var client = client(PLAIN, NO_TLS, CORRECT);
        assertThat(client.first()).startsWith("n,,n=,r=");
        assertThat(conversation(client, server(PENCIL, client.mechanism(), NO_TLS)))
                .isEqualTo(new ScramClient.Step.Authenticated());
    }

    @Test
    void bothSidesBindToTheSameCertificate() {
        var client = client(ScramMechanism.offered(TLS), TLS, CORRECT);
        assertThat(client.mechanism()).isEqualTo(ScramMechanism.SCRAM_SHA_256_PLUS);
        assertThat(conversation(client, server(PENCIL, client.mechanism(), TLS)))
                .isEqualTo(new ScramClient.Step.Authenticated());
    }

    @Test
    void refusesAClientBoundToAnotherCertificate() {
        var offered = ScramMechanism.offered(TLS);
        var client = client(offered, ChannelBindingTest.to("ec-sha384"), CORRECT);
        assertThat(conversation(client, server(PENCIL, client.mechanism(), TLS)))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.WRONG_BINDING));
    }

    @Test
    void refusesAClientFromWhomTheBoundMechanismWasHidden() {
        var client = client(PLAIN, TLS, CORRECT);
        assertThat(client.first()).startsWith("y,,");
        assertThat(server(PENCIL, client.mechanism(), TLS).receive(client.first()))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.DOWNGRADED));
    }

    @Test
    void acceptsAClientThatCouldBindWhereWeCannot() {
        var client = client(PLAIN, TLS, CORRECT);
        assertThat(conversation(client, server(PENCIL, client.mechanism(), NO_TLS)))
                .isEqualTo(new ScramClient.Step.Authenticated());
    }

    @Test
    void refusesAWrongPassword() {
        var client = client(PLAIN, NO_TLS, SaltedPasswords.of("pencil "));
        assertThat(conversation(client, server(PENCIL, client.mechanism(), NO_TLS)))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.WRONG_PROOF));
    }

    @Test
    void answersForANameNobodyHasAsForARealOne() {
        var secret = "a secret of 32 bytes of this one".getBytes(StandardCharsets.UTF_8);
        var mock = ScramVerifier.mock("nobody", secret);
        assertThat(mock.saltText()).isEqualTo(ScramVerifier.mock("nobody", secret).saltText());
        assertThat(mock.saltText()).isNotEqualTo(ScramVerifier.mock("nora", secret).saltText());
        assertThat(mock.saltText()).hasSameSizeAs(PENCIL.saltText());
        var client = client(PLAIN, NO_TLS, CORRECT);
        assertThat(conversation(client, server(mock, client.mechanism(), NO_TLS)))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.WRONG_PROOF));
    }

    @Test
    void doesNotBelieveAServerWithoutTheVerifier() {
        var client = client(PLAIN, NO_TLS, CORRECT);
        var first = continued(server(PENCIL, client.mechanism(), NO_TLS).receive(client.first()));
        client.receive(first);
        assertThat(client.receive("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
                .isEqualTo(new ScramClient.Step.Refused(ScramRefusal.WRONG_SERVER_SIGNATURE));
        assertThat(client.receive("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
                .isEqualTo(new ScramClient.Step.Refused(ScramRefusal.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4095", "600001", "999999999"})
    void refusesAnUnreasonableNumberOfIterations(String iterations) {
        var client = client(PLAIN, NO_TLS, CORRECT);
        var nonce = client.first().substring("n,,n=,r=".length());
        assertThat(client.receive("r=" + nonce + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=" + iterations))
                .isEqualTo(new ScramClient.Step.Refused(ScramRefusal.UNREASONABLE_ITERATIONS));
    }

    @Test
    void refusesANonceThatIsNotOurs() {
        var client = client(PLAIN, NO_TLS, CORRECT);
        var nonce = client.first().substring("n,,n=,r=".length());
        assertThat(client.receive("r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                .isEqualTo(new ScramClient.Step.Refused(ScramRefusal.MALFORMED));
        var other = client(PLAIN, NO_TLS, CORRECT);
        assertThat(other.receive("r=elsewhere,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                .isEqualTo(new ScramClient.Step.Refused(ScramRefusal.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,",
                "n,,n=,r=",
                "n,,m=x,n=,r=abc",
                "n,,n=,r=a c",
                "x,,n=,r=abc",
                "p=,,n=,r=abc",
                "p=tls-server-end-point,,n=,r=abc",
                "n,n=,r=abc",
                "n,,n=,r=abc,",
                "n,,n=,r=abc,1=x"
            })
    void refusesAFirstMessageThatIsNone(String message) {
        assertThat(server(PENCIL, ScramMechanism.SCRAM_SHA_256, NO_TLS).receive(message))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.MALFORMED));
    }

    @Test
    void refusesToActAsAnother() {
        var server = server(PENCIL, ScramMechanism.SCRAM_SHA_256, NO_TLS);
        assertThat(server.receive("n,a=omar,n=,r=abc"))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.OTHER_IDENTITY));
        assertThat(server.receive("n,,n=,r=abc"))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.MALFORMED));
    }

    @Test
    void refusesAnUnknownBinding() {
        var server = server(PENCIL, ScramMechanism.SCRAM_SHA_256_PLUS, TLS);
        assertThat(server.receive("p=tls-unique,,n=,r=abc"))
                .isEqualTo(new ScramServer.Step.Refused(ScramRefusal.UNKNOWN_BINDING));
    }

    @Test
    void derivesASaltedPasswordOnceForTheSameSalt() {
        var calls = new AtomicInteger();
        var passwords =
                SaltedPasswords.remembering((salt, iterations) -> {
                    calls.incrementAndGet();
                    return new byte[ScramHash.LENGTH];
                });
        passwords.salted(SALT, 4096);
        passwords.salted(SALT.clone(), 4096);
        assertThat(calls).hasValue(1);
        passwords.salted(SALT, 8192);
        assertThat(calls).hasValue(2);
    }

    @Test
    void readsAVerifierAsItFormatsIt() {
        var text = PENCIL.format();
        assertThat(text).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$");
        assertThat(ScramVerifier.parse(text).orElseThrow().format()).isEqualTo(text);
        assertThat(ScramVerifier.parse(text).orElseThrow().matches("pencil")).isTrue();
        assertThat(ScramVerifier.parse(text).orElseThrow().matches("pen")).isFalse();
        assertThat(PENCIL).hasToString("ScramVerifier");
        for (int end = 0; end < text.length(); end++) {
            assertThat(ScramVerifier.parse(text.substring(0, end))).isEmpty();
        }
        assertThat(ScramVerifier.parse(text + "=")).isEmpty();
        assertThat(ScramVerifier.parse(text.replace("4096", "1000001"))).isEmpty();
        assertThat(ScramVerifier.parse("md5d41d8cd98f00b204e9800998ecf8427e")).isEmpty();
    }

    private ScramClient client(
            List<String> offered, Optional<ChannelBinding> binding, SaltedPasswords passwords) {
        return ScramClient.start(offered, binding, passwords, random).orElseThrow();
    }

    private ScramServer server(
            ScramVerifier verifier, ScramMechanism mechanism, Optional<ChannelBinding> binding) {
        return ScramServer.start(mechanism, List.of(verifier), binding, random);
    }

    /** The step with which either side ends. */
    private static Object conversation(ScramClient client, ScramServer server) {
        var first = server.receive(client.first());
        if (!(first instanceof ScramServer.Step.Continue(var serverFirst))) {
            return first;
        }
        var second = client.receive(serverFirst);
        if (!(second instanceof ScramClient.Step.Continue(var clientFinal))) {
            return second;
        }
        var last = server.receive(clientFinal);
        return last instanceof ScramServer.Step.Accepted(var serverFinal, var ignored)
                ? client.receive(serverFinal)
                : last;
    }

    private static String continued(ScramServer.Step step) {
        return ((ScramServer.Step.Continue) step).message();
    }
}
