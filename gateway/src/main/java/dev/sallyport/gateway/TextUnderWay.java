package dev.sallyport.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A text of one client that is being read for the first time. Confined to the event loop. */
final class TextUnderWay {
    private final Gate gate;
    private final EventLoop loop;
    private final Session session;

    /** Drops the text that is being read. */
    private @Nullable Runnable reading;

    private @Nullable Judged outcome;

    TextUnderWay(Gate gate, EventLoop loop, Session session) {
        this.gate = gate;
        this.loop = loop;
        this.session = session;
    }

    boolean isBeingRead() {
        return reading != null;
    }

    void begin(ByteBuf sql) {
        reading = gate.read(sql, loop, this::wasRead);
    }

    /** Nobody waits for it any more. */
    void drop() {
        if (reading != null) {
            reading.run();
            reading = null;
        }
    }

    /** The database passes the message over: what became of its text is for no other. */
    void forget() {
        outcome = null;
    }

    /** What became of the text, once. */
    @Nullable Judged take() {
        Judged taken = outcome;
        outcome = null;
        return taken;
    }

    private void wasRead(Judged judged) {
        reading = null;
        outcome = judged;
        try {
            session.pump();
        } catch (RuntimeException failure) {
            session.broke(failure);
        }
    }
}
