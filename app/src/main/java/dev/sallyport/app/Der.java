package dev.sallyport.app;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** The few forms of DER (X.690) a certificate is written in. */
final class Der {
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int OCTETS = 0x04;

    /** A length below stands in one byte. */
    private static final int SHORT = 0x80;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** A value of this tag made of others. */
    static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        byte[] length = BigInteger.valueOf(content.size()).toByteArray();
        if (content.size() < SHORT) {
            out.write(content.size());
        } else {
            int sign = length[0] == 0 ? 1 : 0;
            out.write(SHORT | (length.length - sign));
            out.write(length, sign, length.length - sign);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] integer(BigInteger number) {
        return of(0x02, number.toByteArray());
    }

    /** As written down in hexadecimal. */
    static byte[] written(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    static byte[] bits(byte[] whole) {
        return of(0x03, new byte[1], whole);
    }

    static byte[] text(String text) {
        return of(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 5280 asks for the short form until 2049 and the long one from then on. */
    static byte[] time(Instant instant) {
        String whole = TIME.format(instant);
        boolean isShort = whole.compareTo("2050") < 0;
        return of(
                isShort ? 0x17 : 0x18,
                whole.substring(isShort ? 2 : 0).getBytes(StandardCharsets.US_ASCII));
    }
}
