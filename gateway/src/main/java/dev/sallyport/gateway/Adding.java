package dev.sallyport.gateway;

import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.sql.SelectList;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the texts of one session what their results lack to say whose the rows are. Confined to
 * the session's event loop.
 */
final class Adding {
    /** Plans kept; a session that asks for more different things has them made again. */
    private static final int PLANS = 256;

    /** A text that is longer is not looked through once more. */
    private static final int LONGEST = 1 << 20;

    /** In UTF-8, but for the first byte of a letter: {@code 10xxxxxx}. */
    private static final int FIRST_TWO_BITS = 0xc0;

    private static final int NOT_THE_FIRST = 0x80;

    private final Showing showing;

    /** By the statements of what was judged, which are the same object for the same text. */
    private final IdentityHashMap<List<Statement>, KeyPlan> plans = new IdentityHashMap<>();

    private final Grounds grounds = new Grounds();

    /** Names without a schema may mean something else than they did at the sign-in. */
    private boolean moved;

    /** Something added was at fault: nothing more is added. */
    private boolean off;

    private boolean hasAdded;

    /** Of the policy that was last asked, whether there is data to be accounted for. */
    private boolean accounts;

    private @Nullable PolicyEngine asked;

    /**
     * @param terms of the session's start, by which a client may choose where names are looked up
     */
    Adding(Showing showing, Terms terms) {
        this.showing = showing;
        this.moved =
                terms.startup().parameters().entrySet().stream()
                        .anyMatch(one -> (one.getKey() + one.getValue()).contains("search_path"));
    }

    /** A message with more in it than the client sent. */
    record Longer(ByteBuf frame, Added added) {
        ByteBuf message() {
            return frame.retainedDuplicate();
        }

        /** Of a query. */
        ByteBuf sql() {
            int text = frame.readableBytes() - FrontendFrame.HEADER - 1;
            return frame.slice(FrontendFrame.HEADER, text);
        }
    }

    /** Whether a name without a schema may mean something else than the policy knows. */
    boolean mayMeanAnother() {
        return moved;
    }

    /** Whether results may have columns that the client did not ask for. */
    boolean hasAdded() {
        return hasAdded;
    }

    /**
     * What goes on.
     *
     * @param judged refused where it would show what has to be accounted for without saying whose
     *     it is
     * @param longer with what it lacks; null where nothing is added
     */
    record Ready(Judged judged, @Nullable Longer longer) {}

    Ready query(Judged judged, FrontendMessage.Query query) {
        return ready(judged, query.sql(), FrontendMessage.Query::new);
    }

    Ready parse(Judged judged, FrontendMessage.Parse parse) {
        return ready(
                judged,
                parse.sql(),
                sql -> new FrontendMessage.Parse(parse.statement(), sql, parse.parameterTypes()));
    }

    static @Nullable Added added(@Nullable Longer longer) {
        return longer == null ? null : longer.added();
    }

    /**
     * What goes on in place of an Execute: a change runs whole, however few rows are asked for;
     * null for the message itself.
     */
    static @Nullable ByteBuf execute(@Nullable Added added, FrontendMessage.Execute asked) {
        if (added == null || !added.swallowed() || asked.maxRows() <= 0) {
            return null;
        }
        ByteBuf all = Unpooled.buffer();
        new FrontendMessage.Execute(asked.portal(), 0).write(all);
        return all;
    }

    /** How a longer text is sent. */
    private interface Sending {
        Outgoing of(ByteBuf sql);
    }

    private Ready ready(Judged judged, ByteBuf sql, Sending sending) {
        boolean concerns = showing.namesSubjects();
        // What ran while it was of no concern may have moved names.
        moved |= !concerns;
        if (judged.statements().isEmpty()
                || judged.refusal().isPresent()
                || (!concerns && !accounts())) {
            return new Ready(judged, null);
        }
        KeyPlan plan = plan(judged);
        Longer longer = concerns ? longer(plan, sql, sending) : null;
        Judged accounted = accountedFor(judged, added(longer));
        if (accounted.refusal().isPresent()) {
            return new Ready(accounted, null);
        }
        if (plan.movesNames() && !moved) {
            moved = true;
            plans.clear();
        }
        hasAdded |= longer != null;
        return new Ready(judged, longer);
    }

    private @Nullable Longer longer(KeyPlan plan, ByteBuf sql, Sending sending) {
        if (off || plan.items().isEmpty() || sql.readableBytes() > LONGEST) {
            return null;
        }
        byte[] text = ByteBufUtil.getBytes(sql);
        OptionalInt at = place(plan, text);
        return at.isEmpty() ? null : longer(plan, text, at.getAsInt(), sending);
    }

    private static OptionalInt place(KeyPlan plan, byte[] text) {
        return plan.shape().isEmpty()
                ? OptionalInt.empty()
                : plan.shape().get().isChange()
                        ? OptionalInt.of(SelectList.last(text, 0, text.length))
                        : SelectList.end(text, 0, text.length, plan.shape().get());
    }

    private static Longer longer(KeyPlan plan, byte[] text, int at, Sending sending) {
        boolean swallowed = plan.isSwallowed();
        String more = (swallowed ? " RETURNING " : ", ") + String.join(", ", plan.items());
        ByteBuf whole =
                Unpooled.wrappedBuffer(
                        Unpooled.wrappedBuffer(text, 0, at),
                        Unpooled.wrappedBuffer(more.getBytes(StandardCharsets.UTF_8)),
                        Unpooled.wrappedBuffer(text, at, text.length - at));
        ByteBuf frame = Unpooled.buffer();
        sending.of(whole).write(frame);
        whole.release();
        return new Longer(
                frame,
                new Added(
                        plan.keys(),
                        plan.tables(),
                        letters(text, at),
                        more.codePointCount(0, more.length()),
                        swallowed,
                        plan.reach(),
                        plan.options()));
    }

    private static int letters(byte[] text, int end) {
        int letters = 0;
        for (int i = 0; i < end; i++) {
            letters += (text[i] & FIRST_TWO_BITS) == NOT_THE_FIRST ? 0 : 1;
        }
        return letters;
    }

    /**
     * Refused where it would show what has to be accounted for without saying whose it is.
     *
     * @param added to it when it was sent
     */
    Judged accountedFor(Judged judged, @Nullable Added added) {
        return accounts() && judged.refusal().isEmpty()
                ? plan(judged).refusal(added).map(judged::refused).orElse(judged)
                : judged;
    }

    /** Whether anything has to be accounted for; asked once of each policy. */
    private boolean accounts() {
        if (asked != showing.engine()) {
            asked = showing.engine();
            accounts = showing.accounts();
        }
        return accounts;
    }

    private KeyPlan plan(Judged judged) {
        if (grounds.haveChanged(showing) || plans.size() > PLANS) {
            plans.clear();
        }
        return plans.computeIfAbsent(
                judged.statements(), statements -> KeyPlan.of(statements, showing, !moved));
    }

    /** The database has refused something; where that was what was added, nothing more is. */
    ErrorResponse told(Added added, ErrorResponse error) {
        off |= added.isAtFault(error.fields());
        return new ErrorResponse(added.placed(error.fields()));
    }
}
