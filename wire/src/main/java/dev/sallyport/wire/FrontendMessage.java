package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A message of a client after its sign-in, under the protocol's names. A component of type {@code
 * ByteBuf} is a slice of the buffer that was read and lives no longer than that.
 */
public sealed interface FrontendMessage
        permits FrontendMessage.Query,
                FrontendMessage.Parse,
                FrontendMessage.Bind,
                FrontendMessage.Describe,
                FrontendMessage.Execute,
                FrontendMessage.Close,
                FrontendMessage.Sync,
                FrontendMessage.Flush,
                FrontendMessage.Terminate,
                FrontendMessage.FunctionCall,
                FrontendMessage.CopyData,
                FrontendMessage.CopyDone,
                FrontendMessage.CopyFail,
                Malformed {

    /** The statements as sent, without the terminating zero. */
    record Query(ByteBuf sql) implements FrontendMessage, Outgoing {

        public static Query of(String sql) {
            return new Query(Unpooled.wrappedBuffer(sql.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.QUERY).bytes(sql).octet(0).end();
        }
    }

    /** One statement under a name; the types are object ids, 0 where the server shall choose. */
    record Parse(String statement, ByteBuf sql, List<Integer> parameterTypes)
            implements FrontendMessage, Outgoing {

        public Parse {
            parameterTypes = List.copyOf(parameterTypes);
        }

        @Override
        public void write(ByteBuf out) {
            var frame = FrameWriter.of(out, FrontendType.PARSE).text(statement).bytes(sql).octet(0);
            frame.unsignedShort(parameterTypes.size());
            parameterTypes.forEach(frame::integer);
            frame.end();
        }
    }

    /** The two names, and everything after them (formats and values) as it came. */
    record Bind(String portal, String statement, ByteBuf rest)
            implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.BIND).text(portal).text(statement).bytes(rest).end();
        }
    }

    record Describe(Target target, String name) implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.DESCRIBE).octet(target.code()).text(name).end();
        }
    }

    /** Runs a portal; {@code maxRows} of 0 or less means all rows. */
    record Execute(String portal, int maxRows) implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.EXECUTE).text(portal).integer(maxRows).end();
        }
    }

    record Close(Target target, String name) implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.CLOSE).octet(target.code()).text(name).end();
        }
    }

    record Sync() implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.SYNC).end();
        }
    }

    record Flush() implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.FLUSH).end();
        }
    }

    record Terminate() implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.TERMINATE).end();
        }
    }

    /** Calls a function by its object id, with no SQL text; the body is not read. */
    record FunctionCall(ByteBuf body) implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.FUNCTION_CALL).bytes(body).end();
        }
    }

    record CopyData(ByteBuf bytes) implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.COPY_DATA).bytes(bytes).end();
        }
    }

    record CopyDone() implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.COPY_DONE).end();
        }
    }

    record CopyFail(String reason) implements FrontendMessage, Outgoing {
        @Override
        public void write(ByteBuf out) {
            FrameWriter.of(out, FrontendType.COPY_FAIL).text(reason).end();
        }
    }

    /** Reads the whole frame at the index; moves no index. */
    static FrontendMessage read(ByteBuf buffer, int index, FrontendFrame.Header header) {
        var body = new Body(buffer, index + FrontendFrame.HEADER, header.body());
        var message = FrontendReader.read(header.type(), body);
        var malformed = body.finish(header.type().name());
        return malformed == null ? message : malformed;
    }
}
