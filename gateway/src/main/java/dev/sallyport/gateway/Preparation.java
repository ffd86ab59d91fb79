package dev.sallyport.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Parse as a client sent it, so that it can be sent again to another account. */
final class Preparation {
    private final byte[] frame;
    private final Map<String, String> settings;

    /**
     * @param settings that held then and may change what a text means
     */
    Preparation(byte[] frame, Map<String, String> settings) {
        this.frame = frame;
        this.settings = settings;
    }

    int length() {
        return frame.length;
    }

    ByteBuf again() {
        return Unpooled.wrappedBuffer(frame);
    }

    /** Whether both names stand for the same statement. */
    static boolean same(@Nullable Owed one, @Nullable Owed other) {
        if (one == other) {
            return true;
        }
        Preparation mine = one == null ? null : one.preparation();
        Preparation theirs = other == null ? null : other.preparation();
        return mine != null
                && theirs != null
                && Arrays.equals(mine.frame, theirs.frame)
                && mine.settings.equals(theirs.settings);
    }
}
