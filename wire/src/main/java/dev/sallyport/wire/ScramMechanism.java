package dev.sallyport.wire;

import java.util.List;
import java.util.Optional;

/** The SASL mechanisms that are spoken, under their registered names. */
public enum ScramMechanism {
    SCRAM_SHA_256("SCRAM-SHA-256"),
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS");

    /** The server's bound (PG_MAX_SASL_MESSAGE_LENGTH) of each message of a conversation. */
    static final int LONGEST_MESSAGE = 1024;

    private final String registeredName;

    ScramMechanism(String registeredName) {
        this.registeredName = registeredName;
    }

    public String registeredName() {
        return registeredName;
    }

    public static Optional<ScramMechanism> named(String name) {
        for (var mechanism : values()) {
            if (mechanism.registeredName.equals(name)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }

    /** What a server offers, best first: the bound one only where there is a TLS to bind to. */
    public static List<String> offered(Optional<ChannelBinding> binding) {
        return binding.isPresent()
                ? List.of(SCRAM_SHA_256_PLUS.registeredName, SCRAM_SHA_256.registeredName)
                : List.of(SCRAM_SHA_256.registeredName);
    }
}
