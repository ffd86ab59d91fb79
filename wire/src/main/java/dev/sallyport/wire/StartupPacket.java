package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The first packet of a connection: the only one without a type byte. */
public sealed interface StartupPacket
        permits StartupPacket.SslRequest,
                StartupPacket.GssEncRequest,
                StartupPacket.CancelRequest,
                StartupPacket.Startup,
                StartupPacket.UnsupportedVersion,
                Incomplete,
                Malformed {

    /** The major version that we speak. */
    int MAJOR = 3;

    /** The newest minor version that we speak; 3.2 has longer cancel keys. */
    int NEWEST_MINOR = 2;

    /** Answered by one byte, {@code S} or {@code N}. */
    record SslRequest() implements StartupPacket, Outgoing {
        static final int CODE = 1234 << 16 | 5679;

        @Override
        public void write(ByteBuf out) {
            FrameWriter.untyped(out).integer(CODE).end();
        }
    }

    /** Answered by one byte, {@code G} or {@code N}. */
    record GssEncRequest() implements StartupPacket, Outgoing {
        static final int CODE = 1234 << 16 | 5680;

        @Override
        public void write(ByteBuf out) {
            FrameWriter.untyped(out).integer(CODE).end();
        }
    }

    /** Asks to cancel; answered by closing the connection, whether the key was right or not. */
    record CancelRequest(CancelKey key) implements StartupPacket, Outgoing {
        static final int CODE = 1234 << 16 | 5678;

        @Override
        public void write(ByteBuf out) {
            FrameWriter.untyped(out)
                    .integer(CODE)
                    .integer(key.processId())
                    .bytes(key.secret())
                    .end();
        }
    }

    /**
     * Asks for a session. Names no parameter twice and always a user.
     *
     * @param major always 3
     * @param minor what the client would like; more than we speak is answered by
     *     NegotiateProtocolVersion
     * @param parameters in the order they were sent
     */
    record Startup(int major, int minor, SequencedMap<String, String> parameters)
            implements StartupPacket, Outgoing {

        private static final String PROTOCOL_OPTION = "_pq_.";

        /** Older clients keep it in an integer. */
        private static final int OLD_CANCEL_KEY = Integer.BYTES;

        /** As many as the server makes. */
        private static final int CANCEL_KEY = 32;

        public Startup {
            parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
        }

        public static Startup of(SequencedMap<String, String> parameters) {
            return new Startup(MAJOR, 0, parameters);
        }

        public String user() {
            return parameters.getOrDefault("user", "");
        }

        /** As the server: the user's name where no database is named. */
        public String database() {
            var database = parameters.getOrDefault("database", "");
            return database.isEmpty() ? user() : database;
        }

        public Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name));
        }

        /** The {@code _pq_.} options asked for, none of which is a session setting. */
        public List<String> protocolOptions() {
            return parameters.keySet().stream()
                    .filter(name -> name.startsWith(PROTOCOL_OPTION))
                    .toList();
        }

        /** The minor version of the session: what was asked for, as far as we speak it. */
        public int spokenMinor() {
            return Math.min(minor, NEWEST_MINOR);
        }

        /** Length of the secret of this session's cancel key, in bytes. */
        public int cancelKeyLength() {
            return spokenMinor() < NEWEST_MINOR ? OLD_CANCEL_KEY : CANCEL_KEY;
        }

        /** Whether the answer must begin with NegotiateProtocolVersion. */
        public boolean asksForMoreThan(int newestMinor) {
            return minor > newestMinor || !protocolOptions().isEmpty();
        }

        @Override
        public void write(ByteBuf out) {
            var frame = FrameWriter.untyped(out).integer(code(major, minor));
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                frame.text(parameter.getKey()).text(parameter.getValue());
            }
            frame.octet(0).end();
        }
    }

    /** A version of the protocol that no server of today speaks. */
    record UnsupportedVersion(int major, int minor) implements StartupPacket {}

    /**
     * Takes the packet at the reader index, which moves past it unless the packet is {@link
     * Incomplete} or {@link Malformed}. What comes after it in the buffer is left untouched: bytes
     * that follow an SslRequest in the clear must be refused by the caller.
     */
    static StartupPacket read(ByteBuf in) {
        return StartupReader.read(in);
    }

    static int code(int major, int minor) {
        return major << Short.SIZE | minor;
    }
}
