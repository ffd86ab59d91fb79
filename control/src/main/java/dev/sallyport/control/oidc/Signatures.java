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
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which signatures of other parties count, for whoever signs people or programs in. The algorithm
 * is one of ours and never the token's choice of kind: keys are public ones, so nothing signed with
 * a shared secret is among them (RFC 8725, section 3.1).
 */
public final class Signatures {
    /** None and HS256 are no signatures of another party; whatever is not here is refused. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512);

    /** NIST SP 800-131A. */
    private static final int SHORTEST_RSA = 2048;

    private Signatures() {}

    /** Whether the algorithm is one that counts. */
    public static boolean isAllowed(JWSHeader header) {
        return ALGORITHMS.contains(header.getAlgorithm());
    }

    /**
     * Whether the header says nothing else of what the token is.
     *
     * @param types in lower case
     */
    public static boolean isOf(JWSHeader header, Set<String> types) {
        return Optional.ofNullable(header.getType())
                .map(JOSEObjectType::getType)
                .map(type -> types.contains(type.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    /** Whether the header asks for something that only who made it understands. */
    public static boolean asksForMore(JWSHeader header) {
        return header.getCriticalParams() != null && !header.getCriticalParams().isEmpty();
    }

    /** The keys that a token of this header may be signed with. */
    public static List<JWK> fitting(JWSHeader header, JWKSet among) {
        return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(among);
    }

    /** Whether it is signed with the key, and the key is long enough. */
    public static boolean isSigned(SignedJWT token, JWK key) {
        try {
            return token.verify(verifier(key));
        } catch (JOSEException | RuntimeException e) {
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa when rsa.size() >= SHORTEST_RSA ->
                    new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            default -> throw new JOSEException("no key that counts");
        };
    }
}
