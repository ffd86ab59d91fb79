package dev.sallyport.app.hospital;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Patients who could be, and who nobody is. */
class PatientGeneratorTest {
    private static final List<Patient> PATIENTS = patients(1, 2_000);

    @Test
    void inventsTheSamePatientsFromTheSameSeed() {
        assertThat(patients(7, 200)).isEqualTo(patients(7, 200)).isNotEqualTo(patients(8, 200));
    }

    @Test
    void inventsTheFirstOnesAlikeHoweverManyFollow() {
        assertThat(patients(1, 50)).isEqualTo(PATIENTS.subList(0, 50));
    }

    @Test
    void givesNoSocialSecurityNumberTwice() {
        assertThat(PATIENTS).extracting(Patient::ssn).doesNotHaveDuplicates();
    }

    @Test
    void givesOnlySocialSecurityNumbersThatWereNeverIssued() {
        assertThat(PATIENTS)
                .extracting(Patient::ssn)
                .allSatisfy(ssn -> assertThat(ssn).matches("9\\d\\d-(0[1-9]|[1-4]\\d)-\\d{4}"))
                .noneMatch(ssn -> ssn.endsWith("0000"));
    }

    @Test
    void reachesNobodyByMailOrTelephone() {
        assertThat(PATIENTS).allMatch(one -> one.mail().matches("[a-z.0-9]+@mail\\.example"));
        assertThat(PATIENTS).allMatch(one -> one.phone().matches("\\(\\d{3}\\) 555-01\\d\\d"));
    }

    @Test
    void livesAtAddressesThatLookReal() {
        assertThat(PATIENTS).allMatch(one -> one.zip().matches("\\d{5}"));
        assertThat(PATIENTS).allMatch(one -> one.address().matches("\\d{1,4} [A-Z].+"));
    }

    @Test
    void isBornBeforeTheRecordsEndAndLessThanAHundredYearsAgo() {
        assertThat(PATIENTS)
                .allSatisfy(
                        one -> assertThat(one.ageOn(PatientGenerator.LAST_DAY)).isBetween(0, 99));
    }

    @Test
    void hasPatientsInEveryClinicEvenOfTheSmallestHospital() {
        Set<Integer> clinics =
                patients(3, Hospital.FEWEST_PATIENTS).stream()
                        .map(Patient::clinic)
                        .collect(Collectors.toSet());

        assertThat(clinics).hasSize(PatientGenerator.CLINICS);
    }

    @Test
    void givesOmarSomeOfThePatientsOfHisClinicsAndNotAll() {
        assertThat(PATIENTS)
                .filteredOn(one -> one.clinic() <= 2)
                .anyMatch(one -> one.physician() == Staff.OMAR)
                .anyMatch(one -> one.physician() != Staff.OMAR);
        assertThat(PATIENTS)
                .filteredOn(one -> one.clinic() > 2)
                .noneMatch(one -> one.physician() == Staff.OMAR);
    }

    @Test
    void hasFewerThanOneInTenOfTheSameName() {
        long names =
                PATIENTS.stream()
                        .map(one -> one.firstName() + " " + one.lastName())
                        .distinct()
                        .count();

        assertThat(names).isGreaterThan(1_800);
    }

    private static List<Patient> patients(long seed, int count) {
        PatientGenerator generator = new PatientGenerator(new SplittableRandom(seed));
        return Stream.generate(generator::next).limit(count).toList();
    }
}
