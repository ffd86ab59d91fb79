package dev.sallyport.gateway;

import dev.sallyport.wire.BackendFrame.Header;
import dev.sallyport.wire.BackendType;
import io.netty.buffer.ByteBuf;

/**
 * Stops a result in the middle, where the limits of the person end it: no more rows go to the
 * client, the database is asked to stop, and what it had already done fails. Confined to the
 * session's event loop.
 */
final class Halt {
    private final Session session;
    private final Gate gate;
    private final Conversation conversation;
    private final Allowance allowance;
    private boolean asked;
    private int asking;

    /** What becomes of the end of an answer that the client is to believe has failed. */
    enum Ending {
        /** It goes on as it came. */
        PASS,
        /** The client does not get it; more is to come. */
        SWALLOW,
        /** Before it goes on, the client is told. */
        TELL
    }

    Halt(Session session, Gate gate) {
        this.session = session;
        this.gate = gate;
        this.conversation = session.conversation();
        this.allowance = session.allowance();
    }

    /** Whether what runs has been stopped, and the client not yet told. */
    boolean isOn() {
        Owed running = conversation.next();
        return running != null && running.stopped() != null;
    }

    /** Whether one more row may go to the client; it has none of one that was added whole. */
    boolean letsRow(ByteBuf in, int added) {
        return (added > 0 && Shortening.isNothing(in, in.readerIndex(), added)) || letsRow();
    }

    private boolean letsRow() {
        Owed running = conversation.next();
        return running == null || (running.stopped() == null && allowance.take(running));
    }

    /** The same for the data of a COPY, whose end in the binary format is no row. */
    boolean letsCopied(ByteBuf in, Header header) {
        return CopiedRows.isEnd(in, header) ? !isOn() : letsRow();
    }

    /** All that has arrived is read: unless its end was there, the database is asked to stop. */
    void arrived() {
        if (isOn() && !asked) {
            asked = true;
            asking++;
            session.cancelRequests().ask(this::taken);
        }
    }

    private void taken() {
        asking--;
        try {
            session.pump();
        } catch (RuntimeException failure) {
            session.broke(failure);
        }
    }

    /** Whether the request may still come to the database, and hit something else. */
    boolean mayHit() {
        return asking > 0;
    }

    /** What ended in peace, before it could be stopped, has to fail if it is not to stand. */
    Ending ends(ByteBuf in, Header header) {
        Owed running = conversation.next();
        if (running == null || running.stopped() == null) {
            return Ending.PASS;
        }
        if (header.type() != BackendType.READY_FOR_QUERY) {
            if (running.kind() == Owed.Kind.EXECUTE && !conversation.owed().endsBatch()) {
                session.upstream().write(gate.executeThatFails());
                session.upstream().writeAndFlush(gate.flush());
            }
            return Ending.SWALLOW;
        }
        if (in.getByte(in.readerIndex() + Header.HEADER) != 'I') {
            session.upstream().writeAndFlush(gate.queryThatFails());
            return Ending.SWALLOW;
        }
        Judged judged = running.judged();
        if (judged != null && !judged.overtakesRecord()) {
            running.stop(Limit.tooLate(running.stopped()));
        }
        return Ending.TELL;
    }

    /** The client has been told. */
    void told() {
        asked = false;
    }
}
