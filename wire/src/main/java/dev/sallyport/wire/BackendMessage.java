package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A message of the server, under the protocol's names: those that a relay must understand. */
public sealed interface BackendMessage
        permits Authentication,
                BackendMessage.ParameterStatus,
                BackendMessage.BackendKeyData,
                BackendMessage.ReadyForQuery,
                BackendMessage.CommandComplete,
                BackendMessage.ErrorResponse,
                BackendMessage.NoticeResponse,
                BackendMessage.NegotiateProtocolVersion,
                BackendMessage.Unread,
                Malformed {

    record ParameterStatus(String name, String value) implements BackendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, BackendType.PARAMETER_STATUS).text(name).text(value).end();
        }
    }

    record BackendKeyData(CancelKey key) implements BackendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, BackendType.BACKEND_KEY_DATA)
                    .integer(key.processId())
                    .bytes(key.secret())
                    .end();
        }
    }

    record ReadyForQuery(TransactionStatus status) implements BackendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, BackendType.READY_FOR_QUERY).octet(status.code()).end();
        }
    }

    /**
     * @param tag such as {@code SELECT 5}, {@code INSERT 0 3}, {@code CREATE TABLE}
     */
    record CommandComplete(String tag) implements BackendMessage, Outgoing {

        /** How many rows were returned or changed, for the commands that say. */
        public OptionalLong rows() {
            return CommandTag.rows(tag);
        }

        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, BackendType.COMMAND_COMPLETE).text(tag).end();
        }
    }

    record ErrorResponse(MessageFields fields) implements BackendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            fields.write(FrameWriter.of(out, BackendType.ERROR_RESPONSE));
        }
    }

    record NoticeResponse(MessageFields fields) implements BackendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            fields.write(FrameWriter.of(out, BackendType.NOTICE_RESPONSE));
        }
    }

    /**
     * The newest version that will be spoken, and the {@code _pq_.} options that are not known. The
     * server sends the major version too, though the manual speaks of the minor one only.
     */
    record NegotiateProtocolVersion(int major, int minor, List<String> unknownOptions)
            implements BackendMessage, Outgoing {

        public NegotiateProtocolVersion {
            unknownOptions = List.copyOf(unknownOptions);
        }

        @Override
        public void write(ByteBuf out) {
            var frame = FrameWriter.of(out, BackendType.NEGOTIATE_PROTOCOL_VERSION);
            frame.integer(StartupPacket.code(major, minor)).integer(unknownOptions.size());
            unknownOptions.forEach(frame::text);
            frame.end();
        }

        static NegotiateProtocolVersion read(Body body) {
            var version = body.integer();
            var count = body.integer();
            var options = new ArrayList<String>();
            for (int i = 0; i < count && body.remaining() > 0; i++) {
                options.add(body.text());
            }
            if (options.size() != count) {
                body.fail("has another number of options than it says");
            }
            return new NegotiateProtocolVersion(version >>> Short.SIZE, version & 0xFFFF, options);
        }
    }

    /** A message to be relayed as it is, such as a DataRow: its body was not looked at. */
    record Unread(BackendType type) implements BackendMessage {}

    /** Reads the whole frame at the index; moves no index. */
    static BackendMessage read(ByteBuf buffer, int index, BackendFrame.Header header) {
        var body = new Body(buffer, index + BackendFrame.HEADER, header.body());
        var message = read(header.type(), body);
        var malformed = body.finish(header.type().name());
        return malformed == null ? message : malformed;
    }

    private static BackendMessage read(BackendType type, Body body) {
        return switch (type) {
            case AUTHENTICATION -> Authentication.read(body);
            case PARAMETER_STATUS -> new ParameterStatus(body.text(), body.text());
            case BACKEND_KEY_DATA -> new BackendKeyData(CancelKey.read(body));
            case READY_FOR_QUERY -> new ReadyForQuery(TransactionStatus.read(body));
            case COMMAND_COMPLETE -> new CommandComplete(body.text());
            case ERROR_RESPONSE -> new ErrorResponse(MessageFields.read(body));
            case NOTICE_RESPONSE -> new NoticeResponse(MessageFields.read(body));
            case NEGOTIATE_PROTOCOL_VERSION -> NegotiateProtocolVersion.read(body);
            case BIND_COMPLETE,
                    CLOSE_COMPLETE,
                    COPY_BOTH_RESPONSE,
                    COPY_DATA,
                    COPY_DONE,
                    COPY_IN_RESPONSE,
                    COPY_OUT_RESPONSE,
                    DATA_ROW,
                    EMPTY_QUERY_RESPONSE,
                    FUNCTION_CALL_RESPONSE,
                    NO_DATA,
                    NOTIFICATION_RESPONSE,
                    PARAMETER_DESCRIPTION,
                    PARSE_COMPLETE,
                    PORTAL_SUSPENDED,
                    ROW_DESCRIPTION ->
                    unread(type, body);
        };
    }

    private static BackendMessage unread(BackendType type, Body body) {
        body.rest();
        return new Unread(type);
    }
}
