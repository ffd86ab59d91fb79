package dev.sallyport.gateway;

import dev.sallyport.wire.BindNames;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Malformed;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Has the gate read a session's texts, also while a setting may have changed how text is read: the
 * database reports that at the end of the batch, so until then only text that reads the same in any
 * case is taken.
 */
final class Doubt {
    private static final Malformed UNCLEAR =
            new Malformed(
                    "a name that is not ASCII, where the encodings of client and database are not"
                            + " UTF8 throughout");

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

    /** A message that is there whole, if its name is the same to the database. */
    FrontendMessage message(ByteBuf in, int at, Header header) {
        FrontendMessage message = FrontendMessage.read(in, at, header);
        String name =
                switch (message) {
                    case FrontendMessage.Parse parse -> parse.statement();
                    case FrontendMessage.Execute execute -> execute.portal();
                    case FrontendMessage.Describe describe -> describe.name();
                    case FrontendMessage.Close close -> close.name();
                    // It has no name, or is a Bind, whose names are read apart.
                    default -> "";
                };
        return areClear(name) ? message : UNCLEAR;
    }

    /** The names of a Bind, if they are the same to the database. */
    BindNames names(ByteBuf in, int at, Header header) {
        BindNames names = BindNames.at(in, at, header);
        return names instanceof BindNames.Read(String portal, String statement, _)
                        && !(areClear(portal) && areClear(statement))
                ? UNCLEAR
                : names;
    }

    private boolean areClear(String name) {
        // With no account nothing is clear but ASCII.
        return session.letters().areClear(name, unsure ? null : session.account());
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
