package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.control.console.SecretDigest;
import dev.sallyport.control.oidc.OidcSettings.Demanded;
import dev.sallyport.control.oidc.OidcSettings.PersonClaim;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ID tokens say who somebody is; every other is refused for one reason. */
final class IdTokensTest {
    private static final String NONCE = "the nonce";
    private static final Given.Clock CLOCK = new Given.Clock();
    private static FakeProvider provider;
    private static ProviderHttp http;

    private IdTokens tokens = reading(Given.nothing());

    /** What a liar changes. */
    interface Lie {
        JWTClaimsSet.Builder tell(JWTClaimsSet.Builder honest);
    }

    @BeforeAll
    static void open() throws Exception {
        provider = new FakeProvider(CLOCK);
        http = new ProviderHttp(Given.settings(provider.issuer()));
    }

    @AfterAll
    static void close() {
        http.close();
        provider.close();
    }

    @BeforeEach
    void begin() {
        provider.reset();
        tokens = reading(Given.nothing());
    }

    private static IdTokens reading(Demanded demanded) {
        OidcSettings settings =
                Given.settings(
                        provider == null ? URI.create("http://unused") : provider.issuer(),
                        PersonClaim.SUB,
                        demanded);
        return new IdTokens(new SignedTokens(new Provider(settings, http, CLOCK)), settings, CLOCK);
    }

    private static Instant in(int seconds) {
        return CLOCK.instant().plusSeconds(seconds);
    }

    private void refuses(String token, String reason) {
        assertThatThrownBy(() -> tokens.read(token, NONCE, Optional.of("access")))
                .isInstanceOf(Refusal.class)
                .hasMessage(reason);
    }

