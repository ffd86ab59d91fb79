package dev.sallyport.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * How a platform names a program that it runs, in the tokens it gives it (RFC 7519). Both are
 * compared to the letter; nothing in them stands for anything else.
 *
 * @param issuer the claim {@code iss}: who says so
 * @param subject the claim {@code sub}: of whom
 */
public record Workload(String issuer, String subject) {

    /** OpenID Connect Core 1.0, section 2: a subject has at most 255 characters. */
    private static final int LONGEST = 255;

    /** Whether it can stand in a token, to the letter: no blank and nothing that stands for all. */
    public static boolean isWord(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.codePoints()
                        .noneMatch(one ->
                                Character.isISOControl(one)
                                        || Character.isWhitespace(one)
                                        || one == '*');
    }

    /** Whether it is an address of somebody who can be asked for keys. */
    public static boolean isIssuer(String text) {
        try {
            URI address = new URI(text);
            return address.getScheme() != null
                    && List.of("https", "http").contains(address.getScheme())
                    && address.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** As the record has it; it proves nothing. */
    @Override
    public String toString() {
        return issuer + " " + subject;
    }
}
