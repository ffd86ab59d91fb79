package dev.sallyport.app.workload;

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

/**
 * A token as it was sent. The algorithm is one of ours and never the token's choice of kind: keys
 * are public ones, so nothing signed with a shared secret is among them (RFC 8725, section 3.1).
 */
record SignedToken(SignedJWT token) {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512);

    /** Kubernetes and Entra say the first or nothing, SPIFFE one of the first two. */
    private static final Set<String> TYPES = Set.of("jwt", "jose", "at+jwt");

    /** NIST SP 800-131A. */
    private static final int SHORTEST_RSA = 2048;

    /** Empty where it is none that a platform may have made. */
    static Optional<SignedToken> of(String text) {
        try {
            return Optional.of(new SignedToken(SignedJWT.parse(text)))
                    .filter(SignedToken::isAcceptable);
        } catch (ParseException | RuntimeException _) {
            return Optional.empty();
        }
    }

    JWSHeader header() {
        return token.getHeader();
    }

    private boolean isAcceptable() {
        return ALGORITHMS.contains(header().getAlgorithm())
                && Optional.ofNullable(header().getType())
                        .map(JOSEObjectType::getType)
                        .map(type -> TYPES.contains(type.toLowerCase(Locale.ROOT)))
                        .orElse(true)
                && (header().getCriticalParams() == null || header().getCriticalParams().isEmpty());
    }

    /**
     * What it says; empty where it is signed with none of the keys. Without a key's id, only where
     * there is nothing to choose from.
     */
    Optional<Claims> claims(List<JWK> keys) {
        return keys.size() == 1 && isSigned(keys.getFirst())
                ? Json.object(token.getPayload().toBytes()).map(Claims::new)
                : Optional.empty();
    }

    private boolean isSigned(JWK key) {
        try {
            return token.verify(verifier(key));
        } catch (JOSEException | RuntimeException _) {
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa when rsa.size() >= SHORTEST_RSA ->
                    new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            default -> throw new JOSEException("no key of a platform");
        };
    }
}
