package dev.sallyport.app.hospital;

import java.time.LocalDate;
import java.util.UUID;

/** A synthetic patient: one row of {@code hosp.patients}. */
record Patient(
        long id,
        UUID researchId,
        String mrn,
        String firstName,
        String lastName,
        LocalDate born,
        String ssn,
        String mail,
        String phone,
        String address,
        String zip,
        int clinic,
        int physician) {

    int ageOn(LocalDate day) {
        return born.until(day).getYears();
    }
}
