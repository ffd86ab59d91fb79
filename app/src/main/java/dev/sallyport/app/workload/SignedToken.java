package dev.sallyport.app.workload;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.app.http.Json;
import dev.sallyport.control.oidc.Signatures;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A token as it was sent, of a kind that a platform may have made. */
record SignedToken(SignedJWT token) {
    /** Kubernetes and Entra say the first or nothing, SPIFFE one of the first two. */
    private static final Set<String> TYPES = Set.of("jwt", "jose", "at+jwt");

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
        return Signatures.isAllowed(header())
                && Signatures.isOf(header(), TYPES)
                && !Signatures.asksForMore(header());
    }

    /**
     * What it says; empty where it is signed with none of the keys. Without a key's id, only where
     * there is nothing to choose from.
     */
    Optional<Claims> claims(List<JWK> keys) {
        return keys.size() == 1 && Signatures.isSigned(token, keys.getFirst())
                ? Json.object(token.getPayload().toBytes()).map(Claims::new)
                : Optional.empty();
    }
}
