package dev.sallyport.provision;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a kept verifier is of the secret an account must have.
 *
 * <p>One check costs thousands of hashes. An apply therefore leaves a voucher for each verifier it
 * wrote or checked, which only who knows the secret can make; and the last answer for a login is
 * kept while neither side changes.
 */
final class VerifierCheck {
    private static final String MAC = "HmacSHA256";

    /** Stands for a verifier that was written and cannot be read. */
    static final String UNSEEN = "";

    private final AccountSecrets secrets;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    VerifierCheck(AccountSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * @param question hash of the verifier and the secret, so that neither stays in memory
     */
    private record Answer(String question, NativeObject.Secret secret) {}

    /**
     * @param voucher what the last apply left for this login
     */
    NativeObject.Secret of(String login, String verifier, Optional<String> voucher) {
        String secret = secrets.secretFor(login);
        if (voucher.filter(mac(secret, verifier)::equals).isPresent()) {
            return NativeObject.Secret.OURS;
        }
        Optional<String> former = secrets.formerSecretFor(login);
        if (former.isPresent() && former.map(past -> mac(past, verifier)).equals(voucher)) {
            return NativeObject.Secret.FORMER;
        }
        String question = Definition.hash(verifier + '\0' + secret + '\0' + former.orElse(""));
        return answers.compute(
                        login,
                        (key, last) ->
                                last != null && last.question().equals(question)
                                        ? last
                                        : new Answer(question, check(verifier, secret, former)))
                .secret();
    }

    private static NativeObject.Secret check(
            String verifier, String secret, Optional<String> former) {
        Optional<ScramVerifier> kept = ScramVerifier.parse(verifier);
        if (kept.filter(one -> one.isOf(secret)).isPresent()) {
            return NativeObject.Secret.OURS;
        }
        return kept.filter(one -> former.filter(one::isOf).isPresent()).isPresent()
                ? NativeObject.Secret.FORMER
                : NativeObject.Secret.FOREIGN;
    }

    /** Of an account whose verifier is a superuser's to see: what was written last counts. */
    NativeObject.Secret unseen(String login, Optional<String> voucher) {
        boolean written = voucher.filter(voucher(login, UNSEEN)::equals).isPresent();
        return written || secrets.formerSecretFor(login).isEmpty()
                ? NativeObject.Secret.OURS
                : NativeObject.Secret.FORMER;
    }

    /** Under which name a voucher is kept. */
    static String key(String login) {
        return "verifier of " + login;
    }

    /** Says of a verifier that it was found to be of the secret of its login. */
    String voucher(String login, String verifier) {
        return mac(secrets.secretFor(login), verifier);
    }

    private static String mac(String secret, String verifier) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            return HexFormat.of().formatHex(mac.doFinal(verifier.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }
}
