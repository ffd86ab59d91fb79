package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;

/**
 * What a client sends while it signs in. All share one type byte, so the reader must know which it
 * asked for; none shows its content as text.
 */
public sealed interface AuthenticationResponse
        permits AuthenticationResponse.PasswordMessage,
                AuthenticationResponse.SASLInitialResponse,
                AuthenticationResponse.SASLResponse,
                Malformed {

    record PasswordMessage(String password) implements AuthenticationResponse, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.AUTHENTICATION_RESPONSE).text(password).end();
        }

        @Override
        public String toString() {
            return "PasswordMessage";
        }
    }

    /** The mechanism chosen, and the first message of it where the client sends one at once. */
    record SASLInitialResponse(String mechanism, Optional<String> message)
            implements AuthenticationResponse, Outgoing {
        @Override
        public void write(ByteBuf out) {
            var frame = FrameWriter.of(out, FrontendType.AUTHENTICATION_RESPONSE).text(mechanism);
            if (message.isEmpty()) {
                frame.integer(-1).end();
                return;
            }
            frame.integer(ByteBufUtil.utf8Bytes(message.get()));
            frame.unterminated(message.get()).end();
        }

        @Override
        public String toString() {
            return "SASLInitialResponse[" + mechanism + "]";
        }
    }

    record SASLResponse(String message) implements AuthenticationResponse, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.AUTHENTICATION_RESPONSE).unterminated(message).end();
        }

        @Override
        public String toString() {
            return "SASLResponse";
        }
    }

    /** Reads the whole frame at the index as the answer to AuthenticationCleartextPassword. */
    static AuthenticationResponse readPassword(
            ByteBuf buffer, int index, FrontendFrame.Header header) {
        var body = body(buffer, index, header);
        return finish(new PasswordMessage(body.text()), body);
    }

    /** Reads the whole frame at the index as the answer to AuthenticationSASL. */
    static AuthenticationResponse readSASLInitial(
            ByteBuf buffer, int index, FrontendFrame.Header header) {
        var body = body(buffer, index, header);
        var mechanism = body.text();
        var length = body.integer();
        if (length == -1) {
            return finish(new SASLInitialResponse(mechanism, Optional.empty()), body);
        }
        if (length != body.remaining()) {
            body.fail("has a message of another length than it says");
        }
        return finish(new SASLInitialResponse(mechanism, Optional.of(body.restAsText())), body);
    }

    /** Reads the whole frame at the index as the answer to AuthenticationSASLContinue. */
    static AuthenticationResponse readSASL(ByteBuf buffer, int index, FrontendFrame.Header header) {
        var body = body(buffer, index, header);
        return finish(new SASLResponse(body.restAsText()), body);
    }

    private static Body body(ByteBuf buffer, int index, FrontendFrame.Header header) {
        var body = new Body(buffer, index + FrontendFrame.HEADER, header.body());
        if (header.type() != FrontendType.AUTHENTICATION_RESPONSE) {
            body.fail("arrived where an authentication response was due");
        }
        return body;
    }

    private static AuthenticationResponse finish(AuthenticationResponse response, Body body) {
        var malformed = body.finish("authentication response");
        return malformed == null ? response : malformed;
    }
}
