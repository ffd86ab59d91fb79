package dev.sallyport.gateway;

import dev.sallyport.wire.BackendFrame;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A query of the gateway's own on an account at rest; whatever goes wrong closes the account. */
final class Errand extends ByteToMessageDecoder {
    /** Longer than a crowded server takes to read its settings, shorter than a client's wait. */
    private static final int LONGEST_MILLIS = 5_000;

    /** A thousand settings are far from it. */
    private static final int MOST_ROWS = 20_000;

    private final String sql;
    private final Consumer<List<List<String>>> done;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean over;

    /**
     * @param done called once with the rows, after the server is ready again
     */
    Errand(String sql, Consumer<List<List<String>>> done) {
        this.sql = sql;
        this.done = done;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().ioBuffer();
        FrontendMessage.Query.of(sql).write(out);
        context.writeAndFlush(out, context.voidPromise());
        context.executor()
                .schedule(
                        () -> {
                            if (!over) {
                                context.close();
                            }
                        },
                        LONGEST_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        switch (BackendFrame.at(in, start)) {
            case Incomplete _ -> {}
            case Malformed _ -> end(context, in);
            case BackendFrame.Header header when header.wholeIn(in, start) -> {
                take(context, in, header);
            }
            case BackendFrame.Header _ -> {}
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf in, BackendFrame.Header header) {
        int start = in.readerIndex();
        in.skipBytes(header.total());
        switch (header.type()) {
            case DATA_ROW -> rows.add(row(in, start + BackendFrame.Header.HEADER));
            case READY_FOR_QUERY -> ready(context, BackendMessage.read(in, start, header), in);
            case ROW_DESCRIPTION, COMMAND_COMPLETE, PARAMETER_STATUS, NOTICE_RESPONSE -> {}
            default -> end(context, in);
        }
        if (rows.size() > MOST_ROWS) {
            end(context, in);
        }
    }

    private void ready(ChannelHandlerContext context, BackendMessage message, ByteBuf in) {
        if (message instanceof ReadyForQuery ready && ready.status() == TransactionStatus.IDLE) {
            over = true;
            context.pipeline().remove(this);
            done.accept(rows);
        } else {
            end(context, in);
        }
    }

    private static void end(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        context.close();
    }

    private static List<String> row(ByteBuf in, int index) {
        List<String> row = new ArrayList<>();
        int at = index + Short.BYTES;
        for (int cells = in.getUnsignedShort(index); cells > 0; cells--) {
            int length = in.getInt(at);
            at += Integer.BYTES;
            row.add(length < 0 ? "" : in.toString(at, length, StandardCharsets.UTF_8));
            at += Math.max(0, length);
        }
        return row;
    }
}
