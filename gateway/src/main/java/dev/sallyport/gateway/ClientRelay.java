package dev.sallyport.gateway;

import dev.sallyport.wire.BindNames;
import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Client to database: reads each message, has the gate judge what would run, and forwards the rest
 * as it came. Stops reading whenever something must be on record first.
 */
class ClientRelay extends ForwardingRelay {
    /** The longest text of one query; what is longer cannot be judged in bounded time. */
    static final int TEXT = 16 << 20;

    /** Taken in while a message waits: enough to see that a client has left meanwhile. */
    private static final int AHEAD = 64 << 10;

    private final Gate gate;
    private final TextUnderWay text;

    /** The length of a judged message that waits to be released; 0 where none does. */
    private int waiting;

    private @Nullable Judged waitingFor;

    /** What goes on in place of the message that waits. */
    private @Nullable ByteBuf instead;

    /** Nothing more arrives, and nothing can be told. */
    private boolean gone;

    /** A write that fills the channel asks for more at once, in the middle of a message. */
    private boolean pumping;

    /** Something that has arrived has not gone on. */
    private boolean stopped;

    /** What follows cannot be judged before everything owed is answered. */
    private boolean settling;

    private final Doubt doubt;

    ClientRelay(Session session, Gate gate) {
        super(session, gate);
        this.gate = gate;
        this.text = new TextUnderWay(gate, session.client().eventLoop(), session);
        this.doubt = new Doubt(session, gate, text);
    }

    @Override
    void arrived() {
        pump();
    }

    /** Goes on with what has arrived, as far as it may. */
    void pump() {
        if (session.isOver() || pumping) {
            return;
        }
        if (session.end().isLeaving()) {
            letGo();
            return;
        }
        pumping = true;
        from = in.readerIndex();
        settling = settling && !conversation.nothingOwed();
        Step step = Step.DONE;
        while (step == Step.DONE && in.isReadable()) {
            step = step();
        }
        stopped = step == Step.WAIT;
        forward();
        tidy();
        pumping = false;
        if (session.account() != null) {
            session.upstream().flush();
        }
        vanishIfGone();
        session.pace();
    }

    @Override
    void letGo() {
        super.letGo();
        text.drop();
    }

    /** Whether the client may send more for now. */
    boolean wantsMore() {
        return !waits() || in.readableBytes() < AHEAD;
    }

    /** Whether something waits that could go on now. */
    boolean hasStopped() {
        return stopped;
    }

    /** Whether what has arrived must not go on for now. */
    boolean waits() {
        return waiting > 0
                || text.isBeingRead()
                || session.watch().isSlowed()
                || session.results().isHalting()
                || (settling && !conversation.isCopying());
    }

    private Step step() {
        if (waiting > 0) {
            return resume();
        }
        if (passing > 0) {
            pass();
            return Step.DONE;
        }
        if (isDropping()) {
            return drop();
        }
        if (waits()) {
            return Step.WAIT;
        }
        return switch (FrontendFrame.at(in, in.readerIndex())) {
            case Incomplete _ -> Step.MORE;
            case Malformed malformed -> refuse(malformed);
            case Header header -> mayTake(header) ? take(header) : Step.WAIT;
        };
    }

    private Step take(Header header) {
        if (isPassedOver(header)) {
            text.forget();
            return passedOver(header);
        }
        if (!conversation.hasRoomForAnswers() || triesOn()) {
            return settle();
        }
        return switch (header.type()) {
            case QUERY, PARSE, FUNCTION_CALL ->
                    header.total() > TEXT
                            ? refuse("a statement is longer than " + TEXT + " bytes")
                            : whole(header);
            case BIND -> bind(header);
            case EXECUTE, DESCRIBE, CLOSE -> whole(header);
            case SYNC -> sync(header);
            case COPY_DATA -> {
                passing = header.total();
                yield Step.DONE;
            }
            case COPY_DONE, COPY_FAIL -> copyEnd(header);
            case FLUSH ->
                    // The server fails it, and skips up to a Sync that nobody here waits for.
                    header.body() > 0 ? refuse("a Flush with something in it") : passes(header);
            case TERMINATE -> {
                forward();
                session.end().clientLeft();
                yield Step.END;
            }
            case AUTHENTICATION_RESPONSE -> refuse("an authentication response after the sign-in");
        };
    }

