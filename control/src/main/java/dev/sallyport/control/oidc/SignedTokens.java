package dev.sallyport.control.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Tokens whose signature is the provider's. */
final class SignedTokens {
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
        if (!Signatures.isAllowed(header)) {
            throw refusal.apply("algorithm");
        }
        if (!Signatures.isOf(header, types)) {
            throw refusal.apply("type");
        }
        if (Signatures.asksForMore(header)) {
            throw refusal.apply("critical header");
        }
        List<JWK> keys = provider.keys(header);
        // Without a key id, only where there is nothing to choose from.
        if (keys.size() != 1) {
            throw refusal.apply(keys.isEmpty() ? "unknown key" : "several keys");
        }
        if (!Signatures.isSigned(token, keys.getFirst())) {
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
}
