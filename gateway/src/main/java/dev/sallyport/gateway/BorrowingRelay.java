package dev.sallyport.gateway;

import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendType;
import io.netty.buffer.ByteBuf;

/** A client whose session has an account for one transaction at a time. */
final class BorrowingRelay extends ClientRelay {
    private final Borrowing borrowing;

    BorrowingRelay(Session session, Gate gate, Borrowing borrowing) {
        super(session, gate);
        this.borrowing = borrowing;
    }

    @Override
    boolean waits() {
        return borrowing.isWaiting() || super.waits();
    }

    @Override
    boolean mayTake(Header header) {
        return header.type() == FrontendType.TERMINATE
                || isPassedOver(header)
                || borrowing.isReadyNow();
    }

    /** What has no answer and changes nothing at rest is not worth an account. */
    @Override
    boolean isPassedOver(Header header) {
        boolean idle =
                switch (header.type()) {
                    case FLUSH, COPY_DATA, COPY_DONE, COPY_FAIL ->
                            session.conversation().isAtRest();
                    default -> false;
                };
        return idle || super.isPassedOver(header);
    }

    @Override
    boolean isAligned(String name) {
        forward();
        return borrowing.align(name);
    }

    @Override
    void runs(Judged judged) {
        if (judged.refusal().isEmpty()) {
            forward();
            borrowing.alignNamesOf(judged);
        }
    }

    @Override
    Owed kept(Owed parse, ByteBuf from, int length) {
        return borrowing.kept(parse, from, length);
    }
}
