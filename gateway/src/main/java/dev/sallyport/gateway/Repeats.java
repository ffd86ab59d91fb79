package dev.sallyport.gateway;

import dev.sallyport.policy.PolicyEngine;
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

    /** Names of what is prepared, and to be closed. */
    private final List<String> stale = new ArrayList<>();

    private @Nullable ShownColumns madeFor;
    private @Nullable PolicyEngine engine;
    private List<String> roles = List.of();
    private long names;

    /** What texts have in common that differ in nothing but what columns are compared with. */
    static final class Form {
        private int seen;

        /** Empty while nothing is prepared. */
        private String name = "";

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
        if (!form.name.isEmpty()) {
            stale.add(form.name);
            form.name = "";
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
        look();
        Form form = forms.computeIfAbsent(key(parts), _ -> new Form());
        makeRoom();
        if (form.asWritten || ++form.seen <= SIGHTS) {
            return null;
        }
        ByteBuf out = session.client().alloc().ioBuffer();
        Owed parse = prepare(form, parts, out) ? gives(form, judged, runs) : null;
        runs.by(new Repeat(this, form, Unpooled.copiedBuffer(sql), parse));
        Repeat.write(form.name, parts.values(), out);
        return out;
    }

    /** It is judged by its text, whoever names it. */
    private Owed gives(Form form, Judged judged, Owed runs) {
        long batch = session.conversation().batch();
        return Owed.giving(Owed.Kind.PARSE, form.name, judged, batch).with(runs.added());
    }

    /** Another policy, or other roles: a name may stand for another view. */
    private void look() {
        Showing showing = session.showing();
        if (madeFor != showing.now()
                || engine != showing.engine()
                || !roles.equals(showing.roles())) {
            forget();
            madeFor = showing.now();
            engine = showing.engine();
            roles = showing.roles();
        }
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

    /** Answers whether it was not prepared before. */
    private boolean prepare(Form form, Parameterised parts, ByteBuf out) {
        long now = System.nanoTime();
        if (now - form.since > OLDEST_NANOS) {
            drop(form);
        }
        for (String name : stale) {
            new FrontendMessage.Close(Target.STATEMENT, name).write(out);
            session.conversation().prepared().forget(name);
        }
        stale.clear();
        if (!form.name.isEmpty()) {
            return false;
        }
        form.name = NAME + ++names;
        form.since = now;
        ByteBuf text = Unpooled.wrappedBuffer(parts.text().getBytes(StandardCharsets.UTF_8));
        new FrontendMessage.Parse(form.name, text, parts.types()).write(out);
        return true;
    }

    /**
     * It has failed before it began: from here on it goes as it was written.
     *
     * @param prepared whether it is prepared all the same
     */
    void asWritten(Form form, boolean prepared, FrontendMessage.Query query) {
        if (prepared) {
            drop(form);
        }
        form.name = "";
        form.asWritten = true;
        ByteBuf out = session.client().alloc().ioBuffer();
        query.write(out);
        session.upstream().writeAndFlush(out);
    }
}
