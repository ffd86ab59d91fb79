package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/** The first byte of a backend message, and the longest length we accept for it. */
public enum BackendType {
    AUTHENTICATION('R', FrameLimit.CONTROL),
    BACKEND_KEY_DATA('K', FrameLimit.CONTROL),
    BIND_COMPLETE('2', FrameLimit.CONTROL),
    CLOSE_COMPLETE('3', FrameLimit.CONTROL),
    COMMAND_COMPLETE('C', FrameLimit.CONTROL),
    COPY_BOTH_RESPONSE('W', FrameLimit.CONTROL),
    COPY_DATA('d', FrameLimit.LARGE),
    COPY_DONE('c', FrameLimit.CONTROL),
    COPY_IN_RESPONSE('G', FrameLimit.CONTROL),
    COPY_OUT_RESPONSE('H', FrameLimit.CONTROL),
    DATA_ROW('D', FrameLimit.LARGE),
    EMPTY_QUERY_RESPONSE('I', FrameLimit.CONTROL),
    ERROR_RESPONSE('E', FrameLimit.LARGE),
    FUNCTION_CALL_RESPONSE('V', FrameLimit.LARGE),
    NEGOTIATE_PROTOCOL_VERSION('v', FrameLimit.CONTROL),
    NO_DATA('n', FrameLimit.CONTROL),
    NOTICE_RESPONSE('N', FrameLimit.LARGE),
    NOTIFICATION_RESPONSE('A', FrameLimit.CONTROL),
    PARAMETER_DESCRIPTION('t', FrameLimit.CONTROL),
    PARAMETER_STATUS('S', FrameLimit.CONTROL),
    PARSE_COMPLETE('1', FrameLimit.CONTROL),
    PORTAL_SUSPENDED('s', FrameLimit.CONTROL),
    READY_FOR_QUERY('Z', FrameLimit.CONTROL),
    ROW_DESCRIPTION('T', FrameLimit.LARGE);

    private static final @Nullable BackendType[] BY_CODE = new BackendType[1 << Byte.SIZE];

    static {
        for (var type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final byte code;
    private final int limit;

    BackendType(char code, int limit) {
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

    static @Nullable BackendType of(byte code) {
        return BY_CODE[Byte.toUnsignedInt(code)];
    }
}
