package dev.sallyport.gateway;

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
import org.jspecify.annotations.Nullable;

/**
 * Database to client: counts rows, records what each statement returned, and keeps the bytes in
 * escrow until the record is durable. Never looks into a row.
 */
final class ResultRelay extends Relay {
    /** Rows let go under one record; large enough that a record costs little beside them. */
    static final int WINDOW = 64 << 10;

    /** Words longer than this are not held to be read; the session ends. */
    private static final int WORDS = 1 << 20;

    private final SessionRecord record;
    private final Conversation conversation;
    private final Escrow escrow;

    /** Part of a result in escrow that no record tells of yet. */
    private boolean unrecorded;

    /** A notice in escrow: code that runs can put anything in it. */
    private boolean noticed;

    /** The database has said why it ends the session. */
    private boolean saidGoodbye;

    ResultRelay(Session session, SessionRecord record, Escrow escrow) {
        super(session);
        this.record = record;
        this.conversation = session.conversation();
        this.escrow = escrow;
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
        boolean due = noticed || (unrecorded && escrow.unsealed() >= WINDOW);
        if (due && running != null && running.runs()) {
            record.window(running);
            unrecorded = false;
        }
        noticed = false;
        if (!unrecorded) {
            escrow.seal(record.last());
        }
        session.advance();
    }

    private boolean step() {
        if (passing > 0) {
            pass();
            return true;
        }
        return switch (BackendFrame.at(in, in.readerIndex())) {
            case Incomplete _ -> false;
            case Malformed _ -> {
                session.upstreamLeft();
                yield false;
            }
            case Header header -> take(header);
        };
    }

    private boolean take(Header header) {
        return switch (header.type()) {
            case DATA_ROW, COPY_DATA -> {
                row();
                yield pass(header);
            }
            case COMMAND_COMPLETE, EMPTY_QUERY_RESPONSE, PORTAL_SUSPENDED, READY_FOR_QUERY ->
                    ends(header);
            case PARSE_COMPLETE -> answered(header, Owed.Kind.PARSE);
            case BIND_COMPLETE -> answered(header, Owed.Kind.BIND);
            case CLOSE_COMPLETE -> closed(header);
            case NO_DATA -> answered(header, Owed.Kind.DESCRIBE);
            case ROW_DESCRIPTION -> {
                described();
                yield pass(header);
            }
            case ERROR_RESPONSE, NOTICE_RESPONSE -> words(header);
            case PARAMETER_STATUS -> status(header);
            case COPY_IN_RESPONSE -> {
                conversation.copyBegins();
                yield pass(header);
            }
            case NOTIFICATION_RESPONSE, PARAMETER_DESCRIPTION, COPY_DONE, COPY_OUT_RESPONSE ->
                    pass(header);
            case AUTHENTICATION,
                    BACKEND_KEY_DATA,
                    COPY_BOTH_RESPONSE,
                    FUNCTION_CALL_RESPONSE,
                    NEGOTIATE_PROTOCOL_VERSION -> {
                session.upstreamLeft();
                yield false;
            }
        };
    }

    private void row() {
        Owed running = conversation.next();
        if (running == null || !running.runs()) {
            throw new IllegalStateException("a row that nobody asked for");
        }
        running.row();
        unrecorded = true;
    }

    /** In the simple protocol the description belongs to the rows that follow. */
    private void described() {
        Owed next = conversation.next();
        if (next != null && next.kind() == Owed.Kind.DESCRIBE) {
            conversation.answered(Owed.Kind.DESCRIBE);
        } else {
            unrecorded = true;
        }
    }

    private boolean answered(Header header, Owed.Kind kind) {
        conversation.answered(kind);
        return pass(header);
    }

    private boolean closed(Header header) {
        Owed next = conversation.next();
        return answered(
                header,
                next != null && next.kind() == Owed.Kind.CLOSE_PORTAL
                        ? Owed.Kind.CLOSE_PORTAL
                        : Owed.Kind.CLOSE_STATEMENT);
    }

    private boolean ends(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        Owed running = conversation.next();
        if (header.type() == BackendType.READY_FOR_QUERY) {
            conversation.ready();
            boolean idle = in.getByte(in.readerIndex() + Header.HEADER) == 'I';
            if (idle) {
                conversation.transactionEnded();
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
            session.said();
            unrecorded = false;
        }
        if (running.kind() == Owed.Kind.EXECUTE) {
            conversation.answered(Owed.Kind.EXECUTE);
        } else {
            running.next();
        }
    }

    /** Rows returned; where none were, rows changed, which the command tag tells. */
    private long rows(Header header, Owed running) {
        if (running.returnsRows() || header.type() != BackendType.COMMAND_COMPLETE) {
            return running.rows();
        }
        return switch (BackendMessage.read(in, in.readerIndex(), header)) {
            case BackendMessage.CommandComplete complete -> complete.rows().orElse(0);
            default -> 0;
        };
    }

    private boolean words(Header header) {
        if (header.total() > WORDS) {
            session.upstreamLeft();
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
                failed(conversation.next(), error);
                yield true;
            }
            case NoticeResponse notice -> {
                noticed = true;
                escrow.add(new NoticeResponse(Redaction.of(notice.fields())));
                yield true;
            }
            default -> {
                session.upstreamLeft();
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
        ErrorResponse told = record.failed(running, error);
        unrecorded = false;
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

    private boolean pass(Header header) {
        passing = header.total();
        return true;
    }

    /** Whether nothing has arrived that has not gone on. */
    boolean isAtRest() {
        return !isWithin() && !in.isReadable();
    }

    /** Whether part of a message has been taken and the rest is to come. */
    boolean isWithin() {
        return passing > 0;
    }

    private void keep() {
        int length = in.readerIndex() - from;
        if (length > 0) {
            escrow.add(in, from, length);
            from = in.readerIndex();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.pump();
    }

    /** In the middle of a message nothing can be added that a client could read. */
    @Override
    void gone() {
        if (saidGoodbye || passing > 0) {
            session.upstreamLeft();
        } else {
            session.upstreamVanished();
        }
    }
}
