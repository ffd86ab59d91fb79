package dev.sallyport.app.hospital;

import static dev.sallyport.app.hospital.Places.one;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.random.RandomGenerator;
import org.postgresql.copy.CopyManager;

/** Invents what happened to a patient: visits, diagnoses, drugs, notes, invoices. */
final class CareGenerator {
    /** How far back the visits go. */
    private static final int DAYS_OF_RECORDS = 730;

    /** One patient in so many was once seen by Omar without being his. */
    private static final int ONE_IN_SEEN_BY_OMAR = 40;

    private final RandomGenerator random;
    private final CopyRows encounters =
            new CopyRows(
                    "hosp.encounters(id, patient_id, clinic_id, physician_id, at, kind, notes)");
    private final CopyRows diagnoses =
            new CopyRows("hosp.diagnoses(patient_id, encounter_id, icd10, description, at)");
    private final CopyRows talks =
            new CopyRows("hosp.mental_health_notes(patient_id, author_id, at, body)");
    private final CopyRows prescriptions =
            new CopyRows("hosp.prescriptions(patient_id, prescriber_id, drug, dose, controlled)");
    private final CopyRows invoices =
            new CopyRows("hosp.invoices(patient_id, encounter_id, amount, status, member_no)");
    private long encounter;

    CareGenerator(RandomGenerator random) {
        this.random = random;
    }

    void invent(Patient patient) {
        int visits = 1 + random.nextInt(4);
        for (int i = 0; i < visits; i++) {
            visit(patient, patient.physician());
        }
        if (random.nextInt(ONE_IN_SEEN_BY_OMAR) == 0) {
            visit(patient, Staff.OMAR);
        }
    }

    long lastEncounter() {
        return encounter;
    }

    void copy(CopyManager copier) throws SQLException, IOException {
        // Encounters first: the other tables point at them.
        for (CopyRows rows : List.of(encounters, diagnoses, talks, prescriptions, invoices)) {
            rows.copy(copier);
        }
    }

    private void visit(Patient patient, int physician) {
        encounter++;
        LocalDate day = dayOfVisit(patient);
        String at =
                "%sT%02d:%02d:00Z".formatted(day, 13 + random.nextInt(9), 5 * random.nextInt(12));
        Illness illness = illness(patient.ageOn(day));
        encounters.add(
                encounter,
                patient.id(),
                patient.clinic(),
                physician,
                at,
                one(Notes.KINDS, random),
                Notes.visit(illness, random));
        diagnoses.add(patient.id(), encounter, illness.icd10(), illness.description(), day);
        treat(patient, physician, illness);
        if (illness.isMental()) {
            talks.add(patient.id(), physician, at, Notes.talk(random));
        }
        invoice(patient);
    }

    private void treat(Patient patient, int physician, Illness illness) {
        if (!illness.drug().isEmpty()) {
            prescriptions.add(
                    patient.id(), physician, illness.drug(), illness.dose(), illness.controlled());
        }
    }

    private void invoice(Patient patient) {
        BigDecimal amount = BigDecimal.valueOf(4500 + random.nextInt(60_000), 2);
        String status = one(List.of("paid", "paid", "paid", "open", "denied"), random);
        String member = "M%08d".formatted(10_000_000 + patient.id() * 37 % 89_999_999);
        invoices.add(patient.id(), encounter, amount, status, member);
    }

    private LocalDate dayOfVisit(Patient patient) {
        LocalDate day = PatientGenerator.LAST_DAY.minusDays(random.nextInt(DAYS_OF_RECORDS));
        return day.isBefore(patient.born()) ? patient.born() : day;
    }

    private Illness illness(int age) {
        Illness illness = one(Illness.SEEN, random);
        while (illness.fromAge() > age) {
            illness = one(Illness.SEEN, random);
        }
        return illness;
    }
}
