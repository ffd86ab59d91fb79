package dev.sallyport.gateway;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Has the gate read a session's texts, also while a setting may have changed how text is read: the
 * database reports that at the end of the batch, so until then only text that reads the same in any
 * case is taken.
 */
final class Doubt {
    private final Session session;
    private final Gate gate;
    private final TextUnderWay text;
    private final JudgedAgain again;
    private boolean unsure;

    Doubt(Session session, Gate gate, TextUnderWay text) {
        this.session = session;
        this.gate = gate;
        this.text = text;
        this.again = new JudgedAgain(session);
    }

    /** What is decided of the text; null while it is being read. */
    @Nullable Judged judge(ByteBuf sql) {
        Judged taken = text.take();
        Judged read = taken != null ? taken : unsure ? gate.judgeUnsure(sql) : gate.judge(sql);
        if (read == null) {
            text.begin(sql);
            return null;
        }
        Judged judged = session.borrowing() == null ? read : read.inTurns();
        return again.named(session.allowance().permitted(session.watch().permitted(judged)));
    }

    /** What an Execute of a portal runs, as it is decided now. */
    Judged again(String portal, @Nullable Owed giver) {
        return again.executed(portal, giver, gate.known(giver == null ? null : giver.judged()));
    }

    void afterExecute(Judged judged) {
        unsure |= judged.touchesSettings();
    }

    /** The settings are reported now; answers whether there was a doubt. */
    boolean ends() {
        boolean ends = unsure;
        unsure = false;
        return ends;
    }
}
