package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7101;

import dev.sallyport.control.http.StrictJson;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import org.jspecify.annotations.Nullable;

/** Bodies as they are read and written, each within its bound. */
final class Bodies {
    /** Everything that is sent here is a few words. */
    static final int LONGEST = 1 << 14;

    /** One line of a record. */
    private static final int LONGEST_REASON = 256;

    private Bodies() {}

    /**
     * @throws Refused SP7101 where it is too long, SP7100 where it is something else; neither
     *     repeats anything of it
     */
    static <T> T read(byte[] body, Class<T> form) {
        if (body.length > LONGEST) {
            throw new Refused(
                    Problem.of(
                            SP7101,
                            "the body is longer than " + LONGEST + " bytes",
                            "send what the reference of the API shows"));
        }
        return StrictJson.read(body, form);
    }

    static byte[] write(Object answer) {
        return StrictJson.MAPPER.writeValueAsBytes(answer);
    }

    /** What a person says why they do it: one line that can be read. */
    static String reason(@Nullable String written) {
        if (written == null || !isReadable(written)) {
            throw new Refused(
                    Problem.of(
                            SP7100,
                            "`reason` is missing, too long, or holds control characters",
                            "say why, in up to " + LONGEST_REASON + " characters"));
        }
        return written;
    }

    private static boolean isReadable(String line) {
        return !line.isBlank()
                && line.length() <= LONGEST_REASON
                && line.codePoints().noneMatch(Bodies::isUnreadable);
    }

    private static boolean isUnreadable(int one) {
        return Character.isISOControl(one) || Character.getType(one) == Character.SURROGATE;
    }

    static Refused malformed() {
        return StrictJson.malformed();
    }
}
