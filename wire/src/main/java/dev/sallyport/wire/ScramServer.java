package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The server's side of one SCRAM-SHA-256 conversation (RFC 5802, RFC 7677): two messages in, two
 * out. Never throws for what a client sends.
 */
public final class ScramServer {

    /** Printable ASCII without the comma. */
    private static final String PRINTABLE = "[\\x21-\\x2B\\x2D-\\x7E]+";

    private static final Pattern FIRST =
            Pattern.compile(
                    "(?<header>(?<flag>n|y|p=(?<type>[A-Za-z0-9.-]+)),(?<as>[^,]*),)"
                            + "(?<bare>n=[^,]*,r=(?<nonce>"
                            + PRINTABLE
                            + ")(?:,[A-Za-z]=[^,]+)*)");

    private static final Pattern FINAL =
            Pattern.compile(
                    "(?<bare>c=(?<binding>[A-Za-z0-9+/=]+),r=(?<nonce>"
                            + PRINTABLE
                            + ")(?:,[A-Za-z]=[^,]+)*),p=(?<proof>[A-Za-z0-9+/=]+)");

    /** What to do after a message of the client. */
    public sealed interface Step {
        /** Send this as AuthenticationSASLContinue. */
        record Continue(String message) implements Step {}

        /**
         * Send this as AuthenticationSASLFinal, then AuthenticationOk.
         *
         * @param by which of the verifiers the client's secret belongs to
         */
        record Accepted(String message, ScramVerifier by) implements Step {}

        /** Send an error and close. */
        record Refused(ScramRefusal reason) implements Step {}
    }

    private enum State {
        FIRST,
        FINAL,
        DONE
    }

    private final ScramMechanism mechanism;
    private final List<ScramVerifier> verifiers;
    private final Optional<ChannelBinding> binding;
    private final RandomGenerator random;
    private State state = State.FIRST;
    private String header = "";
    private String nonce = "";
    private String openMessages = "";

    private ScramServer(
            ScramMechanism mechanism,
            List<ScramVerifier> verifiers,
            Optional<ChannelBinding> binding,
            RandomGenerator random) {
        this.mechanism = mechanism;
        this.verifiers = List.copyOf(verifiers);
        this.binding = binding;
        this.random = random;
    }

    /**
     * @param mechanism what the client chose
     * @param verifiers of the user's secrets, any of which will do: the client is shown one salt,
     *     so those of another than the first's never fit; {@link ScramVerifier#mock} alone where
     *     there is no such user
     * @param binding to the certificate we showed; empty without TLS, so PLUS was not offered
     * @param random a secure one
     */
    public static ScramServer start(
            ScramMechanism mechanism,
            List<ScramVerifier> verifiers,
            Optional<ChannelBinding> binding,
            RandomGenerator random) {
        return new ScramServer(mechanism, verifiers, binding, random);
    }

    /** Takes the client's next message; after an end every further one is refused. */
    public Step receive(String message) {
        var step =
                switch (state) {
                    case FIRST -> first(message);
                    case FINAL -> last(message);
                    case DONE -> new Step.Refused(ScramRefusal.MALFORMED);
                };
        state = step instanceof Step.Continue ? State.FINAL : State.DONE;
        return step;
    }

    private Step first(String message) {
        var matcher = FIRST.matcher(message);
        if (message.length() > ScramMechanism.LONGEST_MESSAGE || !matcher.matches()) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        if (!matcher.group("as").isEmpty()) {
            return new Step.Refused(ScramRefusal.OTHER_IDENTITY);
        }
        var refusal = refusalOfBinding(matcher.group("flag"));
        if (refusal.isPresent()) {
            return new Step.Refused(refusal.get());
        }
        header = matcher.group("header");
        nonce = matcher.group("nonce") + ScramNonce.next(random);
        var shown = verifiers.getFirst();
        var first = "r=%s,s=%s,i=%d".formatted(nonce, shown.saltText(), shown.iterations());
        openMessages = matcher.group("bare") + "," + first + ",";
        return new Step.Continue(first);
    }

    private Optional<ScramRefusal> refusalOfBinding(String flag) {
        var bound = mechanism == ScramMechanism.SCRAM_SHA_256_PLUS;
        if (bound && binding.isEmpty()) {
            return Optional.of(ScramRefusal.MALFORMED);
        }
        // A client that could bind and saw no PLUS on offer: somebody between us removed it.
        if (flag.equals("y") && binding.isPresent()) {
            return Optional.of(ScramRefusal.DOWNGRADED);
        }
        if (bound != flag.startsWith("p=")) {
            return Optional.of(ScramRefusal.MALFORMED);
        }
        return bound && !flag.equals("p=" + ChannelBinding.TYPE)
                ? Optional.of(ScramRefusal.UNKNOWN_BINDING)
                : Optional.empty();
    }

    private Step last(String message) {
        var matcher = FINAL.matcher(message);
        if (message.length() > ScramMechanism.LONGEST_MESSAGE || !matcher.matches()) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        var proof = ScramHash.fromBase64(matcher.group("proof"));
        if (proof.isEmpty() || proof.get().length != ScramHash.LENGTH) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        if (!same(matcher.group("nonce"), nonce)) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        if (!same(matcher.group("binding"), ScramBinding.text(header, mechanism, binding))) {
            return new Step.Refused(ScramRefusal.WRONG_BINDING);
        }
        var authMessage = openMessages + matcher.group("bare");
        for (var verifier : verifiers) {
            if (verifier.accepts(proof.get(), authMessage)) {
                return new Step.Accepted("v=" + verifier.serverSignature(authMessage), verifier);
            }
        }
        return new Step.Refused(ScramRefusal.WRONG_PROOF);
    }

    private static boolean same(String left, String right) {
        return MessageDigest.isEqual(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
