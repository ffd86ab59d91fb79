package dev.sallyport.control.oidc;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.ES384;
import static com.nimbusds.jose.JWSAlgorithm.ES512;
import static com.nimbusds.jose.JWSAlgorithm.PS256;
import static com.nimbusds.jose.JWSAlgorithm.PS384;
import static com.nimbusds.jose.JWSAlgorithm.PS512;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static com.nimbusds.jose.JWSAlgorithm.RS384;
import static com.nimbusds.jose.JWSAlgorithm.RS512;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tokens whose signature is the provider's. The algorithm is one of ours and never the token's
 * choice of kind: keys are public ones, so nothing signed with a shared secret is among them.
 */
final class SignedTokens {
    /** None and HS256 are no signatures of a provider; whatever is not here is refused. */
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512);

    /** NIST SP 800-131A. */
    private static final int SHORTEST_RSA = 2048;

    /** Some hundred groups by their ids. */
    private static final int LONGEST = 128 * 1024;

    private final Provider provider;

    SignedTokens(Provider provider) {
        this.provider = provider;
    }

    /** What was signed, and how. */
    record Signed(Claims claims, JWSAlgorithm algorithm) {}

    /**
     * @param types what the header may say the token is, in lower case, where it says so
     * @param refusal of a token that is none
     * @throws Refusal the one given, or SP7161 where the provider's keys are not to be had
     */
    Signed read(String text, Set<String> types, Function<String, Refusal> refusal) {
        if (text.length() > LONGEST) {
            throw refusal.apply("too long");
        }
        SignedJWT token = parsed(text, refusal);
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw refusal.apply("algorithm");
        }
        if (!isOf(header, types)) {
            throw refusal.apply("type");
        }
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            throw refusal.apply("critical header");
        }
        List<JWK> keys = provider.keys(header);
        // Without a key id, only where there is nothing to choose from.
        if (keys.size() != 1) {
            throw refusal.apply(keys.isEmpty() ? "unknown key" : "several keys");
        }
        if (!isSigned(token, keys.getFirst())) {
            throw refusal.apply("signature");
        }
        return new Signed(Claims.of(token.getPayload().toBytes(), refusal), header.getAlgorithm());
    }

    private static SignedJWT parsed(String text, Function<String, Refusal> refusal) {
        try {
            return SignedJWT.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw refusal.apply("no signed token");
        }
    }

    private static boolean isOf(JWSHeader header, Set<String> types) {
        return Optional.ofNullable(header.getType())
                .map(JOSEObjectType::getType)
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> !types.contains(type))
                .isEmpty();
    }

    private static boolean isSigned(SignedJWT token, JWK key) {
        try {
            return token.verify(verifier(key));
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa when rsa.size() >= SHORTEST_RSA ->
                    new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            default -> throw new JOSEException("no key of a provider");
        };
    }
}
