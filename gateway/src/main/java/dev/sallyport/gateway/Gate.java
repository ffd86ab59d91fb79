package dev.sallyport.gateway;

import dev.sallyport.grammar.StatementReader;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.KnownTexts;
import dev.sallyport.sql.Parameters;
import dev.sallyport.sql.Parameters.Parameterised;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementReading;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.MessageFields;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Severity;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    private final Readers readers;
    private final KnownTexts<Judged> known = new KnownTexts<>();
    private final Parameters parameters = new Parameters();
    private final Judged unknown = Judged.named("(a statement prepared in SQL)", Optional.empty());
    private final Judged nothing = Judged.readable(List.of(), Optional.empty(), Optional.empty());
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
    private final Judged tooLong = tooMuch(StatementReader.tooMuch());
    private final Judged exhausted =
            tooMuch(new StatementReading.TooMuch("there is no memory for it at this moment"));
    private final ByteBuf queryThatFails = frame(FrontendMessage.Query.of(FAILS));
    private final ByteBuf parseThatFails =
            frame(new FrontendMessage.Parse("", FrontendMessage.Query.of(FAILS).sql(), List.of()));

    /** With a name, for one without ends the statement that the client has prepared without. */
    private final ByteBuf executeThatFails =
            frame(
                    new FrontendMessage.Parse(
                            FAILS, FrontendMessage.Query.of(FAILS).sql(), List.of()));

    private final ByteBuf flush = frame(new FrontendMessage.Flush());
    private final ByteBuf copyFail = frame(new FrontendMessage.CopyFail("the client has left"));
    private final byte[] scratch = new byte[SCRATCH];

    Gate(Readers readers) {
        this.readers = readers;
    }

    /** What is decided of such a query string without reading it; null for one to be read. */
    @Nullable Judged judge(ByteBuf sql) {
        int length = sql.readableBytes();
        if (length > StatementReader.TEXT_BYTES) {
            return tooLong;
        }
        byte[] text = length <= scratch.length ? scratch : new byte[length];
        sql.getBytes(sql.readerIndex(), text, 0, length);
        return known.find(text, length);
    }

    /** The text of one query with parameters; empty where it cannot have any. */
    Optional<Parameterised> parameterised(ByteBuf sql, Judged judged) {
        return judged.shape()
                .filter(_ -> sql.readableBytes() <= Parameters.TEXT_BYTES)
                .flatMap(shape -> parameters.of(ByteBufUtil.getBytes(sql), shape.compared()));
    }

    /** Reads a query string and decides; tells on the loop, later. What comes back drops it. */
    Runnable read(ByteBuf sql, EventLoop loop, Consumer<Judged> told) {
        return readers.read(
                sql,
                (text, reading) -> loop.execute(() -> told.accept(kept(text, reading))),
                () -> loop.execute(() -> told.accept(exhausted)));
    }

    /** Why a text cannot be read may lie in its literals, which others of its form do not share. */
    private Judged kept(byte[] text, StatementReading reading) {
        Judged judged = decide(reading, text);
        if (reading instanceof StatementReading.Readable) {
            known.keep(text, judged);
        }
        return judged;
    }

    /**
     * Reads a query string while a setting may have changed how text is read: it is taken only if
     * it reads the same in any case, so without backslashes and in ASCII.
     */
    @Nullable Judged judgeUnsure(ByteBuf sql) {
        return sql.forEachByte(letter -> letter >= 0 && letter != '\\') < 0 ? judge(sql) : doubtful;
    }

    private static Judged decide(StatementReading reading, byte[] text) {
        return switch (reading) {
            case StatementReading.Readable(List<Statement> statements) ->
                    Judged.readable(
                            statements,
                            statements.stream()
                                    .flatMap(statement -> refusal(statement).stream())
                                    .findFirst(),
                            Stating.in(statements, text, text.length));
            case StatementReading.Unreadable(int position, String reason) ->
                    Judged.named(
                            "(unreadable)",
                            Optional.of(
                                    Problem.of(
                                            ProblemCode.SP2045,
                                            "this cannot be read at byte %d: %s"
                                                    .formatted(position + 1, reason),
                                            "correct the statement")));
            case StatementReading.TooMuch much -> tooMuch(much);
        };
    }

    private static Judged tooMuch(StatementReading.TooMuch much) {
        return Judged.named(
                "(unreadable)",
                Optional.of(
                        Problem.of(
                                ProblemCode.SP4014,
                                "this is too much to read: " + much.reason(),
                                "send it in parts, or its values as parameters or by COPY")));
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

    /** It leaves the client's statements as a Parse of that name does that fails. */
    ByteBuf parseThatFails(String name) {
        return name.isEmpty() ? parseThatFails.retainedDuplicate() : executeThatFails();
    }

    ByteBuf executeThatFails() {
        return executeThatFails.retainedDuplicate();
    }

    /** As if the database had said it. */
    static ErrorResponse stopped() {
        return new ErrorResponse(MessageFields.of(Severity.ERROR, "57014", FAILS));
    }

    ByteBuf flush() {
        return flush.retainedDuplicate();
    }

    /** What ends a prepared statement; it never fails. */
    ByteBuf close(String name) {
        return frame(new FrontendMessage.Close(Target.STATEMENT, name));
    }

    /** What prepares the empty statement; it never fails. */
    ByteBuf parseNothing(String name) {
        return frame(new FrontendMessage.Parse(name, Unpooled.EMPTY_BUFFER, List.of()));
    }

    Judged nothing() {
        return nothing;
    }

    ByteBuf copyFail() {
        return copyFail.retainedDuplicate();
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