    @Test
    void takesAnHonestOne() {
        IdTokens.Identity identity =
                tokens.read(
                        provider.signed(
                                provider.honest(NONCE)
                                        .claim("amr", List.of("pwd", "otp"))
                                        .claim("acr", "silver")
                                        .claim("auth_time", in(-30).getEpochSecond())
                                        .claim("azp", FakeProvider.CLIENT)
                                        .build()),
                        NONCE,
                        Optional.of("access"));

        assertThat(identity.subject()).isEqualTo("sub-nora");
        assertThat(identity.session()).hasValue("session-1");
        assertThat(identity.proof())
                .isEqualTo(
                        new OidcEvent.Proof(
                                List.of("pwd", "otp"),
                                Optional.of("silver"),
                                Optional.of(in(-30))));
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("iss", claims -> claims.issuer("https://elsewhere.example")),
                lie("aud", claims -> claims.audience("another client")),
                lie("aud", claims -> claims.audience(List.of(FakeProvider.CLIENT, "another"))),
                lie("aud", claims -> claims.audience((String) null)),
                lie("azp", claims -> claims.claim("azp", "another client")),
                lie("nonce", claims -> claims.claim("nonce", "another nonce")),
                lie("nonce", claims -> claims.claim("nonce", null)),
                lie("no sub", claims -> claims.subject(null)),
                lie("sub", claims -> claims.subject("x".repeat(256))),
                lie("no exp", claims -> claims.expirationTime(null)),
                lie("expired", claims -> claims.expirationTime(Date.from(in(-60)))),
                lie("exp", claims -> claims.claim("exp", "never")),
                lie("exp", claims -> claims.claim("exp", Long.MAX_VALUE)),
                lie("no iat", claims -> claims.issueTime(null)),
                lie("too old", claims -> claims.issueTime(Date.from(in(-660)))),
                lie("not yet valid", claims -> claims.issueTime(Date.from(in(61)))),
                lie("not yet valid", claims -> claims.notBeforeTime(Date.from(in(61)))),
                lie("at_hash", claims -> claims.claim("at_hash", "of another token")),
                lie("not yet valid", claims -> claims.claim("auth_time", in(61).getEpochSecond())));
    }

    private static Arguments lie(String reason, Lie lie) {
        return Arguments.of(reason, lie);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void refusesOneThatIsWrongInOneThing(String reason, Lie lie) {
        refuses(provider.signed(lie.tell(provider.honest(NONCE)).build()), "SP7163 " + reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {-59, 59})
    void takesOneWhoseClockIsAMinuteApart(int seconds) {
        JWTClaimsSet claims =
                provider.honest(NONCE)
                        .issueTime(Date.from(in(seconds)))
                        .notBeforeTime(Date.from(in(seconds)))
                        .expirationTime(Date.from(in(seconds < 0 ? seconds : 300)))
                        .build();

        assertThat(tokens.read(provider.signed(claims), NONCE, Optional.empty()).subject())
                .isEqualTo("sub-nora");
    }

    @Test
    void takesTheHashOfTheAccessTokenThatCameWithIt() {
        String hash =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Arrays.copyOf(SecretDigest.of("access"), 16));
        String token = provider.signed(provider.honest(NONCE).claim("at_hash", hash).build());

        assertThat(tokens.read(token, NONCE, Optional.of("access")).subject())
                .isEqualTo("sub-nora");
        assertThatThrownBy(() -> tokens.read(token, NONCE, Optional.of("another")))
                .hasMessage("SP7163 at_hash");
        assertThatThrownBy(() -> tokens.read(token, NONCE, Optional.empty()))
                .hasMessage("SP7163 at_hash");
    }

    @Test
    void refusesATokenThatNobodySigned() {
        refuses(new PlainJWT(provider.honest(NONCE).build()).serialize(), "SP7163 no signed token");
        String signed = provider.signed(provider.honest(NONCE).build());
        refuses(signed.substring(0, signed.lastIndexOf('.') + 1), "SP7163 no signed token");
        refuses("", "SP7163 no signed token");
        refuses("a.b.c", "SP7163 no signed token");
        refuses("x".repeat(200_000), "SP7163 too long");
    }

    @Test
    void refusesASecretThatEverybodyKnows() throws Exception {
        RSAPublicKey known = provider.key.toRSAPublicKey();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                        provider.honest(NONCE).build());
        token.sign(new MACSigner(known.getEncoded()));

        refuses(token.serialize(), "SP7163 algorithm");
    }

    @Test
    void refusesAnAlgorithmThatTheKeyIsNotFor() throws Exception {
        provider.published.clear();
        provider.published.add(
                new RSAKey.Builder(provider.key.toRSAPublicKey())
                        .keyID("k1")
                        .algorithm(JWSAlgorithm.PS256)
                        .build());

        refuses(provider.signed(provider.honest(NONCE).build()), "SP7163 unknown key");
    }

    @Test
    void refusesASignatureOfSomebodyElse() {
        refuses(
                FakeProvider.signed(
                        provider.honest(NONCE).build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                        FakeProvider.rsa("k1")),
                "SP7163 signature");
        String signed = provider.signed(provider.honest(NONCE).build());
        String other = provider.signed(provider.honest(NONCE).subject("sub-omar").build());
        refuses(
                other.substring(0, other.lastIndexOf('.'))
                        + signed.substring(signed.lastIndexOf('.')),
                "SP7163 signature");
    }

    @Test
    void asksNobodyThatTheTokenNames() throws Exception {
        RSAKey own = FakeProvider.rsa("own");
        refuses(
                FakeProvider.signed(
                        provider.honest(NONCE).build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("own")
                                .jwk(own.toPublicJWK())
                                .jwkURL(URI.create(provider.issuer() + "/evil"))
                                .build(),
                        own),
                "SP7163 unknown key");
    }

    @Test
    void refusesATokenOfAnotherKindAndAHeaderItDoesNotKnow() {
        refuses(
                FakeProvider.signed(
                        provider.honest(NONCE).build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        provider.key),
                "SP7163 type");
        refuses(
                FakeProvider.signed(
                        provider.honest(NONCE).build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .criticalParams(Set.of("unknown"))
                                .customParam("unknown", true)
                                .build(),
                        provider.key),
                "SP7163 critical header");
    }

    @Test
    void refusesAKeyThatIsTooShort() throws Exception {
        RSAKey small = new RSAKeyGenerator(1024, true).keyID("small").generate();
        provider.published.add(small.toPublicJWK());

        refuses(
                FakeProvider.signed(
                        provider.honest(NONCE).build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("small").build(),
                        small),
                "SP7163 signature");
    }

    @Test
    void takesAKeyOnACurve() throws Exception {
        ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        provider.published.add(curve.toPublicJWK());
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(),
                        provider.honest(NONCE).build());
        token.sign(new ECDSASigner(curve));

        assertThat(tokens.read(token.serialize(), NONCE, Optional.empty()).subject())
                .isEqualTo("sub-nora");
    }

    @Test
    void takesATokenWithoutAKeyIdOnlyWhereThereIsOneKey() {
        String token =
                FakeProvider.signed(
                        provider.honest(NONCE).build(),
                        new JWSHeader(JWSAlgorithm.RS256),
                        provider.key);

        assertThat(tokens.read(token, NONCE, Optional.empty()).subject()).isEqualTo("sub-nora");
        provider.published.add(FakeProvider.rsa("k2").toPublicJWK());
        tokens = reading(Given.nothing());
        refuses(token, "SP7163 several keys");
    }

    @Test
    void learnsANewKeyAndForgetsAnOldOne() {
        String old = provider.signed(provider.honest(NONCE).build());
        tokens.read(old, NONCE, Optional.empty());
        RSAKey next = FakeProvider.rsa("k2");
        String fresh =
                FakeProvider.signed(
                        provider.honest(NONCE).expirationTime(Date.from(in(3600))).build(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k2").build(),
                        next);
        refuses(fresh, "SP7163 unknown key");
        provider.published.clear();
        provider.published.add(next.toPublicJWK());

        int before = provider.keyRequests.get();
        for (int i = 0; i < 20; i++) {
            refuses(fresh, "SP7163 unknown key");
        }
        assertThat(provider.keyRequests.get()).isEqualTo(before);

        CLOCK.advance(Provider.PAUSE.plusSeconds(1));
        assertThat(tokens.read(fresh, NONCE, Optional.empty()).subject()).isEqualTo("sub-nora");
        refuses(old, "SP7163 unknown key");
    }

    static Stream<Arguments> tooWeak() {
        Optional<Duration> any = Optional.empty();
        Demanded silver = new Demanded(Set.of("silver", "gold"), Set.of(), any);
        Demanded both = new Demanded(Set.of(), Set.of("pwd", "otp"), any);
        Demanded fresh = new Demanded(Set.of(), Set.of(), Optional.of(Duration.ofMinutes(5)));
        return Stream.of(
                Arguments.of("acr", silver, Map.of(), Map.of("acr", "gold")),
                Arguments.of("acr", silver, Map.of("acr", "bronze"), Map.of("acr", "silver")),
                Arguments.of("amr", both, Map.of(), Map.of("amr", List.of("otp", "pwd", "x"))),
                Arguments.of(
                        "amr",
                        both,
                        Map.of("amr", List.of("pwd")),
                        Map.of("amr", List.of("pwd", "otp"))),
                Arguments.of(
                        "auth_time",
                        fresh,
                        Map.of(),
                        Map.of("auth_time", Given.START.getEpochSecond())),
                Arguments.of(
                        "auth_time",
                        fresh,
                        Map.of("auth_time", Given.START.minusSeconds(360).getEpochSecond()),
                        Map.of("auth_time", Given.START.minusSeconds(1).getEpochSecond())));
    }

    @ParameterizedTest
    @MethodSource("tooWeak")
    void refusesAProofThatIsLessThanDemanded(
            String reason,
            Demanded demanded,
            Map<String, Object> less,
            Map<String, Object> enough) {
        tokens = reading(demanded);
        Duration since = Duration.between(Given.START, CLOCK.instant());

        refuses(provider.signed(with(less, since)), "SP7164 " + reason);
        assertThat(
                        tokens.read(provider.signed(with(enough, since)), NONCE, Optional.empty())
                                .subject())
                .isEqualTo("sub-nora");
    }

    /** Times are said as of the start. */
    private JWTClaimsSet with(Map<String, Object> more, Duration since) {
        JWTClaimsSet.Builder claims = provider.honest(NONCE);
        more.forEach((name, value) ->
                claims.claim(name, value instanceof Long time ? time + since.toSeconds() : value));
        return claims.build();
    }
}
