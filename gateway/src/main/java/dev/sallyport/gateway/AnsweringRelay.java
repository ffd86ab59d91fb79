package dev.sallyport.gateway;

import dev.sallyport.wire.BackendFrame.Header;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendType;
import org.jspecify.annotations.Nullable;

/** What the database answers beside rows: that something is done, and how rows will look. */
abstract class AnsweringRelay extends ShorteningRelay {
    final Conversation conversation;

    /** Part of a result in escrow that no record tells of yet. */
    boolean unrecorded;

    AnsweringRelay(Session session, Escrow escrow) {
        super(session, escrow);
        this.conversation = session.conversation();
    }

    /** Rows of such columns follow. */
    abstract void begin(ResultColumns columns, Owed running);

    final Owed running() {
        Owed running = conversation.next();
        if (running == null || !running.runs()) {
            throw new IllegalStateException("a row that nobody asked for");
        }
        return running;
    }

    /** In the simple protocol the description belongs to the rows that follow. */
    final boolean described(Header header) {
        if (!header.wholeIn(in, in.readerIndex())) {
            return false;
        }
        Owed next = conversation.next();
        Owed asked = next != null && next.kind() == Owed.Kind.DESCRIBE ? next : null;
        int ours = 0;
        if (session.showing().readsDescriptions() && header.type() == BackendType.ROW_DESCRIPTION) {
            ResultColumns columns = session.showing().columns(in, header);
            ours = columns.added();
            if (asked == null) {
                begin(columns, running());
            } else if (asked.isOfPortal()) {
                conversation.descriptions().answered(asked.name(), columns);
            }
        }
        if (asked == null) {
            if (next != null && next.repeat() != null) {
                next.repeat().begins().forEach(escrow::add);
            }
            unrecorded = true;
            return ours == 0
                    ? pass(header)
                    : shortened(header, Shortening.description(in, in.readerIndex(), header, ours));
        }
        return (ours == 0 || asked.isOurs())
                ? answered(header, Owed.Kind.DESCRIBE)
                : answeredShorter(header, ours);
    }

    /** Who asked for no rows is told that there are none. */
    private boolean answeredShorter(Header header, int ours) {
        conversation.answered(Owed.Kind.DESCRIBE);
        int length = Shortening.description(in, in.readerIndex(), header, ours);
        shortened(header, length);
        if (length == 0) {
            escrow.add(Shortening::noData);
        }
        return true;
    }

    /** Whether it goes on now, without what code that runs should not say. */
    final boolean tell(NoticeResponse notice) {
        Owed running = conversation.next();
        NoticeResponse told = new NoticeResponse(Redaction.of(notice.fields(), running));
        Repeat repeat = running == null ? null : running.repeat();
        if (repeat != null && repeat.holds(told)) {
            return false;
        }
        escrow.add(told);
        return true;
    }

    /** What is prepared for a query has failed, and is tried as it was written. */
    final boolean takesBack(@Nullable Owed running, ErrorResponse error) {
        Repeat repeat = running == null ? null : running.repeat();
        if (running == null || repeat == null) {
            return false;
        }
        boolean takes = running.stopped() == null && repeat.takesBack(error);
        if (!takes) {
            repeat.told().forEach(escrow::add);
        }
        return takes;
    }

    /** The same, once the database is ready for it. */
    final boolean goesAsWritten(Header header, @Nullable Owed running) {
        Repeat repeat = running == null ? null : running.repeat();
        if (running == null
                || repeat == null
                || header.type() != BackendType.READY_FOR_QUERY
                || !repeat.goesAsWritten()) {
            return false;
        }
        running.asWritten();
        return true;
    }

    final boolean answered(Header header, Owed.Kind kind) {
        Owed next = conversation.next();
        Repeat repeat = next == null ? null : next.repeat();
        if (repeat != null) {
            repeat.answered(conversation.prepared(), kind);
            return swallow(header);
        }
        conversation.answered(kind);
        if (kind == Owed.Kind.BIND && next != null) {
            session.allowance().bound(next.name());
        }
        return (next != null && next.isOurs()) ? swallow(header) : pass(header);
    }

    final boolean closed(Header header) {
        Owed next = conversation.next();
        return answered(
                header,
                next != null && next.kind() == Owed.Kind.CLOSE_PORTAL
                        ? Owed.Kind.CLOSE_PORTAL
                        : Owed.Kind.CLOSE_STATEMENT);
    }
}
