package dev.sallyport.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A policy of one role, right as it stands, for tests that spoil one thing of it. */
final class SmallPolicy {
    static final String CATALOG = "10-catalog.yaml";
    static final String ROLES = "20-roles.yaml";
    static final String ASSIGNMENTS = "30-assignments.yaml";

    private final Map<String, String> files = new LinkedHashMap<>();

    SmallPolicy() {
        files.put(
                CATALOG,
                """
                version: 1
                databases:
                  ehr:
                    engine: postgresql
                    subject: {table: hosp.patients, key: mrn, label: Patient}
                    subject_of: {"hosp.*": patient_id -> hosp.patients.id}
                    manage: {schemas: [hosp]}
                classes:
                  phi.identity: {label: Names, risk: medium}
                  phi.clinical: {label: Visits, risk: high}
                  ops.key: {label: Keys, risk: low}
                columns:
                  ehr.hosp.patients: {id: ops.key, mrn: phi.identity, clinic_id: ops.key}
                  ehr.hosp.visits: {patient_id: ops.key, notes: phi.clinical}
                  ehr.hosp.labs.*: phi.clinical
                masks:
                  last4: {kind: keep_last, n: 4}
                scopes:
                  my_clinics: {on: ehr.hosp.patients, where: {clinic_id: {in: $user.clinics}}, follow: subject_of}
                purposes:
                  treatment: {code: TREAT, label: Treating}
                """);
        files.put(
                ROLES,
                """
                version: 1
                roles:
                  nurse:
                    owner: cno@hospital.example
                    reason: Cares.
                    purposes: [treatment]
                    allow:
                      - on: ehr
                        rows: my_clinics
                        see: [ops.key, phi.clinical]
                        masked: {phi.identity: last4}
                      - {on: ehr.hosp.visits, rows: my_clinics, see: [phi.clinical]}
                """);
        files.put(
                ASSIGNMENTS,
                """
                version: 1
                assignments:
                  - {group: nurses, role: nurse}
                """);
    }

    SmallPolicy with(String file, String text) {
        files.put(file, text);
        return this;
    }

    SmallPolicy replacing(String file, String old, String with) {
        String text = files.getOrDefault(file, "");
        if (!text.contains(old)) {
            throw new IllegalArgumentException("not in " + file + ": " + old);
        }
        return with(file, text.replaceFirst(quote(old), Matcher.quoteReplacement(with)));
    }

    private static String quote(String text) {
        return Pattern.quote(text);
    }

    PolicyReading readIn(Path folder) {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return PolicyReader.read(folder);
    }

    Policy acceptedIn(Path folder) {
        return switch (readIn(folder)) {
            case PolicyReading.Accepted(Policy policy, var ignored) -> policy;
            case PolicyReading.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    List<String> problemsIn(Path folder) {
        return switch (readIn(folder)) {
            case PolicyReading.Accepted ignored -> List.of();
            case PolicyReading.Rejected(var problems) ->
                    problems.stream().map(Object::toString).toList();
        };
    }
}
