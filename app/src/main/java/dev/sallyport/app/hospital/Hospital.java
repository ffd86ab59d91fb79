package dev.sallyport.app.hospital;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** The sample hospital, loaded into an empty database. */
public final class Hospital {
    /** The database name people connect to. */
    public static final String DATABASE = "ehr";

    public static final int FEWEST_PATIENTS = PatientGenerator.CLINICS;

    /** About a gigabyte of tables; more needs another kind of loader. */
    public static final int MOST_PATIENTS = 500_000;

    /** Any number: it makes everybody's sample hospital the same one. */
    private static final long SEED = 20_261_101;

    /** Keeps memory flat for any number of patients. */
    private static final int BATCH = 2_000;

    private static final List<String> CLINIC_NAMES =
            List.of(
                    "Lakeside Clinic",
                    "Northgate Clinic",
                    "Riverside Clinic",
                    "Old Town Clinic",
                    "Hillcrest Clinic",
                    "Harbor Clinic",
                    "Eastfield Clinic",
                    "Prairie Clinic",
                    "Southport Clinic",
                    "Union Park Clinic");

    private final Connection connection;
    private final CopyManager copier;

    private Hospital(Connection connection) throws SQLException {
        this.connection = connection;
        this.copier = new CopyManager(connection.unwrap(BaseConnection.class));
    }

    /** Chance that invents the same hospital on every machine. */
    public static RandomGenerator chance() {
        return new SplittableRandom(SEED);
    }

    /** All or nothing, as a superuser of an empty database. */
    public static void load(
            Connection connection, Path schema, int patients, RandomGenerator random)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        Hospital hospital = new Hospital(connection);
        hospital.execute(Files.readString(schema));
        hospital.loadStaff();
        hospital.loadPatients(patients, random);
        connection.commit();
        connection.setAutoCommit(true);
        hospital.execute("ANALYZE");
    }

    private void loadStaff() throws SQLException, IOException {
        CopyRows clinics = new CopyRows("hosp.clinics(id, name)");
        for (int i = 0; i < CLINIC_NAMES.size(); i++) {
            clinics.add(i + 1, CLINIC_NAMES.get(i));
        }
        clinics.copy(copier);
        CopyRows staff = new CopyRows("hosp.staff(id, login, full_name)");
        CopyRows places = new CopyRows("hosp.staff_clinics(staff_id, clinic_id)");
        for (Staff one : Staff.ALL) {
            staff.add(one.id(), one.login(), one.name());
            one.clinics().forEach(clinic -> places.add(one.id(), clinic));
        }
        staff.copy(copier);
        places.copy(copier);
    }

    private void loadPatients(int count, RandomGenerator random) throws SQLException, IOException {
        PatientGenerator generator = new PatientGenerator(random);
        CareGenerator care = new CareGenerator(random);
        CopyRows rows =
                new CopyRows(
                        "hosp.patients(id, research_id, mrn, first_name, last_name, dob, ssn, email,"
                                + " phone, address, zip, clinic_id, primary_physician)");
        for (int loaded = 1; loaded <= count; loaded++) {
            Patient patient = generator.next();
            add(patient, rows);
            care.invent(patient);
            if (loaded % BATCH == 0 || loaded == count) {
                rows.copy(copier);
                care.copy(copier);
            }
        }
        // An identity column does not notice numbers given to it.
        execute("SELECT setval('hosp.encounters_id_seq', " + care.lastEncounter() + ")");
    }

    private static void add(Patient patient, CopyRows rows) {
        rows.add(
                patient.id(),
                patient.researchId(),
                patient.mrn(),
                patient.firstName(),
                patient.lastName(),
                patient.born(),
                patient.ssn(),
                patient.mail(),
                patient.phone(),
                patient.address(),
                patient.zip(),
                patient.clinic(),
                patient.physician());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
