package dev.sallyport.provision;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a kept verifier is of the secret an account must have.
 *
 * <p>One check costs thousands of hashes, and a plan, its apply and the look afterwards ask the
 * same, so the last answer for a login is kept while neither side changes.
 */
final class VerifierCheck {
    private final AccountSecrets secrets;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    VerifierCheck(AccountSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * @param question hash of the verifier and the secret, so that neither stays in memory
     */
    private record Answer(String question, NativeObject.Secret secret) {}

    NativeObject.Secret of(String login, String verifier) {
        String secret = secrets.secretFor(login);
        String question = Definition.hash(verifier + '\0' + secret);
        return answers.compute(
                        login,
                        (key, last) ->
                                last != null && last.question().equals(question)
                                        ? last
                                        : new Answer(question, check(verifier, secret)))
                .secret();
    }

    private static NativeObject.Secret check(String verifier, String secret) {
        return ScramVerifier.parse(verifier).filter(kept -> kept.isOf(secret)).isPresent()
                ? NativeObject.Secret.OURS
                : NativeObject.Secret.FOREIGN;
    }
}
