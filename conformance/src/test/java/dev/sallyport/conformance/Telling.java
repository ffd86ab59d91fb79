package dev.sallyport.conformance;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Subjects;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values that tell of one patient and no other, as a person sees them.
 *
 * @param whose the patient's number by the value
 */
record Telling(Map<String, String> whose) {
    private static final String CONTACTS =
            "SELECT id || '|' || v FROM patients, unnest(ARRAY[email, phone]) AS v"
                    + " WHERE v IS NOT NULL";
    private static final String ALL =
            """
            SELECT id || '|' || v FROM (
              SELECT id, unnest(ARRAY[mrn, email, phone]) AS v FROM patients
              UNION ALL SELECT patient_id, unnest(ARRAY[at::text, notes]) FROM encounters) x
            WHERE v IS NOT NULL
            """;

    /** A value as long as that is nobody else's by chance. */
    private static final int LONG = 9;

    static Telling of(Hospital hospital, String login) throws SQLException {
        return of(hospital, login, ALL);
    }

    static Telling ofContacts(Hospital hospital, String login) throws SQLException {
        return of(hospital, login, CONTACTS);
    }

    /**
     * @param values with whose they are before them
     */
    private static Telling of(Hospital hospital, String login, String values) throws SQLException {
        Map<String, String> whose = new HashMap<>();
        Set<String> several = new HashSet<>();
        for (String row : hospital.sees(Door.NATIVE, login, values)) {
            String id = row.substring(0, row.indexOf('|'));
            String value = row.substring(row.indexOf('|') + 1).toLowerCase(Locale.ROOT);
            String other = whose.put(value, id);
            if (value.length() < LONG || (other != null && !other.equals(id))) {
                several.add(value);
            }
        }
        whose.keySet().removeAll(several);
        return new Telling(whose);
    }

    /** The patients of whom something is seen. */
    Set<String> people(Way.Seen seen) {
        if (!(seen instanceof Way.Seen.Rows(List<String> rows))) {
            return Set.of();
        }
        String text = String.join("\n", rows).toLowerCase(Locale.ROOT);
        return whose.entrySet().stream()
                .filter(value -> text.contains(value.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /** Those of them who are named by neither of the keys that a patient has. */
    static Set<String> missing(Set<String> people, List<Subjects> told) {
        Set<Pseudonym> named = told.stream().flatMap(Subjects::named).collect(Collectors.toSet());
        return people.stream()
                .filter(id -> !named.contains(Hospital.pseudonym(id)))
                .filter(id -> !named.contains(Hospital.pseudonymOfNumber(number(id))))
                .collect(Collectors.toSet());
    }

    private static String number(String id) {
        return "MRN%06d".formatted(Long.parseLong(id));
    }
}
