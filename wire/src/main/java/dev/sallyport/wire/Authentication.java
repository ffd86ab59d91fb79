package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What a server asks of a client that signs in, or that it is in. */
public sealed interface Authentication extends BackendMessage {

    record AuthenticationOk() implements Authentication, Outgoing {
        @Override
        public void write(ByteBuf out) {
            frame(out, 0).end();
        }
    }

    record AuthenticationCleartextPassword() implements Authentication, Outgoing {
        @Override
        public void write(ByteBuf out) {
            frame(out, 3).end();
        }
    }

    record AuthenticationMD5Password(int salt) implements Authentication, Outgoing {
        @Override
        public void write(ByteBuf out) {
            frame(out, 5).integer(salt).end();
        }
    }

    /** The mechanisms offered, best first. */
    record AuthenticationSASL(List<String> mechanisms) implements Authentication, Outgoing {
        public AuthenticationSASL {
            mechanisms = List.copyOf(mechanisms);
        }

        @Override
        public void write(ByteBuf out) {
            var frame = frame(out, 10);
            mechanisms.forEach(frame::text);
            frame.octet(0).end();
        }
    }

    record AuthenticationSASLContinue(String message) implements Authentication, Outgoing {
        @Override
        public void write(ByteBuf out) {
            frame(out, 11).unterminated(message).end();
        }
    }

    record AuthenticationSASLFinal(String message) implements Authentication, Outgoing {
        @Override
        public void write(ByteBuf out) {
            frame(out, 12).unterminated(message).end();
        }
    }

    /** Kerberos, GSSAPI, SSPI or something newer, which we do not speak. */
    record AuthenticationUnsupported(int kind) implements Authentication {}

    private static FrameWriter frame(ByteBuf out, int kind) {
        return FrameWriter.of(out, BackendType.AUTHENTICATION).integer(kind);
    }

    static Authentication read(Body body) {
        var kind = body.integer();
        return switch (kind) {
            case 0 -> new AuthenticationOk();
            case 3 -> new AuthenticationCleartextPassword();
            case 5 -> new AuthenticationMD5Password(body.integer());
            case 10 -> new AuthenticationSASL(mechanisms(body));
            case 11 -> new AuthenticationSASLContinue(body.restAsText());
            case 12 -> new AuthenticationSASLFinal(body.restAsText());
            default -> unsupported(kind, body);
        };
    }

    private static Authentication unsupported(int kind, Body body) {
        body.rest();
        return new AuthenticationUnsupported(kind);
    }

    private static List<String> mechanisms(Body body) {
        var mechanisms = new ArrayList<String>();
        for (var name = body.text(); !name.isEmpty(); name = body.text()) {
            mechanisms.add(name);
        }
        return mechanisms;
    }
}
