package dev.sallyport.wire;

/**
 * Bytes that are not the protocol: the connection cannot go on, since nobody knows where the next
 * message begins.
 *
 * @param reason one line without any of the bytes, fit for the peer and for a log
 */
public record Malformed(String reason)
        implements FrontendFrame,
                BackendFrame,
                StartupPacket,
                FrontendMessage,
                AuthenticationResponse,
                BackendMessage,
                BindNames {

    static Malformed tooShort(String name, int length) {
        return new Malformed("length %d of %s is less than 4".formatted(length, name));
    }

    static Malformed tooLong(String name, int length, int limit) {
        return new Malformed("length %d of %s is more than %d".formatted(length, name, limit));
    }

    static Malformed unknownType(byte code) {
        return new Malformed("message type %d is unknown".formatted(Byte.toUnsignedInt(code)));
    }
}