    /** Whoever waits for all that is owed waits for what comes of the COPY, too. */
    private Step copyEnd(Header header) {
        Step step = passes(header, Owed.of(Owed.Kind.COPY_END));
        if (step != Step.DONE || !settling) {
            return step;
        }
        pass();
        return settle();
    }

    /** For messages that are held until they are complete. */
    private Step whole(Header header) {
        int start = in.readerIndex();
        if (!header.wholeIn(in, start)) {
            return Step.MORE;
        }
        return switch (doubt.message(in, start, header)) {
            case FrontendMessage.Query query -> {
                Judged judged = doubt.judge(query.sql());
                yield judged == null ? Step.WAIT : query(header, judged, query);
            }
            case FrontendMessage.Parse parse -> {
                Judged judged = doubt.judge(parse.sql());
                yield judged == null ? Step.WAIT : parse(header, judged, parse);
            }
            case FrontendMessage.Execute execute -> execute(header, execute);
            case FrontendMessage.Describe describe -> describe(header, describe);
            case FrontendMessage.Close close -> close(header, close);
            case FrontendMessage.FunctionCall _ -> function(header);
            case Malformed malformed -> refuse(malformed);
            // The types held are fixed by the caller; the rest is never read whole.
            default -> throw new IllegalStateException("not a message that is held");
        };
    }

    private Step query(Header header, Judged read, FrontendMessage.Query query) {
        Adding.Ready ready = session.showing().adding().query(read, query);
        Judged judged = ready.judged();
        Adding.@Nullable Longer longer = ready.longer();
        long number = conversation.number(Math.max(1, judged.statements().size()));
        runs(judged);
        Owed runs = Owed.running(Owed.Kind.QUERY, judged, number).with(Adding.added(longer));
        ByteBuf message = repeats.instead(runs, query.sql(), longer);
        conversation.expect(session.allowance().counted(runs, judged));
        return judged.refusal().isPresent()
                ? replace(header, gate.queryThatFails())
                : release(header, judged, number, message);
    }

    private Step parse(Header header, Judged read, FrontendMessage.Parse message) {
        String name = message.statement();
        if (!conversation.hasRoomForNames()) {
            return refuse("more than " + Conversation.NAMES + " prepared names");
        }
        if (!name.isEmpty() && !isAligned(name)) {
            return settle();
        }
        Adding.Ready ready = session.showing().adding().parse(read, message);
        Judged judged = ready.judged();
        Adding.@Nullable Longer longer = ready.longer();
        Owed parse =
                Owed.giving(Owed.Kind.PARSE, name, judged, conversation.batch())
                        .with(Adding.added(longer));
        if (longer != null) {
            conversation.expect(kept(parse, longer.message(), longer.frame().readableBytes()));
            return replace(header, longer.message());
        }
        conversation.expect(kept(parse, in, header.total()));
        return judged.refusal().isPresent()
                ? replace(header, gate.parseThatFails(name))
                : passes(header);
    }

    private Step bind(Header header) {
        return switch (doubt.names(in, in.readerIndex(), header)) {
            case Incomplete _ -> Step.MORE;
            case Malformed malformed -> refuse(malformed);
            case BindNames.Read names -> {
                if (conversation.prepared().isUnsettled(names.statement(), conversation.batch())
                        || !isAligned(names.statement())) {
                    yield settle();
                }
                yield bind(header, names);
            }
        };
    }

