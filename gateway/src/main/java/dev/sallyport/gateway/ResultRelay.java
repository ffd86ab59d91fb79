package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendFrame;
import dev.sallyport.wire.BackendFrame.Header;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.MessageFields;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Database to client: counts rows, records what each statement returned, and keeps the bytes in
 * escrow until the record is durable. Never looks into a row.
 */
final class ResultRelay extends AnsweringRelay {
    /** Rows let go under one record; large enough that a record costs little beside them. */
    static final int WINDOW = 64 << 10;

    /** Words longer than this are not held to be read; the session ends. */
    private static final int WORDS = 1 << 20;

    private final SessionRecord record;
    private final SubjectReader subjects;
    private final Allowance allowance;
    private final Halt halt;

    /** A notice in escrow: code that runs can put anything in it. */
    private boolean noticed;

    /** Of a COPY to which something was added. */
    private @Nullable CopiedRows copied;

    /** Columns at the end of the rows that come which the client did not ask for. */
    private int added;

    /** The database has said why it ends the session. */
    private boolean saidGoodbye;

    ResultRelay(
            Session session,
            SessionRecord record,
            Escrow escrow,
            SubjectReader subjects,
            Halt halt) {
        super(session, escrow);
        this.record = record;
        this.allowance = session.allowance();
        this.halt = halt;
        this.subjects = subjects;
    }

    @Override
    void arrived() {
        from = in.readerIndex();
        while (in.isReadable() && !session.isOver() && step()) {
            // Each step reads one message or what has arrived of it.
        }
        keep();
        tidy();
        if (!session.isOver()) {
            settle();
        }
    }

    /** Binds what came to its record: rows of an unfinished statement only by the window. */
    private void settle() {
        Owed running = conversation.next();
        // A row that is cut before it says whose it is waits for its rest, unless it is a long one.
        int most = subjects.isReading() ? 2 * WINDOW : WINDOW;
        boolean due = noticed || (unrecorded && escrow.unsealed() >= most);
        if (due && running != null && running.runs()) {
            record.window(running);
            unrecorded = false;
        }
        noticed = false;
        if (!unrecorded) {
            escrow.seal(record.last());
        }
        halt.arrived();
        session.advance();
    }

    private boolean step() {
        if (passing > 0) {
            int at = in.readerIndex();
            pass();
            if (subjects.isReading()) {
                subjects.read(in, at, in.readerIndex());
            }
            return true;
        }
        if (dropping > 0) {
            dropArrived();
            return true;
        }
        return switch (BackendFrame.at(in, in.readerIndex())) {
            case Incomplete _ -> false;
            case Malformed _ -> {
                session.end().upstreamLeft();
                yield false;
            }
            case Header header -> take(header);
        };
    }

    private boolean take(Header header) {
        return switch (header.type()) {
            case DATA_ROW -> dataRow(header);
            case COPY_DATA -> copyData(header);
            case COMMAND_COMPLETE, EMPTY_QUERY_RESPONSE, PORTAL_SUSPENDED, READY_FOR_QUERY ->
                    ends(header);
            case PARSE_COMPLETE -> answered(header, Owed.Kind.PARSE);
            case BIND_COMPLETE -> answered(header, Owed.Kind.BIND);
            case CLOSE_COMPLETE -> closed(header);
            case NO_DATA, ROW_DESCRIPTION -> described(header);
            case ERROR_RESPONSE, NOTICE_RESPONSE -> words(header);
            case PARAMETER_STATUS -> status(header);
            case COPY_IN_RESPONSE -> {
                conversation.copyBegins();
                yield pass(header);
            }
            case COPY_OUT_RESPONSE -> copyBegins(header);
            case COPY_DONE -> halt.isOn() ? drop(header) : pass(header);
            case NOTIFICATION_RESPONSE -> notification(header);
            case PARAMETER_DESCRIPTION -> pass(header);
            case AUTHENTICATION,
                    BACKEND_KEY_DATA,
                    COPY_BOTH_RESPONSE,
                    FUNCTION_CALL_RESPONSE,
                    NEGOTIATE_PROTOCOL_VERSION -> {
                session.end().upstreamLeft();
                yield false;
            }
        };
    }

    private boolean dataRow(Header header) {
        Owed running = running();
        if (running.kind() == Owed.Kind.EXECUTE && running.rows() == 0) {
            begin(
                    session.showing().readsDescriptions()
                            ? conversation.descriptions().of(running.name())
                            : ResultColumns.NOBODYS,
                    running);
        }
        if (added > 0 && !isWhole(header)) {
            return false;
        }
        if (!halt.letsRow(in, added)) {
            return drop(header);
        }
        if (added > 0) {
            return shorterRow(header);
        }
        row();
        subjects.row();
        if (header.wholeIn(in, in.readerIndex())) {
            subjects.readWhole(in, in.readerIndex() + Header.HEADER);
            in.skipBytes(header.total());
            return true;
        }
        in.skipBytes(Header.HEADER);
        passing = header.body();
        return true;
    }

    @Override
    void begin(ResultColumns columns, Owed running) {
        added = columns.added();
        subjects.begin(record.meant(columns, running), session.showing().now());
    }

    private boolean shorterRow(Header header) {
        int at = in.readerIndex();
        row();
        subjects.row();
        subjects.readWhole(in, at + Header.HEADER);
        return shortened(header, Shortening.row(in, at, header, added));
    }

