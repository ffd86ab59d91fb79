package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/** The first byte of a frontend message, and the longest length the server accepts for it. */
public enum FrontendType {
    QUERY('Q', FrameLimit.LARGE),
    PARSE('P', FrameLimit.LARGE),
    BIND('B', FrameLimit.LARGE),
    DESCRIBE('D', FrameLimit.SMALL),
    EXECUTE('E', FrameLimit.SMALL),
    CLOSE('C', FrameLimit.SMALL),
    SYNC('S', FrameLimit.SMALL),
    FLUSH('H', FrameLimit.SMALL),
    TERMINATE('X', FrameLimit.SMALL),
    FUNCTION_CALL('F', FrameLimit.LARGE),
    COPY_DATA('d', FrameLimit.LARGE),
    COPY_DONE('c', FrameLimit.SMALL),
    COPY_FAIL('f', FrameLimit.SMALL),
    /** PasswordMessage, SASLInitialResponse or SASLResponse: only the conversation can tell. */
    AUTHENTICATION_RESPONSE('p', FrameLimit.AUTHENTICATION_RESPONSE);

    private static final @Nullable FrontendType[] BY_CODE = new FrontendType[1 << Byte.SIZE];

    static {
        for (var type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final byte code;
    private final int limit;

    FrontendType(char code, int limit) {
        this.code = (byte) code;
        this.limit = limit;
    }

    public byte code() {
        return code;
    }

    /** The most that the length field may say, itself included. */
    public int limit() {
        return limit;
    }

    static @Nullable FrontendType of(byte code) {
        return BY_CODE[Byte.toUnsignedInt(code)];
    }
}
