package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The client's side of one SCRAM-SHA-256 conversation (RFC 5802, RFC 7677). Never throws for what a
 * server sends, and is not in before the server has proved itself too.
 */
public final class ScramClient {

    /** RFC 7677 section 4: fewer would let a false server guess the password cheaply. */
    static final int FEWEST_ITERATIONS = 4096;

    /** A quarter of a second of one processor; more is an attack or a mistake. */
    static final int MOST_ITERATIONS = 600_000;

    /** Far above any salt in use. */
    private static final int LONGEST_SALT = 1024;

    private static final Pattern FIRST =
            Pattern.compile(
                    "r=(?<nonce>[\\x21-\\x2B\\x2D-\\x7E]+),s=(?<salt>[A-Za-z0-9+/=]+),"
                            + "i=(?<iterations>[1-9][0-9]{0,8})(?:,[A-Za-z]=[^,]+)*");

    private static final Pattern FINAL =
            Pattern.compile("(?:v=(?<signature>[A-Za-z0-9+/=]+)|e=[^,]+)(?:,[A-Za-z]=[^,]+)*");

    /** What to do after a message of the server. */
    public sealed interface Step {
        /** Send this as SASLResponse. */
        record Continue(String message) implements Step {}

        /** The server has proved itself: AuthenticationOk may be believed. */
        record Authenticated() implements Step {}

        /** Close the connection. */
        record Refused(ScramRefusal reason) implements Step {}
    }

    private enum State {
        FIRST,
        FINAL,
        DONE
    }

    private final ScramMechanism mechanism;
    private final Optional<ChannelBinding> binding;
    private final SaltedPasswords passwords;
    private final String header;
    private final String nonce;
    private State state = State.FIRST;
    private String expectedSignature = "";

    private ScramClient(
            ScramMechanism mechanism,
            Optional<ChannelBinding> binding,
            SaltedPasswords passwords,
            String nonce) {
        this.mechanism = mechanism;
        this.binding = binding;
        this.passwords = passwords;
        this.header = header(mechanism, binding);
        this.nonce = nonce;
    }

    /**
     * Chooses the best mechanism both sides have; empty where there is none.
     *
     * @param offered the mechanisms of AuthenticationSASL
     * @param binding to the certificate the server showed; empty without TLS
     * @param random a secure one
     */
    public static Optional<ScramClient> start(
            List<String> offered,
            Optional<ChannelBinding> binding,
            SaltedPasswords passwords,
            RandomGenerator random) {
        return ScramMechanism.offered(binding).stream()
                .filter(offered::contains)
                .findFirst()
                .flatMap(ScramMechanism::named)
                .map(mechanism ->
                        new ScramClient(mechanism, binding, passwords, ScramNonce.next(random)));
    }

    /** For a caller that insists on {@link ScramMechanism#SCRAM_SHA_256_PLUS}. */
    public ScramMechanism mechanism() {
        return mechanism;
    }

    /** To be sent as SASLInitialResponse. The server takes the user from the startup packet. */
    public String first() {
        return header + firstBare();
    }

    /** Takes the server's next message; after an end every further one is refused. */
    public Step receive(String message) {
        var step =
                switch (state) {
                    case FIRST -> answer(message);
                    case FINAL -> verify(message);
                    case DONE -> new Step.Refused(ScramRefusal.MALFORMED);
                };
        state = step instanceof Step.Continue ? State.FINAL : State.DONE;
        return step;
    }

    private Step answer(String message) {
        var matcher = FIRST.matcher(message);
        if (message.length() > ScramMechanism.LONGEST_MESSAGE
                || !matcher.matches()
                || !continuesOurs(matcher.group("nonce"))) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        var salt = ScramHash.fromBase64(matcher.group("salt"));
        if (salt.isEmpty() || salt.get().length > LONGEST_SALT) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        var iterations = Integer.parseInt(matcher.group("iterations"));
        if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
            return new Step.Refused(ScramRefusal.UNREASONABLE_ITERATIONS);
        }
        var bare =
                "c=%s,r=%s"
                        .formatted(
                                ScramBinding.text(header, mechanism, binding),
                                matcher.group("nonce"));
        var authMessage = firstBare() + "," + message + "," + bare;
        var salted = passwords.salted(salt.get(), iterations);
        expectedSignature = ScramHash.serverSignature(ScramHash.serverKey(salted), authMessage);
        return new Step.Continue(bare + ",p=" + ScramHash.proof(salted, authMessage));
    }

    private Step verify(String message) {
        var matcher = FINAL.matcher(message);
        if (message.length() > ScramMechanism.LONGEST_MESSAGE || !matcher.matches()) {
            return new Step.Refused(ScramRefusal.MALFORMED);
        }
        if (matcher.group("signature") == null) {
            return new Step.Refused(ScramRefusal.REFUSED_BY_SERVER);
        }
        var expected = expectedSignature.getBytes(StandardCharsets.UTF_8);
        var shown = matcher.group("signature").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, shown)
                ? new Step.Authenticated()
                : new Step.Refused(ScramRefusal.WRONG_SERVER_SIGNATURE);
    }

    private String firstBare() {
        return "n=,r=" + nonce;
    }

    /** A server that adds nothing of its own may be replaying. */
    private boolean continuesOurs(String whole) {
        return whole.startsWith(nonce) && whole.length() > nonce.length();
    }

    private static String header(ScramMechanism mechanism, Optional<ChannelBinding> binding) {
        if (mechanism == ScramMechanism.SCRAM_SHA_256_PLUS) {
            return "p=" + ChannelBinding.TYPE + ",,";
        }
        return binding.isPresent() ? "y,," : "n,,";
    }
}
