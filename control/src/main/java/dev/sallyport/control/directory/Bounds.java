package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7100;

import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Person.Told;
import dev.sallyport.policy.Words;
import java.util.List;

/** How much a source may say, and that names hold nothing that no name has. */
final class Bounds {
    /** An e-mail address has at most 254 characters, a name fewer. */
    private static final int MAX_TEXT = 256;

    /** A physician of every clinic of a large trust has fewer. */
    private static final int MAX_VALUES = 1_000;

    /** All that the standard's schema has, with some addresses and telephones. */
    private static final int MAX_PROFILE = 1 << 14;

    private Bounds() {}

    static void require(Told told, Terms terms) {
        requireText("userName", told.userName());
        requireText("displayName", told.name());
        told.externalId().ifPresent(id -> requireText("externalId", id));
        told.department().ifPresent(name -> requireText("department", name));
        told.manager().ifPresent(name -> requireText("manager", name));
        told.attributes().forEach(Bounds::requireValues);
        if (told.profile().length() > MAX_PROFILE) {
            throw refused(SP7100, "more is said of one person than is kept", "leave some out");
        }
        boolean isInOrder =
                terms.starts().isEmpty()
                        || terms.ends()
                                .filter(end -> !terms.starts().get().isBefore(end))
                                .isEmpty();
        if (!isInOrder) {
            throw refused(
                    SP7100,
                    "the employment would end before it starts",
                    "give an end after the start");
        }
    }

    static void requireText(String what, String text) {
        if (text.isBlank()
                || text.length() > MAX_TEXT
                || text.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(
                    SP7100,
                    "`" + what + "` is empty, too long, or holds control characters",
                    "give up to " + MAX_TEXT + " characters that can be read");
        }
    }

    private static void requireValues(String name, List<String> values) {
        if (values.size() > MAX_VALUES) {
            throw refused(
                    SP7100,
                    Words.quoted(name) + " has more than " + MAX_VALUES + " values",
                    "give fewer");
        }
        values.forEach(value -> requireText(name, value));
    }
}
