package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BindNames;
import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;

/**
 * Client to database: reads each message, has the gate judge what would run, and forwards the rest
 * as it came. Stops reading whenever something must be on record first.
 */
final class ClientRelay extends ChannelInboundHandlerAdapter {
    /** The longest text of one query; what is longer cannot be judged in bounded time. */
    static final int TEXT = 16 << 20;

    /** What became of the message at the reader index. */
    private enum Step {
        /** Forwarded, or answered otherwise; go on. */
        DONE,
        /** Not all there yet. */
        MORE,
        /** It may not go on yet: the record, or an answer, comes first. */
        WAIT,
        /** The connection is over. */
        END
    }

    private final Session session;
    private final Gate gate;
    private final Conversation conversation;
    private final Channel upstream;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;

    /** Start of the bytes that are judged and not yet written to the database. */
    private int from;

    /** Bytes of a long message that may pass unread. */
    private long passing;

    /** The length of a judged message that waits to be released; 0 where none does. */
    private int waiting;

    private boolean waitingTouchesSettings;

    /** A setting may change how text is read: nothing is judged before the answer is there. */
    private boolean settling;

    ClientRelay(Session session, Gate gate, Channel upstream) {
        this.session = session;
        this.gate = gate;
        this.conversation = session.conversation();
        this.upstream = upstream;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (in.isReadable()) {
            in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), in, bytes);
        } else {
            in.release();
            in = bytes;
        }
        pump();
    }

    /** Goes on with what has arrived, as far as it may. */
    void pump() {
        from = in.readerIndex();
        settling = settling && !conversation.nothingOwed();
        Step step = Step.DONE;
        while (step == Step.DONE && in.isReadable()) {
            step = step();
        }
        forward();
        if (!in.isReadable()) {
            in.release();
            in = Unpooled.EMPTY_BUFFER;
        }
        upstream.flush();
        session.pace();
    }

    /** Whether the client must not send more for now. */
    boolean waits() {
        return waiting > 0 || settling;
    }

    private Step step() {
        if (waiting > 0) {
            return resume();
        }
        if (settling) {
            return Step.WAIT;
        }
        if (passing > 0) {
            int now = (int) Math.min(passing, in.readableBytes());
            in.skipBytes(now);
            passing -= now;
            return Step.DONE;
        }
        return switch (FrontendFrame.at(in, in.readerIndex())) {
            case Incomplete _ -> Step.MORE;
            case Malformed malformed -> refuse(malformed);
            case Header header -> take(header);
        };
    }

    private Step take(Header header) {
        return switch (header.type()) {
            case QUERY, PARSE -> text(header);
            case BIND -> bind(header);
            case EXECUTE, DESCRIBE, CLOSE -> whole(header);
            case SYNC -> passes(header, Owed.of(Owed.Kind.SYNC));
            case FUNCTION_CALL -> function(header);
            case COPY_DATA -> {
                passing = header.total();
                yield Step.DONE;
            }
            case FLUSH, COPY_DONE, COPY_FAIL -> passes(header);
            case TERMINATE -> {
                session.clientLeft();
                yield Step.END;
            }
            case AUTHENTICATION_RESPONSE ->
                    refuse(new Malformed("an authentication response after the sign-in"));
        };
    }

    private Step text(Header header) {
        if (header.total() > TEXT) {
            return refuse(new Malformed("a statement is longer than " + TEXT + " bytes"));
        }
        return whole(header);
    }

    /** For messages that are held until they are complete. */
    private Step whole(Header header) {
        int start = in.readerIndex();
        if (!header.wholeIn(in, start)) {
            return Step.MORE;
        }
        return switch (FrontendMessage.read(in, start, header)) {
            case FrontendMessage.Query query -> query(header, gate.judge(query.sql()));
            case FrontendMessage.Parse parse ->
                    parse(header, parse.statement(), gate.judge(parse.sql()));
            case FrontendMessage.Execute execute -> execute(header, execute.portal());
            case FrontendMessage.Describe _ -> passes(header, Owed.of(Owed.Kind.DESCRIBE));
            case FrontendMessage.Close close -> close(header, close);
            case FrontendMessage.Bind _,
                    FrontendMessage.Sync _,
                    FrontendMessage.Flush _,
                    FrontendMessage.Terminate _,
                    FrontendMessage.FunctionCall _,
                    FrontendMessage.CopyData _,
                    FrontendMessage.CopyDone _,
                    FrontendMessage.CopyFail _ ->
                    throw new IllegalStateException("not a message that is held");
            case Malformed malformed -> refuse(malformed);
        };
    }

    private Step query(Header header, Judged judged) {
        long number = conversation.number(Math.max(1, judged.statements().size()));
        conversation.expect(Owed.running(Owed.Kind.QUERY, judged, number));
        if (judged.refusal().isPresent()) {
            return replace(header, gate.queryThatFails());
        }
        return release(header, judged, number);
    }

    private Step parse(Header header, String name, Judged judged) {
        if (!conversation.hasRoomForNames()) {
            return refuse(new Malformed("more than " + Conversation.NAMES + " prepared names"));
        }
        conversation.expect(Owed.of(Owed.Kind.PARSE, judged));
        if (judged.refusal().isPresent()) {
            return replace(header, gate.parseThatFails());
        }
        conversation.prepare(name, judged);
        return passes(header);
    }

    private Step bind(Header header) {
        return switch (BindNames.at(in, in.readerIndex(), header)) {
            case Incomplete _ -> Step.MORE;
            case Malformed malformed -> refuse(malformed);
            case BindNames.Read names -> {
                Judged judged = conversation.prepared(names.statement()).orElse(gate.unknown());
                conversation.bind(names.portal(), judged);
                conversation.expect(Owed.of(Owed.Kind.BIND, judged));
                passing = header.total();
                yield Step.DONE;
            }
        };
    }

    private Step execute(Header header, String portal) {
        Judged judged = conversation.portal(portal).orElse(gate.unknown());
        long number = conversation.number(1);
        conversation.expect(Owed.running(Owed.Kind.EXECUTE, judged, number));
        return release(header, judged, number);
    }

    private Step close(Header header, FrontendMessage.Close close) {
        if (close.target() == Target.STATEMENT) {
            conversation.closePrepared(close.name());
        } else {
            conversation.closePortal(close.name());
        }
        return passes(header, Owed.of(Owed.Kind.CLOSE));
    }

    /** Refused whole: it runs a function with no SQL text that could be judged. */
    private Step function(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return header.total() > TEXT
                    ? refuse(new Malformed("a function call is longer than " + TEXT + " bytes"))
                    : Step.MORE;
        }
        Judged call = gate.functionCall();
        conversation.expect(Owed.running(Owed.Kind.QUERY, call, conversation.number(1)));
        return replace(header, gate.queryThatFails());
    }

    /** The last step of the gate: at once, or when the record or an answer is there. */
    private Step release(Header header, Judged judged, long number) {
        if (session.mayRun(judged, number)) {
            return released(header.total(), judged.touchesSettings());
        }
        forward();
        waiting = header.total();
        waitingTouchesSettings = judged.touchesSettings();
        return Step.WAIT;
    }

    private Step resume() {
        if (!session.intentIsDurable()) {
            return Step.WAIT;
        }
        int length = waiting;
        waiting = 0;
        return released(length, waitingTouchesSettings);
    }

    private Step released(int length, boolean touchesSettings) {
        in.skipBytes(length);
        if (touchesSettings) {
            forward();
            upstream.write(gate.flush(), upstream.voidPromise());
            settling = true;
        }
        return Step.DONE;
    }

    private Step passes(Header header, Owed answer) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return Step.MORE;
        }
        conversation.expect(answer);
        return passes(header);
    }

    private Step passes(Header header) {
        passing = header.total();
        return Step.DONE;
    }

    /** The database gets something that fails, so that order and transaction stay its business. */
    private Step replace(Header header, ByteBuf instead) {
        forward();
        upstream.write(instead, upstream.voidPromise());
        in.skipBytes(header.total());
        from = in.readerIndex();
        return Step.DONE;
    }

    private Step refuse(Malformed malformed) {
        session.end(
                Problem.of(
                        ProblemCode.SP4004,
                        "the connection does not follow the protocol: " + malformed.reason(),
                        "use a PostgreSQL client"));
        return Step.END;
    }

    /** Writes what has been judged; the flush comes once per round. */
    private void forward() {
        int length = in.readerIndex() - from;
        if (length > 0) {
            upstream.write(in.retainedSlice(from, length), upstream.voidPromise());
            from = in.readerIndex();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.advance();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.clientLeft();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        in.release();
        in = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            session.clientLeft();
        } else {
            session.broke(cause);
        }
    }
}
