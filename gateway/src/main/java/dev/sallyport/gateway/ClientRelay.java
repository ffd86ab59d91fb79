package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BindNames;
import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Client to database: reads each message, has the gate judge what would run, and forwards the rest
 * as it came. Stops reading whenever something must be on record first.
 */
final class ClientRelay extends Relay {
    /** The longest text of one query; what is longer cannot be judged in bounded time. */
    static final int TEXT = 16 << 20;

    /** Taken in while a message waits: enough to see that a client has left meanwhile. */
    private static final int AHEAD = 64 << 10;

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

    private final Gate gate;
    private final Conversation conversation;
    private final Channel upstream;

    /** The length of a judged message that waits to be released; 0 where none does. */
    private int waiting;

    private @Nullable Judged waitingFor;

    /** Bytes of a message that the database would pass over. */
    private long dropping;

    /** What follows cannot be judged before everything owed is answered. */
    private boolean settling;

    /**
     * A setting may have changed how text is read. The database reports it at the end of the batch,
     * so until then only text that reads the same in any case is taken.
     */
    private boolean unsure;

    ClientRelay(Session session, Gate gate, Channel upstream) {
        super(session);
        this.gate = gate;
        this.conversation = session.conversation();
        this.upstream = upstream;
    }

    @Override
    void arrived() {
        pump();
    }

    /** Goes on with what has arrived, as far as it may. */
    void pump() {
        if (session.isOver()) {
            return;
        }
        from = in.readerIndex();
        settling = settling && !conversation.nothingOwed();
        Step step = Step.DONE;
        while (step == Step.DONE && in.isReadable()) {
            step = step();
        }
        forward();
        tidy();
        upstream.flush();
        session.pace();
    }

    /** Whether the client may send more for now. */
    boolean wantsMore() {
        return !waits() || in.readableBytes() < AHEAD;
    }

    /** Whether what has arrived must not go on for now. */
    boolean waits() {
        return waiting > 0 || (settling && !conversation.isCopying());
    }

    private Step step() {
        if (waiting > 0) {
            return resume();
        }
        if (passing > 0) {
            pass();
            return Step.DONE;
        }
        if (dropping > 0) {
            return drop();
        }
        if (waits()) {
            return Step.WAIT;
        }
        return switch (FrontendFrame.at(in, in.readerIndex())) {
            case Incomplete _ -> Step.MORE;
            case Malformed malformed -> refuse(malformed);
            case Header header -> take(header);
        };
    }

    private Step take(Header header) {
        boolean read =
                header.type() == FrontendType.SYNC || header.type() == FrontendType.TERMINATE;
        if (conversation.isSkipping() && !read) {
            forward();
            dropping = header.total();
            return Step.DONE;
        }
        if (!conversation.hasRoomForAnswers()) {
            return settle();
        }
        return switch (header.type()) {
            case QUERY, PARSE -> text(header);
            case BIND -> bind(header);
            case EXECUTE, DESCRIBE, CLOSE -> whole(header);
            case SYNC -> sync(header);
            case FUNCTION_CALL -> function(header);
            case COPY_DATA -> {
                passing = header.total();
                yield Step.DONE;
            }
            case COPY_DONE, COPY_FAIL -> passes(header, Owed.of(Owed.Kind.COPY_END));
            case FLUSH ->
                    // The server fails it, and skips up to a Sync that nobody here waits for.
                    header.body() > 0
                            ? refuse(new Malformed("a Flush with something in it"))
                            : passes(header);
            case TERMINATE -> {
                forward();
                session.clientLeft();
                yield Step.END;
            }
            case AUTHENTICATION_RESPONSE ->
                    refuse(new Malformed("an authentication response after the sign-in"));
        };
    }

    private Step text(Header header) {
        return header.total() > TEXT
                ? refuse(new Malformed("a statement is longer than " + TEXT + " bytes"))
                : whole(header);
    }

