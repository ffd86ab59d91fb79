package dev.sallyport.gateway;

import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database has said of the columns of each portal. Asked for in the order of messages,
 * answered in the order of results: an Execute goes out only behind a Describe of its portal.
 */
final class Descriptions {
    private final Set<String> asked = new HashSet<>();
    private final Map<String, ResultColumns> known = new HashMap<>();

    /** Whether the portal is described, or will be when the messages on their way are answered. */
    boolean isAsked(String portal) {
        return asked.contains(portal);
    }

    void ask(String portal) {
        asked.add(portal);
    }

    /** The message that asks. */
    ByteBuf ask(String portal, ByteBufAllocator memory) {
        ask(portal);
        ByteBuf message = memory.ioBuffer();
        new FrontendMessage.Describe(Target.PORTAL, portal).write(message);
        return message;
    }

    /** A portal of this name begins. */
    void bound(String portal) {
        asked.remove(portal);
    }

    /** SQL gave the portal, and may have given its name to another since. */
    void mayBeAnother(String portal, @Nullable Owed giver) {
        if (giver == null || giver.judged() == null) {
            asked.remove(portal);
        }
    }

    void answered(String portal, ResultColumns columns) {
        known.put(portal, columns);
    }

    ResultColumns of(String portal) {
        return known.getOrDefault(portal, ResultColumns.UNKNOWN);
    }

    /** A batch failed: what was asked in it may never be answered. */
    void failed() {
        asked.clear();
    }

    /** The end of a transaction ends every portal. */
    void transactionEnded() {
        known.clear();
        asked.clear();
    }
}
