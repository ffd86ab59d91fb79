package dev.sallyport.conformance;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds in any text a value that a person may not see. Every hidden value of the corpus's rows is
 * one word that names its row ({@code attacks/people.sql}); who may see which row is said here once
 * more by hand, not asked of the door under test.
 */
final class Canaries {
    private static final Pattern WORD =
            Pattern.compile(
                    "(MRN|First|Last|note-|desc-|drug-|psych-|555-|p|M)(\\d{6})"
                            + "|(\\d{6})-Main-St|\\d{3}-\\d{2}-\\d{4}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){8,}");

    private final Map<String, Integer> numbers = new HashMap<>();

    Canaries(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id, s FROM hosp.patients, LATERAL unnest(ARRAY[ssn,"
                                        + " md5(ssn), encode(sha256(ssn::bytea), 'hex')]) s")) {
            while (rows.next()) {
                numbers.put(rows.getString(2), rows.getInt(1));
            }
        }
    }

    /**
     * The first value in the text that the person may not see, plain, reversed or in hexadecimal.
     *
     * @param known what the person said; an echo tells nothing
     */
    Optional<String> leak(String login, String text, String known) {
        String reversed = new StringBuilder(text).reverse().toString();
        return first(login, text, known)
                .or(() -> first(login, reversed, known).map(word -> "reversed " + word))
                .or(() ->
                        HEX.matcher(text)
                                .results()
                                .flatMap(found -> hidden(login, found.group()).stream())
                                .filter(word -> !known.contains(word))
                                .findFirst());
    }

    private Optional<String> first(String login, String text, String known) {
        return WORD.matcher(text)
                .results()
                .filter(found -> isHidden(login, found) && !known.contains(found.group()))
                .map(MatchResult::group)
                .findFirst();
    }

    private Optional<String> hidden(String login, String hexadecimal) {
        Optional<Integer> hashed = Optional.ofNullable(numbers.get(hexadecimal));
        if (hashed.isPresent() && !maySee(login, "ssn", hashed.get())) {
            return Optional.of("hash " + hexadecimal);
        }
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        return first(login, new String(bytes, StandardCharsets.ISO_8859_1), "")
                .map(word -> "hexadecimal " + word);
    }

    private boolean isHidden(String login, MatchResult found) {
        if (found.group(1) != null) {
            return !maySee(login, found.group(1), Integer.parseInt(found.group(2)));
        }
        if (found.group(3) != null) {
            return !maySee(login, "address", Integer.parseInt(found.group(3)));
        }
        Optional<Integer> patient = Optional.ofNullable(numbers.get(found.group()));
        return patient.isPresent() && !maySee(login, "ssn", patient.get());
    }

    /** The sample policy in one switch. */
    private static boolean maySee(String login, String kind, int patient) {
        return switch (login) {
            case "u_alice", "u_dual" -> clinical(kind, inClinic(1), patient);
            case "u_mallory" -> clinical(kind, inClinic(9), patient);
            case "u_bob" ->
                    kind.equals("psych-")
                            ? patient % 100 == 0
                            : clinical(kind, id -> id % 50 == 0 || id % 40 == 0, patient);
            case "u_grace" -> clinical(kind, id -> id % 50 == 1, patient);
            case "u_carol" -> !kind.matches("note-|desc-|drug-|psych-") && clinic(patient) <= 3;
            default -> false;
        };
    }

    private static boolean clinical(String kind, IntPredicate rows, int patient) {
        return !kind.equals("ssn")
                && !kind.equals("M")
                && !kind.equals("psych-")
                && rows.test(patient);
    }

    private static IntPredicate inClinic(int number) {
        return patient -> clinic(patient) == number;
    }

    private static int clinic(int patient) {
        return patient % 10 + 1;
    }
}
