package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** How a client's message goes on: as it came, replaced by another, or not at all. */
abstract class ForwardingRelay extends Relay {
    final Conversation conversation;
    final Repeats repeats;

    ForwardingRelay(Session session, Gate gate) {
        super(session);
        this.repeats = new Repeats(session, gate);
        this.conversation = session.conversation();
    }

    /** Whether bytes of a message are still to be passed over. */
    final boolean isDropping() {
        return dropping > 0;
    }

    /** Where the bytes end that messages begun have announced. */
    final long announced() {
        return in.readerIndex() + passing + dropping;
    }

    /** Whether there is an account that it could go to. */
    boolean mayTake(Header header) {
        return true;
    }

    /** Whoever is refused again and again asks one thing at a time. */
    final boolean triesOn() {
        return session.watch().isOftenRefused()
                && !conversation.nothingOwed()
                && !conversation.isCopying();
    }

    /** Whether the account knows the name as the client does; false while that is not known. */
    boolean isAligned(String name) {
        return true;
    }

    /** What is asked of the account is about to run. */
    void runs(Judged judged) {
        repeats.runs(judged);
    }

    /** The message at the reader index of what is sent, as it is owed. */
    Owed kept(Owed parse, ByteBuf from, int length) {
        return parse;
    }

    /** Whether the database would read over it. */
    boolean isPassedOver(Header header) {
        return conversation.isSkipping()
                && header.type() != FrontendType.SYNC
                && header.type() != FrontendType.TERMINATE;
    }

    final Step passedOver(Header header) {
        forward();
        dropping = header.total();
        return Step.DONE;
    }

    final Step drop() {
        dropArrived();
        return Step.DONE;
    }

    final Step passes(Header header, Owed answer) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return Step.MORE;
        }
        conversation.expect(answer);
        return passes(header);
    }

    final Step passes(Header header) {
        passing = header.total();
        return Step.DONE;
    }

    /** The database gets something that fails, so that order and transaction stay its business. */
    final Step replace(Header header, ByteBuf instead) {
        return replace(header.total(), instead);
    }

    final Step replace(int length, ByteBuf instead) {
        forward();
        write(instead);
        in.skipBytes(length);
        from = in.readerIndex();
        return Step.DONE;
    }

    /** Whose rows a portal returns is known by its columns, even if the client knows them. */
    final void describeUnasked(String portal, Judged judged) {
        Descriptions descriptions = conversation.descriptions();
        if (judged.refusal().isEmpty()
                && session.showing().readsDescriptions()
                && !descriptions.isAsked(portal)) {
            conversation.expect(Owed.describing(portal).ours());
            forward();
            write(descriptions.ask(portal, session.client().alloc()));
        }
    }

    /**
     * Before a portal runs. A simple query that failed leaves one behind with nothing but its name
     * in order, and PostgreSQL 17 and 18 die of running it: it is closed.
     */
    final void closeWhatIsLeft(String portal, @Nullable Owed giver) {
        if (giver == null && portal.isEmpty() && conversation.hasFailed()) {
            conversation.expect(
                    Owed.closing(Owed.Kind.CLOSE_PORTAL, portal, conversation.batch()).ours());
            forward();
            ByteBuf close = session.client().alloc().ioBuffer();
            new FrontendMessage.Close(Target.PORTAL, portal).write(close);
            write(close);
        }
    }

    final Step close(Header header, FrontendMessage.Close close) {
        boolean statement = close.target() == Target.STATEMENT;
        Owed.Kind kind = statement ? Owed.Kind.CLOSE_STATEMENT : Owed.Kind.CLOSE_PORTAL;
        return passes(header, Owed.closing(kind, close.name(), conversation.batch()));
    }

    final Step refuse(Malformed malformed) {
        return refuse(malformed.reason());
    }

    final Step refuse(String reason) {
        session.end(
                Problem.of(
                        ProblemCode.SP4004,
                        "the connection does not follow the protocol: " + reason,
                        "use a PostgreSQL client"));
        return Step.END;
    }

    /** Writes what has been judged; the flush comes once per round. */
    final void forward() {
        int length = in.readerIndex() - from;
        if (length > 0) {
            write(in.retainedSlice(from, length));
            from = in.readerIndex();
        }
    }

    final void write(ByteBuf bytes) {
        Channel upstream = session.upstream();
        upstream.write(bytes, upstream.voidPromise());
    }
}
