package dev.sallyport.gateway;

import dev.sallyport.sql.Parameters.Parameterised;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reads that one session asks for again and again as texts. They are kept prepared at the
 * database, which then neither parses nor plans them anew; what fails before it has begun is run as
 * it was written. Confined to the session's event loop.
 */
final class Repeats {
    /** Each keeps a plan at the database. */
    static final int FORMS = 16;

    /** A form goes as it was written so often before it is prepared. */
    static final int SIGHTS = 2;

    /** What others define meanwhile may give a name another meaning: it is looked up again. */
    private static final long OLDEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** A client that prepares something by such a name may be told that it is taken. */
    private static final String NAME = "sallyport ";

    private final Session session;
    private final Gate gate;

    /** By text and types; those last asked for at the end. */
    private final Map<String, Form> forms = new LinkedHashMap<>(4, 0.75f, true);

    /** Prepared, and to be closed. */
    private final List<Owed> stale = new ArrayList<>();

    private final Grounds grounds = new Grounds();
    private long names;

    /** What texts have in common that differ in nothing but what columns are compared with. */
    static final class Form {
        private int seen;

        /** The Parse that was sent for it; null while there is none. */
        private @Nullable Owed prepared;

        private long since;
        private boolean asWritten;
    }

    Repeats(Session session, Gate gate) {
        this.session = session;
        this.gate = gate;
    }

    /** Something is about to run: it may change what names or literals mean. */
    void runs(Judged judged) {
        if (!forms.isEmpty() && judged.refusal().isEmpty() && !judged.isQuiet()) {
            forget();
        }
    }

    /** Nothing that is prepared is used any more. */
    void forget() {
        forms.values().forEach(this::drop);
        forms.clear();
    }

    private void drop(Form form) {
        if (form.prepared != null) {
            stale.add(form.prepared);
            form.prepared = null;
        }
    }

    /**
     * What goes on in place of a query.
     *
     * @param longer the query with more in it; null where nothing was added
     * @return null for the query as it came
     */
    @Nullable ByteBuf instead(Owed runs, ByteBuf sql, Adding.@Nullable Longer longer) {
        Judged judged = runs.judged();
        ByteBuf again =
                judged != null && mayBe(judged)
                        ? again(runs, judged, longer == null ? sql : longer.sql())
                        : null;
        return again == null && longer != null ? longer.message() : again;
    }

    /** Whether nothing else is on its way, nor a statement without a name, which a query ends. */
    private boolean mayBe(Judged judged) {
        Conversation conversation = session.conversation();
        return judged.isRepeatable()
                && session.borrowing() == null
                && conversation.isAtRest()
                && conversation.prepared().giver("") == null;
    }

    private @Nullable ByteBuf again(Owed runs, Judged judged, ByteBuf sql) {
        Parameterised parts = gate.parameterised(sql, judged).orElse(null);
        if (parts == null) {
            return null;
        }
        if (grounds.haveChanged(session.showing())) {
            forget();
        }
        Form form = forms.computeIfAbsent(key(parts), _ -> new Form());
        makeRoom();
        if (form.asWritten || ++form.seen <= SIGHTS) {
            return null;
        }
        ByteBuf out = session.client().alloc().ioBuffer();
        closeStale(out);
        Owed prepared = stillPrepared(form);
        if (prepared == null) {
            // It is judged by its text, whoever names it.
            long batch = session.conversation().batch();
            prepared = Owed.giving(Owed.Kind.PARSE, NAME + ++names, judged, batch);
            form.prepared = prepared.with(runs.added());
            form.since = System.nanoTime();
            ByteBuf text = Unpooled.wrappedBuffer(parts.text().getBytes(StandardCharsets.UTF_8));
            new FrontendMessage.Parse(prepared.name(), text, parts.types()).write(out);
        }
        Repeat.write(prepared.name(), parts.values(), out);
        runs.by(new Repeat(this, form, Unpooled.copiedBuffer(sql), prepared));
        return out;
    }

    private static String key(Parameterised parts) {
        return parts.text() + parts.types();
    }

    private void makeRoom() {
        if (forms.size() > FORMS) {
            Iterator<Form> oldest = forms.values().iterator();
            drop(oldest.next());
            oldest.remove();
        }
    }

    /** The Parse that the name stands for; null where another one, or none, has to be sent. */
    private @Nullable Owed stillPrepared(Form form) {
        Owed prepared = form.prepared;
        if (prepared != null && System.nanoTime() - form.since > OLDEST_NANOS) {
            drop(form);
            return null;
        }
        return prepared != null && nowBy(prepared.name()) == prepared ? prepared : null;
    }

    /** What was dropped, as far as the name has not been taken for something else. */
    private void closeStale(ByteBuf out) {
        for (Owed old : stale) {
            Owed now = nowBy(old.name());
            if (now != null && (now == old || now.isDoubtful())) {
                new FrontendMessage.Close(Target.STATEMENT, old.name()).write(out);
                session.conversation().prepared().forget(old.name());
            }
        }
        stale.clear();
    }

    private @Nullable Owed nowBy(String name) {
        return session.conversation().prepared().confirmed(name);
    }

    /** What is prepared for it would not be answered as its text is. */
    void goesAsWritten(Form form) {
        drop(form);
        form.asWritten = true;
    }

    void send(FrontendMessage.Query query) {
        ByteBuf out = session.client().alloc().ioBuffer();
        query.write(out);
        session.upstream().writeAndFlush(out);
    }
}