    private void row() {
        Owed running = running();
        if (subjects.isFull() || escrow.unsealed() + in.readerIndex() - from >= WINDOW) {
            // Here no row is cut, so each before it has said whose it is.
            keep();
            record.window(running);
            escrow.seal(record.last());
        }
        running.row();
        unrecorded = true;
    }

    /** Its rows have no description: only what was added to them is known. */
    private boolean copyBegins(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        keep();
        record.copies(running()).ifPresent(escrow::add);
        Added more = running().added();
        copied = more == null ? null : new CopiedRows(more, in, in.readerIndex());
        if (more != null) {
            begin(more.copied(), running());
        } else if (session.showing().namesSubjects()) {
            subjects.begin(ResultColumns.UNKNOWN, session.showing().now());
            subjects.row();
        }
        return copied == null
                ? pass(header)
                : shortened(header, copied.response(in, in.readerIndex(), header));
    }

    private boolean copyData(Header header) {
        if ((copied != null || CopiedRows.isShort(header)) && !isWhole(header)) {
            return false;
        }
        if (!halt.letsCopied(in, header)) {
            return drop(header);
        }
        if (CopiedRows.isEnd(in, header)) {
            unrecorded = true;
        } else {
            row();
        }
        return copied == null
                ? pass(header)
                : shortened(header, copied.row(in, in.readerIndex(), header, subjects));
    }

    private boolean ends(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        Owed running = conversation.next();
        if (goesAsWritten(header, running)) {
            return swallow(header);
        }
        switch (halt.ends(in, header)) {
            case PASS -> {}
            case SWALLOW -> {
                return swallow(header);
            }
            case TELL -> {
                keep();
                failed(running, Gate.stopped());
            }
        }
        if (header.type() == BackendType.READY_FOR_QUERY) {
            byte status = in.getByte(in.readerIndex() + Header.HEADER);
            conversation.ready(status);
            record.ready();
            boolean idle = status == 'I';
            if (idle) {
                conversation.transactionEnded();
                allowance.transactionEnded(conversation.cursors().held());
            }
            session.ready(idle);
        } else if (running != null && running.runs()) {
            finished(header, running);
        }
        in.skipBytes(header.total());
        return true;
    }

    private void finished(Header header, Owed running) {
        if (header.type() != BackendType.EMPTY_QUERY_RESPONSE) {
            record.done(running, rows(header, running));
            allowance.ended(running, Pages.rest(header.type()));
            session.said();
            unrecorded = false;
        }
        if (running.kind() == Owed.Kind.EXECUTE) {
            conversation.answered(Owed.Kind.EXECUTE);
        } else {
            running.next();
        }
    }

    /** Rows returned; where none were, or a file was, the command tag tells how many. */
    private long rows(Header header, Owed running) {
        boolean file = running.statement().flatMap(Statement::copyDirection).isPresent();
        if ((running.returnsRows() && !file) || header.type() != BackendType.COMMAND_COMPLETE) {
            return running.rows();
        }
        return switch (BackendMessage.read(in, in.readerIndex(), header)) {
            case BackendMessage.CommandComplete complete -> complete.rows().orElse(0);
            default -> 0;
        };
    }

    /** A policy may have closed a channel since the session began to listen. */
    private boolean notification(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        int name = in.readerIndex() + Header.HEADER + Integer.BYTES;
        int length = in.bytesBefore(name, header.body() - Integer.BYTES, (byte) 0);
        String channel = in.toString(name, Math.max(0, length), StandardCharsets.UTF_8);
        if (!session.watch().hears(channel)) {
            return swallow(header);
        }
        record.heard(channel);
        return pass(header);
    }

    private boolean words(Header header) {
        if (header.total() > WORDS) {
            session.end().upstreamLeft();
            return false;
        }
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        keep();
        BackendMessage message = BackendMessage.read(in, in.readerIndex(), header);
        in.skipBytes(header.total());
        from = in.readerIndex();
        return switch (message) {
            case ErrorResponse error -> {
                if (!takesBack(conversation.next(), error)) {
                    failed(conversation.next(), error);
                }
                yield true;
            }
            case NoticeResponse notice -> {
                noticed |= tell(notice);
                yield true;
            }
            default -> {
                session.end().upstreamLeft();
                yield false;
            }
        };
    }

    private void failed(@Nullable Owed running, ErrorResponse error) {
        saidGoodbye =
                error.fields()
                        .value(MessageFields.SEVERITY_NOT_LOCALIZED)
                        .filter("FATAL"::equals)
                        .isPresent();
        Added more = running == null ? null : running.added();
        ErrorResponse told =
                record.failed(
                        running,
                        more == null ? error : session.showing().adding().told(more, error));
        unrecorded = false;
        if (running != null) {
            allowance.ended(running, Pages.Rest.PERHAPS);
            running.told();
            halt.told();
        }
        escrow.add(told);
        conversation.failed(record::skipped);
    }

    private boolean status(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        if (BackendMessage.read(in, in.readerIndex(), header) instanceof ParameterStatus status) {
            session.settingChanged(status);
        }
        return pass(header);
    }

    /** Whether nothing has arrived that has not gone on. */
    boolean isAtRest() {
        return !isWithin() && dropping == 0 && !in.isReadable();
    }

    /** Whether a request to stop may still come to the database, and hit something else. */
    boolean isHalting() {
        return halt.mayHit();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.pump();
    }

    /** In the middle of a message nothing can be added that a client could read. */
    @Override
    void gone() {
        if (saidGoodbye || passing > 0) {
            session.end().upstreamLeft();
        } else {
            session.end().upstreamVanished();
        }
    }
}
