package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7100;

import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Person.Told;
import dev.sallyport.policy.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How much a source may say, and that names hold nothing that no name has. */
final class Bounds {
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

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
        requireOrder(terms);
    }

    static void requireOrder(Terms terms) {
        requireDate(terms.starts());
        requireDate(terms.ends());
        boolean isInOrder =
                terms.starts().isEmpty()
                        || terms.ends()
                                .filter(end -> !terms.starts().get().isBefore(end))
                                .isEmpty();
        if (!isInOrder) {
            throw refused(SP7100, "it would end before it starts", "give an end after the start");
        }
    }

    private static void requireDate(Optional<Instant> at) {
        if (at.filter(date -> date.isBefore(FIRST) || !date.isBefore(LAST)).isPresent()) {
            throw refused(SP7100, "a date is of no time of ours", "give one of 1900 to 9999");
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
