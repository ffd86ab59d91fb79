package dev.sallyport.app.hospital;

import java.sql.Connection;
import java.sql.SQLException;

/** Who saw one patient, and why: answered from the record. */
final class Sightings {
    private final Stage stage;
    private final Transcript transcript;

    Sightings(Stage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws SQLException {
        transcript.scene("Who saw this patient, and why");
        String patient = patientOf("omar");
        transcript.say("   $ sallyport saw " + patient);
        String seen = stage.saw(patient);
        seen.lines().limit(4).forEach(line -> transcript.say("      " + line));
        transcript.must(
                seen.contains("omar  [physician]  treatment"),
                "omar stands there, with his role, his purpose and his statement");
        transcript.must(
                seen.contains("bella  [billing_admin]") && seen.contains("ssn"),
                "so does bella, who saw the number in clear");
        transcript.must(!seen.contains("frank"), "frank does not: he was shown no patient");
    }

    /** One of clinics that bella sees, too. */
    private String patientOf(String login) throws SQLException {
        try (Connection omar = stage.gateway(login, "");
                Connection bella = stage.gateway("bella", "")) {
            Answer mine =
                    Answer.to(omar, "SELECT mrn FROM patients WHERE clinic_id = 1 ORDER BY id");
            String patient =
                    mine instanceof Answer.Rows rows && !rows.rows().isEmpty()
                            ? rows.column("mrn").getFirst()
                            : "nobody";
            Answer.to(bella, "SELECT mrn, ssn FROM patients WHERE mrn = '" + patient + "'");
            return patient;
        }
    }
}
