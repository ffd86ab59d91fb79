package dev.sallyport.gateway;

import dev.sallyport.wire.BackendFrame.Header;

/** How a message of the database goes on: as it came, shortened, or not at all. */
abstract class ShorteningRelay extends Relay {
    final Escrow escrow;

    ShorteningRelay(Session session, Escrow escrow) {
        super(session);
        this.escrow = escrow;
    }

    /** Of the message at the reader index, the first bytes go on. */
    final boolean shortened(Header header, int length) {
        keep();
        if (length > 0) {
            escrow.add(in, in.readerIndex(), length, in.readableBytes());
        }
        in.skipBytes(header.total());
        from = in.readerIndex();
        return true;
    }

    /** What was added has to be read to its end, before the length of the rest is known. */
    final boolean isWhole(Header header) {
        if (header.total() > Shortening.LONGEST) {
            session.finish(Shortening.tooLong());
            return false;
        }
        return header.wholeIn(in, in.readerIndex());
    }

    /** It answers a message of the gateway's own, and all of it is there. */
    final boolean swallow(Header header) {
        return shortened(header, 0);
    }

    final boolean pass(Header header) {
        passing = header.total();
        return true;
    }

    /** It is not for the client, and may not be all there. */
    final boolean drop(Header header) {
        keep();
        dropping = header.total();
        return true;
    }

    final void keep() {
        int length = in.readerIndex() - from;
        if (length > 0) {
            escrow.add(in, from, length);
            from = in.readerIndex();
        }
    }
}
