package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.Normaliser;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementCache;
import dev.sallyport.sql.StatementReader;
import dev.sallyport.sql.StatementReading;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first two of the four steps every statement takes: read, decide; then {@link Session#mayRun}
 * records and releases. One per event loop, so that what it keeps needs no lock.
 *
 * <p>Who may see what is not decided here: the database refuses by itself, and {@link Explainer}
 * says why. Here stands what no person may run at all.
 */
final class Gate {
    /** Sent in place of a refused statement: the database fails it as it would fail any other. */
    private static final String FAILS = "sallyport refused";

    private static final int SCRATCH = 8 << 10;

    private final StatementReader reader = new StatementReader();
    private final Normaliser normaliser = new Normaliser();
    private final StatementCache<Judged> known = new StatementCache<>();
    private final Judged unknown = Judged.named("(a statement prepared in SQL)", Optional.empty());
    private final Judged functionCall =
            Judged.named(
                    "(a function call without SQL)",
                    Optional.of(
                            Problem.of(
                                    ProblemCode.SP4005,
                                    "function calls without SQL are not carried",
                                    "call the function in a SELECT")));
    private final Judged doubtful =
            Judged.named(
                    "(unreadable)",
                    Optional.of(
                            Problem.of(
                                    ProblemCode.SP2045,
                                    "a statement before it in this batch may have changed how this"
                                            + " is read",
                                    "end the batch with a Sync first")));
    private final ByteBuf queryThatFails = frame(FrontendMessage.Query.of(FAILS));
    private final ByteBuf parseThatFails =
            frame(new FrontendMessage.Parse("", FrontendMessage.Query.of(FAILS).sql(), List.of()));
    private final ByteBuf flush = frame(new FrontendMessage.Flush());
    private byte[] scratch = new byte[SCRATCH];

    /** Reads a query string and decides; a text seen before costs a look-up. */
    Judged judge(ByteBuf sql) {
        int length = sql.readableBytes();
        byte[] text = length <= scratch.length ? scratch : new byte[length];
        sql.getBytes(sql.readerIndex(), text, 0, length);
        return switch (normaliser.normalise(text, 0, length)) {
            case REPEATABLE -> seen(text, length);
            case SINGULAR, UNREADABLE -> decide(text, length);
        };
    }

    /**
     * Reads a query string while a setting may have changed how text is read: it is taken only if
     * it reads the same in any case, so without backslashes and in ASCII.
     */
    Judged judgeUnsure(ByteBuf sql) {
        return sql.forEachByte(letter -> letter >= 0 && letter != '\\') < 0 ? judge(sql) : doubtful;
    }

    private Judged seen(byte[] text, int length) {
        Judged seen = known.find(normaliser);
        if (seen != null) {
            return seen;
        }
        Judged judged = decide(text, length);
        known.keep(normaliser, judged);
        return judged;
    }

    private Judged decide(byte[] text, int length) {
        return switch (reader.read(text, 0, length)) {
            case StatementReading.Readable(List<Statement> statements) ->
                    Judged.readable(
                            statements,
                            statements.stream()
                                    .flatMap(statement -> refusal(statement).stream())
                                    .findFirst(),
                            Stating.in(statements, text, length));
            case StatementReading.Unreadable(int position, String reason) ->
                    Judged.named(
                            "(unreadable)",
                            Optional.of(
                                    Problem.of(
                                            ProblemCode.SP2045,
                                            "this cannot be read at byte %d: %s"
                                                    .formatted(position + 1, reason),
                                            "correct the statement")));
        };
    }

    private static Optional<Problem> refusal(Statement statement) {
        return statement
                .forbidden()
                .map(why ->
                        Problem.of(
                                ProblemCode.SP2044,
                                "no person may run this " + statement.verb() + ": " + why.reason(),
                                why.instead()));
    }

    /** What a name stands for; some are given by no Parse. */
    Judged known(@Nullable Judged named) {
        return named == null ? unknown : named;
    }

    Judged functionCall() {
        return functionCall;
    }

    ByteBuf queryThatFails() {
        return queryThatFails.retainedDuplicate();
    }

    ByteBuf parseThatFails() {
        return parseThatFails.retainedDuplicate();
    }

    ByteBuf flush() {
        return flush.retainedDuplicate();
    }

    private static ByteBuf frame(Outgoing message) {
        ByteBuf out = Unpooled.buffer();
        message.write(out);
        // On the heap and not tracked: it lives as long as the gate, and nobody releases it.
        ByteBuf kept = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(out));
        out.release();
        return Unpooled.unreleasableBuffer(kept);
    }
}