    private Step bind(Header header, BindNames.Read names) {
        Owed giver = conversation.prepared().giver(names.statement());
        Added added = giver == null ? null : giver.added();
        if (added != null && !header.wholeIn(in, in.readerIndex())) {
            return header.total() > TEXT
                    ? refuse("a Bind is longer than " + TEXT + " bytes")
                    : Step.MORE;
        }
        Judged judged = gate.known(giver == null ? null : giver.judged());
        conversation.descriptions().bound(names.portal());
        conversation.expect(
                Owed.giving(Owed.Kind.BIND, names.portal(), judged, conversation.batch())
                        .like(giver));
        return added == null
                ? passes(header)
                : replace(header, BoundFormats.with(added, in, header, names));
    }

    private Step execute(Header header, FrontendMessage.Execute message) {
        String portal = message.portal();
        if (conversation.portals().isUnsettled(portal, conversation.batch())) {
            return settle();
        }
        Owed giver = conversation.portals().giver(portal);
        closeWhatIsLeft(portal, giver);
        Judged judged = doubt.again(portal, giver);
        Added added = giver == null ? null : giver.added();
        conversation.descriptions().mayBeAnother(portal, giver);
        describeUnasked(portal, judged);
        long number = conversation.number(1);
        runs(judged);
        Owed runs = Owed.executing(portal, judged, number).with(added);
        conversation.expect(session.allowance().counted(runs, judged));
        return judged.refusal().isEmpty()
                ? release(header, judged, number, Adding.execute(added, message))
                : replace(header, gate.executeThatFails());
    }

    private Step describe(Header header, FrontendMessage.Describe describe) {
        if (describe.target() == Target.STATEMENT) {
            return isAligned(describe.name())
                    ? passes(header, Owed.of(Owed.Kind.DESCRIBE))
                    : settle();
        }
        conversation.descriptions().ask(describe.name());
        return passes(header, Owed.describing(describe.name()));
    }

    /** With the end of the batch the database reports what has become of the settings. */
    private Step sync(Header header) {
        Step step = passes(header, Owed.of(Owed.Kind.SYNC));
        settling |= step == Step.DONE && doubt.ends();
        return step;
    }

    /** Refused whole: it runs a function with no SQL text that could be judged. */
    private Step function(Header header) {
        Judged call = gate.functionCall();
        conversation.expect(Owed.running(Owed.Kind.QUERY, call, conversation.number(1)));
        return replace(header, gate.queryThatFails());
    }

    /** The last step of the gate: at once, or when the record or an answer is there. */
    private Step release(Header header, Judged judged, long number, @Nullable ByteBuf message) {
        instead = message;
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
        boolean query = in.getByte(in.readerIndex()) == 'Q';
        if (instead == null) {
            in.skipBytes(length);
        } else {
            replace(length, instead);
            instead = null;
        }
        if (!query) {
            doubt.afterExecute(judged);
        }
        boolean stoppable =
                session.allowance().mayStop(judged) || conversation.owed().isRepeating();
        if (stoppable && (query || (conversation.batchOnlyReads() && endsBatch()))) {
            settling = true;
        } else if (stoppable || judged.comesFirst() || (query && doubt.ends())) {
            settle();
        }
        return Step.DONE;
    }

    /**
     * What may be stopped in the middle can be, as long as nothing has followed it; where nothing
     * was changed, the end of its batch may follow, if it is here.
     */
    private boolean endsBatch() {
        return FrontendFrame.isWhole(FrontendType.SYNC, in, in.readerIndex())
                && step() == Step.DONE;
    }

    /** Has the database answer all that is owed; of a COPY, that needs what is behind this. */
    private Step settle() {
        if (conversation.isCopying()) {
            return refuse("a message within the data of a COPY");
        }
        forward();
        write(gate.flush());
        settling = !conversation.nothingOwed();
        return Step.WAIT;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.advance();
    }

    @Override
    void gone() {
        gone = true;
        session.end().nobodyReads();
        vanishIfGone();
    }

    /** Who has said goodbye has what was asked before it; what is announced goes on, too. */
    private void vanishIfGone() {
        if (gone && waiting == 0 && !Goodbye.isIn(in, announced())) {
            session.end().clientVanished(passing > 0);
        }
    }
}
