package dev.sallyport.app.hospital;

import static dev.sallyport.app.hospital.Places.one;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Invents patients one after the other; the same seed invents the same ones. */
final class PatientGenerator {
    /** The day the sample records end; fixed, so that the same seed gives the same rows forever. */
    static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 1);

    static final int CLINICS = 10;
    private static final int OLDEST_IN_DAYS = 97 * 365;

    private final RandomGenerator random;
    private final Set<String> numbersGiven = new HashSet<>();
    private long id;

    PatientGenerator(RandomGenerator random) {
        this.random = random;
    }

    Patient next() {
        id++;
        String first = one(random.nextBoolean() ? Names.WOMEN : Names.MEN, random);
        String last = one(Names.LAST, random);
        int clinic = clinic();
        return new Patient(
                id,
                uuid(),
                "MRN%06d".formatted(id),
                first,
                last,
                born(),
                socialSecurityNumber(),
                Places.mail(first, last, id),
                Places.phone(random),
                Places.street(random),
                Places.zip(random),
                clinic,
                physician(clinic).id());
    }

    /** The first ten cover every clinic, so that a small hospital has patients everywhere. */
    private int clinic() {
        return id <= CLINICS ? (int) id : 1 + random.nextInt(CLINICS);
    }

    /** The first patient is Omar's, so that every hospital, however small, has one of his. */
    private Staff physician(int clinic) {
        List<Staff> physicians = Staff.physiciansOf(clinic);
        return id == 1 ? physicians.getFirst() : one(physicians, random);
    }

    /** Version 4 of RFC 9562 with our own chance instead of the system's. */
    private UUID uuid() {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The sum of two draws is fullest at middle age, with children and the very old rarer. */
    private LocalDate born() {
        int half = OLDEST_IN_DAYS / 2;
        return LAST_DAY.minusDays(1 + random.nextInt(half) + random.nextInt(half));
    }

    /**
     * 9xx-01 to 9xx-49: never issued. No social security number begins with 9; taxpayer numbers
     * that do (ITIN, ATIN) have a middle part of 50 or more.
     */
    private String socialSecurityNumber() {
        String number;
        do {
            number =
                    "9%02d-%02d-%04d"
                            .formatted(
                                    random.nextInt(100),
                                    1 + random.nextInt(49),
                                    1 + random.nextInt(9999));
        } while (!numbersGiven.add(number));
        return number;
    }
}
