package dev.sallyport.control.signin;

/** RFC 4648 base 32 without padding, the form authenticator apps take and people can type. */
final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int BITS = 5;

    private Base32() {}

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int rest = 0;
        for (byte one : bytes) {
            rest = (rest << Byte.SIZE) | (one & 0xff);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(LETTERS.charAt((rest >>> held) & 31));
            }
            rest &= (1 << held) - 1;
        }
        return held == 0
                ? text.toString()
                : text.append(LETTERS.charAt((rest << (BITS - held)) & 31)).toString();
    }
}