    /** For messages that are held until they are complete. */
    private Step whole(Header header) {
        int start = in.readerIndex();
        if (!header.wholeIn(in, start)) {
            return Step.MORE;
        }
        return switch (FrontendMessage.read(in, start, header)) {
            case FrontendMessage.Query query -> query(header, judge(query.sql()));
            case FrontendMessage.Parse parse ->
                    parse(header, parse.statement(), judge(parse.sql()));
            case FrontendMessage.Execute execute -> execute(header, execute.portal());
            case FrontendMessage.Describe _ -> passes(header, Owed.of(Owed.Kind.DESCRIBE));
            case FrontendMessage.Close close -> close(header, close);
            case Malformed malformed -> refuse(malformed);
            // The types held are fixed by the caller; the rest is never read whole.
            default -> throw new IllegalStateException("not a message that is held");
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
        conversation.expect(Owed.giving(Owed.Kind.PARSE, name, judged, conversation.batch()));
        return judged.refusal().isPresent()
                ? replace(header, gate.parseThatFails())
                : passes(header);
    }

    private Step bind(Header header) {
        return switch (BindNames.at(in, in.readerIndex(), header)) {
            case Incomplete _ -> Step.MORE;
            case Malformed malformed -> refuse(malformed);
            case BindNames.Read names -> {
                if (conversation.prepared().isUnsettled(names.statement(), conversation.batch())) {
                    yield settle();
                }
                Judged judged = gate.known(conversation.prepared().find(names.statement()));
                conversation.expect(
                        Owed.giving(Owed.Kind.BIND, names.portal(), judged, conversation.batch()));
                yield passes(header);
            }
        };
    }

    private Step execute(Header header, String portal) {
        if (conversation.portals().isUnsettled(portal, conversation.batch())) {
            return settle();
        }
        Judged judged = gate.known(conversation.portals().find(portal));
        long number = conversation.number(1);
        conversation.expect(Owed.running(Owed.Kind.EXECUTE, judged, number));
        return release(header, judged, number);
    }

    private Step close(Header header, FrontendMessage.Close close) {
        return passes(
                header,
                Owed.closing(
                        close.target() == Target.STATEMENT
                                ? Owed.Kind.CLOSE_STATEMENT
                                : Owed.Kind.CLOSE_PORTAL,
                        close.name()));
    }

    private Judged judge(ByteBuf sql) {
        Judged judged = unsure ? gate.judgeUnsure(sql) : gate.judge(sql);
        return judged.stating().isEmpty() ? judged : session.permitted(judged);
    }

    /** With the end of the batch the database reports what has become of the settings. */
    private Step sync(Header header) {
        Step step = passes(header, Owed.of(Owed.Kind.SYNC));
        if (step == Step.DONE && unsure) {
            unsure = false;
            settling = true;
        }
        return step;
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
            return released(header.total(), judged);
        }
        forward();
        waiting = header.total();
        waitingFor = judged;
        return Step.WAIT;
    }

    private Step resume() {
        if (!session.intentIsDurable()) {
            return Step.WAIT;
        }
        int length = waiting;
        waiting = 0;
        return released(length, gate.known(waitingFor));
    }

    private Step released(int length, Judged judged) {
        Owed.Kind kind = in.getByte(in.readerIndex()) == 'Q' ? Owed.Kind.QUERY : Owed.Kind.EXECUTE;
        in.skipBytes(length);
        boolean endsDoubt = kind == Owed.Kind.QUERY && unsure;
        unsure = kind == Owed.Kind.EXECUTE && (unsure || judged.touchesSettings());
        if (judged.comesFirst() || endsDoubt) {
            settle();
        }
        return Step.DONE;
    }

    /** Has the database answer what is owed, if a failure has not answered it; waits for it. */
    private Step settle() {
        forward();
        upstream.write(gate.flush(), upstream.voidPromise());
        settling = !conversation.nothingOwed();
        return Step.WAIT;
    }

    private Step drop() {
        int now = (int) Math.min(dropping, in.readableBytes());
        in.skipBytes(now);
        dropping -= now;
        from = in.readerIndex();
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
    void gone() {
        session.clientVanished();
    }
}
