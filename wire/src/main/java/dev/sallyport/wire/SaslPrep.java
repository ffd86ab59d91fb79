package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * SASLprep (RFC 4013) as PostgreSQL applies it to a password: ASCII is left alone even where the
 * profile would refuse it, and what the profile refuses is used as it was typed.
 */
final class SaslPrep {
    private SaslPrep() {}

    static String prepare(String password) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(password)) {
            return password;
        }
        var mapped = mapped(password);
        var normalized = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return mapped.isEmpty() || isProhibited(normalized) || mixesDirections(normalized)
                ? password
                : normalized;
    }

    private static String mapped(String password) {
        var mapped = new StringBuilder(password.length());
        for (var codePoint : password.codePoints().toArray()) {
            if (StringPrep.NON_ASCII_SPACE.contains(codePoint)) {
                mapped.append(' ');
            } else if (!StringPrep.MAPPED_TO_NOTHING.contains(codePoint)) {
                mapped.appendCodePoint(codePoint);
            }
        }
        return mapped.toString();
    }

    private static boolean isProhibited(String text) {
        return text.codePoints()
                .anyMatch(codePoint ->
                        StringPrep.PROHIBITED.contains(codePoint)
                                || StringPrep.UNASSIGNED.contains(codePoint));
    }

    /** RFC 3454 section 6: right-to-left text begins and ends so and has nothing left-to-right. */
    private static boolean mixesDirections(String text) {
        if (text.codePoints().noneMatch(StringPrep.RIGHT_TO_LEFT::contains)) {
            return false;
        }
        return text.codePoints().anyMatch(StringPrep.LEFT_TO_RIGHT::contains)
                || !StringPrep.RIGHT_TO_LEFT.contains(text.codePointAt(0))
                || !StringPrep.RIGHT_TO_LEFT.contains(text.codePointBefore(text.length()));
    }
}
