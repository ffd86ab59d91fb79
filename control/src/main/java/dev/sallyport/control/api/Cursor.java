package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7200;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.UUID;

/**
 * Where a page of a list ended. Clients give it back as it is; it gives nobody anything that the
 * list does not.
 */
record Cursor(Instant at, UUID id) {
    /** Before everything. */
    static final Cursor START = new Cursor(Instant.EPOCH, new UUID(0, 0));

    /** As lists that are not read by SQL are ordered. */
    static final Comparator<Cursor> ORDER =
            Comparator.comparing(Cursor::at).thenComparing(Cursor::id);

    private static final int LONGEST = 128;

    /**
     * @throws Refused SP7200 where it is none of ours
     */
    static Cursor read(String written) {
        try {
            if (written.length() > LONGEST) {
                throw wrong();
            }
            String text =
                    new String(Base64.getUrlDecoder().decode(written), StandardCharsets.US_ASCII);
            int cut = text.indexOf(' ');
            Instant at = Instant.parse(text.substring(0, Math.max(0, cut)));
            if (at.isBefore(START.at)) {
                throw wrong();
            }
            return new Cursor(at, UUID.fromString(text.substring(cut + 1)));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw wrong();
        }
    }

    String written() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + " " + id).getBytes(StandardCharsets.US_ASCII));
    }

    private static Refused wrong() {
        return new Refused(
                Problem.of(
                        SP7200,
                        "the cursor is none of this list",
                        "give back `next` of the page before, as it was"));
    }
}
