package dev.sallyport.app.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.app.http.Json;
import dev.sallyport.gateway.WorkloadTokens.Verdict;
import dev.sallyport.policy.Workload;
import dev.sallyport.testkit.TokenPlatform;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only a token that its platform made for this workload, for us, for now proves anything. */
final class PlatformTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private TokenPlatform platform;
    private PlatformTokens tokens;

    @TempDir Path folder;

    @BeforeEach
    void start() throws Exception {
        platform = new TokenPlatform();
        tokens = new PlatformTokens(List.of(trusted(platform)), now::get);
    }

    @AfterEach
    void stop() {
        tokens.close();
        platform.close();
    }

    private static Platform trusted(TokenPlatform platform) {
        return new Platform(
                URI.create(platform.issuer()),
                TokenPlatform.AUDIENCE,
                Optional.empty(),
                Optional.empty());
    }

    private Workload feed() {
        return new Workload(platform.issuer(), TokenPlatform.SUBJECT);
    }

    private Verdict verdict(String token) throws Exception {
        return awaited(tokens.verify(feed(), "feed", token));
    }

    private static Verdict awaited(CompletionStage<Verdict> verdict) throws Exception {
        return verdict.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String because(Verdict verdict) {
        return verdict instanceof Verdict.Unproved(var problem)
                ? problem.code() + " " + problem.message().replaceAll(".*: ", "")
                : "proved";
    }

    @Test
    void provesItsWorkloadUntilItsEnd() throws Exception {
        assertThat(verdict(platform.token(NOW)))
                .isEqualTo(new Verdict.Proved(NOW.plusSeconds(600)));
        assertThat(awaited(tokens.verify(feed(), "feed", platform.token(NOW))))
                .isInstanceOf(Verdict.Proved.class);
        assertThat(platform.asked()).isEqualTo(1);
    }

    /** A change to the claims, and what of it is told to whom a platform has vouched for. */
    record Wrong(String because, UnaryOperator<JWTClaimsSet.Builder> change) {
        @Override
        public String toString() {
            return because;
        }
    }

    static List<Wrong> wrong() {
        return List.of(
                new Wrong("aud", claims -> claims.audience("another")),
                new Wrong("aud", claims -> claims.audience(List.of("sallyport", "another"))),
                new Wrong("aud", claims -> claims.audience((String) null)),
                new Wrong("iss", claims -> claims.issuer("https://elsewhere.example")),
                new Wrong("iss", claims -> claims.issuer(null)),
                new Wrong("sub", claims -> claims.subject(TokenPlatform.SUBJECT + "2")),
                new Wrong("sub", claims -> claims.subject("system:serviceaccount:ward:FEED")),
                new Wrong("sub", claims -> claims.subject(null)),
                new Wrong("exp", claims -> claims.expirationTime(null)),
                new Wrong("exp", claims -> claims.claim("exp", "soon")),
                new Wrong("exp", claims -> claims.claim("exp", -1)),
                new Wrong("expired", claims -> claims.expirationTime(Date.from(NOW))),
                new Wrong(
                        "exp is more than 24 h ahead",
                        claims -> claims.expirationTime(Date.from(NOW.plusSeconds(86_401)))),
                new Wrong(
                        "not valid yet",
                        claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(61)))),
                new Wrong(
                        "not valid yet",
                        claims -> claims.issueTime(Date.from(NOW.plusSeconds(61)))),
                new Wrong("not valid yet", claims -> claims.claim("nbf", "yesterday")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhichClaimOfASignedTokenWillNotDo(Wrong wrong) throws Exception {
        String token = platform.signed(wrong.change().apply(platform.claims(NOW)).build());

        assertThat(because(verdict(token))).isEqualTo("SP7261 " + wrong.because());
    }

    @Test
    void takesClocksThatAreAMinuteApartAndEndsOfADay() throws Exception {
        JWTClaimsSet.Builder claims =
                platform.claims(NOW)
                        .notBeforeTime(Date.from(NOW.plusSeconds(60)))
                        .issueTime(Date.from(NOW.plusSeconds(60)))
                        .expirationTime(Date.from(NOW.plus(24, ChronoUnit.HOURS)));

        assertThat(because(verdict(platform.signed(claims.build())))).isEqualTo("proved");
    }

    /** Nothing is said of what is in them: whoever made them is nobody we know. */
    @Test
    void saysNothingMoreOfATokenThatItsPlatformDidNotMake() throws Exception {
        JWTClaimsSet claims = platform.claims(NOW).build();
        String good = platform.signed(claims);
        String[] parts = good.split("\\.", -1);
        try (TokenPlatform other = new TokenPlatform()) {
            assertThat(because(verdict(other.signed(platform.header(), claims))))
                    .isEqualTo("SP7261 signature");
        }
        String forged = TokenPlatform.unsigned(claims).split("\\.", -1)[1];
        String other =
                TokenPlatform.unsigned(platform.claims(NOW).subject("root").build())
                        .split("\\.", -1)[1];
        assertThat(forged).isNotEqualTo(other);
        assertThat(because(verdict(parts[0] + "." + other + "." + parts[2])))
                .isEqualTo("SP7261 signature");
        for (String none :
                List.of(
                        TokenPlatform.unsigned(claims),
                        platform.confused(claims),
                        parts[0] + "." + parts[1] + ".",
                        parts[0] + "." + parts[1],
                        "",
                        "demo",
                        "sp_00000000_a-persons-token",
                        ".".repeat(10_000),
                        good + "." + good)) {
            assertThat(because(verdict(none))).isEqualTo("SP7261 no token of a platform");
        }
    }

    @Test
    void refusesTokensOfAnotherKindAndWordsItDoesNotKnow() throws Exception {
        JWTClaimsSet claims = platform.claims(NOW).build();

        assertThat(
                        because(
                                verdict(
                                        platform.signed(
                                                platform.header()
                                                        .type(new JOSEObjectType("logout+jwt")),
                                                claims))))
                .isEqualTo("SP7261 no token of a platform");
        assertThat(
                        because(
                                verdict(
                                        platform.signed(
                                                platform.header()
                                                        .criticalParams(Set.of("http://x"))
                                                        .customParam("http://x", true),
                                                claims))))
                .isEqualTo("SP7261 no token of a platform");
        assertThat(because(verdict(platform.signed(platform.header().type(null), claims))))
                .isEqualTo("proved");
    }

    /** A key that the token brings along, or points to, is nobody's. */
    @Test
    void takesNoKeyFromTheToken() throws Exception {
        try (TokenPlatform stranger = new TokenPlatform()) {
            String token =
                    stranger.signed(
                            stranger.header()
                                    .keyID("mine")
                                    .jwkURL(URI.create(stranger.issuer() + "/keys"))
                                    .jwk(stranger.publicKeys().getKeys().getFirst()),
                            platform.claims(NOW).build());

            assertThat(because(verdict(token))).isEqualTo("SP7261 signature");
            assertThat(stranger.asked()).isZero();
        }
    }

    @Test
    void trustsNoPlatformThatNobodyNamed() throws Exception {
        Workload elsewhere = new Workload("https://elsewhere.example", TokenPlatform.SUBJECT);

        assertThat(because(awaited(tokens.verify(elsewhere, "feed", platform.token(NOW)))))
                .isEqualTo("SP7261 its platform is not trusted here");
    }

    @Test
    void learnsANewKeyAndForgetsTheOldOne() throws Exception {
        String old = platform.token(NOW);
        assertThat(because(verdict(old))).isEqualTo("proved");
        platform.rotate();
        String fresh = platform.token(NOW);

        assertThat(because(verdict(fresh))).isEqualTo("SP7261 signature");
        now.set(NOW.plus(PlatformKeys.PAUSE));
        assertThat(because(verdict(fresh))).isEqualTo("proved");
        assertThat(because(verdict(old))).isEqualTo("SP7261 signature");
    }

    /** Also where nobody has come since: the platform is asked before the key counts again. */
    @Test
    void takesNoKeyThatThePlatformHasTakenBackTenMinutesAgo() throws Exception {
        String old = platform.token(NOW);
        assertThat(because(verdict(old))).isEqualTo("proved");
        platform.rotate();
        now.set(NOW.plus(PlatformKeys.FRESH).minusSeconds(1));
        assertThat(because(verdict(old))).isEqualTo("proved");
        now.set(NOW.plus(PlatformKeys.FRESH));

        assertThat(because(verdict(old))).isEqualTo("SP7261 signature");
    }

    /** Somebody without any right can send as many keys' names as they like. */
    @Test
    void asksItsPlatformSeldomHoweverManyKeysAreMadeUp() throws Exception {
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("proved");
        now.set(NOW.plus(PlatformKeys.PAUSE));
        List<CompletionStage<Verdict>> flood = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            flood.add(
                    tokens.verify(
                            feed(),
                            "feed",
                            platform.signed(
                                    platform.header().keyID("made-up-" + i),
                                    platform.claims(NOW).build())));
        }
        for (CompletionStage<Verdict> one : flood) {
            assertThat(because(awaited(one))).isEqualTo("SP7261 signature");
        }
        assertThat(platform.asked()).isEqualTo(2);
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("proved");
    }

    @Test
    void goesOnWithKeysItKnowsWhileThePlatformIsAwayForAnHour() throws Exception {
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("proved");
        platform.answer(503);
        now.set(NOW.plus(PlatformKeys.TRUSTED).minusSeconds(1));
        assertThat(because(verdict(platform.token(now.get())))).isEqualTo("proved");

        now.set(NOW.plus(PlatformKeys.TRUSTED).plus(PlatformKeys.PAUSE));
        assertThat(because(verdict(platform.token(now.get())))).isEqualTo("SP7262 status 503");
    }

    @Test
    void asksAPlatformThatIsAwayAgainAfterAPause() throws Exception {
        platform.answer(503);
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("SP7262 status 503");
        platform.answer(200);
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("SP7262 status 503");
        now.updateAndGet(at -> at.plus(PlatformKeys.PAUSE));
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("proved");
    }

    /** As Kubernetes signs. */
    @Test
    void takesRsaKeysOfTwoThousandBitsAndNoShorterOnes() throws Exception {
        for (int bits : List.of(2048, 1024)) {
            RSAKey key = new RSAKeyGenerator(bits, true).keyID("rsa").generate();
            Path file = folder.resolve("rsa" + bits);
            Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(),
                            platform.claims(NOW).build());
            token.sign(new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
            try (PlatformTokens own = new PlatformTokens(List.of(filed(file)), now::get)) {
                assertThat(because(awaited(own.verify(feed(), "feed", token.serialize()))))
                        .isEqualTo(bits == 2048 ? "proved" : "SP7261 signature");
            }
        }
    }

    private Platform filed(Path file) {
        return new Platform(
                URI.create(platform.issuer()),
                TokenPlatform.AUDIENCE,
                Optional.of(file),
                Optional.empty());
    }

    @Test
    void followsNeitherRedirectsNorPointersToAnotherServer() throws Exception {
        platform.answer(302);
        assertThat(because(verdict(platform.token(NOW)))).isEqualTo("SP7262 status 302");
        platform.answer(200);
        try (TokenPlatform other = new TokenPlatform()) {
            platform.pointTo(other.issuer() + "/keys");
            now.updateAndGet(at -> at.plus(PlatformKeys.PAUSE));
            assertThat(because(verdict(platform.token(NOW))))
                    .isEqualTo("SP7262 jwks_uri elsewhere");
            assertThat(other.asked()).isZero();
        }
    }

    @Test
    void waitsForAPlatformThatHangsWithNobodyElsesProgramsAndNotForEver() throws Exception {
        try (TokenPlatform hung = new TokenPlatform();
                PlatformTokens both =
                        new PlatformTokens(
                                List.of(trusted(platform), trusted(hung)),
                                now::get,
                                Duration.ofSeconds(2))) {
            hung.hang();
            List<CompletionStage<Verdict>> stuck = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                stuck.add(
                        both.verify(
                                new Workload(hung.issuer(), TokenPlatform.SUBJECT),
                                "stuck",
                                hung.token(NOW)));
            }
            assertThat(because(awaited(both.verify(feed(), "feed", platform.token(NOW)))))
                    .isEqualTo("proved");
            for (CompletionStage<Verdict> one : stuck) {
                assertThat(because(awaited(one))).isEqualTo("SP7262 no answer");
            }
        }
    }

    @Test
    void takesKeysFromAFile() throws Exception {
        Path file = folder.resolve("keys.json");
        Files.writeString(file, platform.publicKeys().toString());
        try (PlatformTokens own = new PlatformTokens(List.of(filed(file)), now::get)) {
            String token = platform.token(NOW);
            assertThat(because(awaited(own.verify(feed(), "feed", token)))).isEqualTo("proved");
            assertThat(platform.asked()).isZero();

            Files.writeString(file, "{}");
            now.set(NOW.plus(PlatformKeys.TRUSTED));
            String later = platform.token(now.get());
            assertThat(because(awaited(own.verify(feed(), "feed", later))))
                    .isEqualTo("SP7262 no keys in the file");
        }
    }

    @Test
    void readsNoClaimThatStandsTwice() {
        assertThat(Json.object("{\"sub\":\"a\",\"sub\":\"b\"}".getBytes(UTF_8))).isEmpty();
        assertThat(Json.object("{\"sub\":\"a\"} {}".getBytes(UTF_8))).isEmpty();
        assertThat(Json.object("{\"sub\":\"a\"}".getBytes(UTF_8)))
                .map(document -> document.path("sub").stringValue())
                .contains("a");
    }
}
