package dev.sallyport.app.hospital;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Omar writes a note on a patient of his, and tries on somebody else's; nothing is kept. */
final class Physician {
    private static final String HIS =
            "SELECT id, clinic_id FROM patients WHERE clinic_id IN (1, 2) ORDER BY id";

    private final Stage stage;
    private final Transcript transcript;

    Physician(Stage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws SQLException {
        List<List<String>> others = others();
        try (Connection omar = stage.gateway("omar", "")) {
            List<List<String>> his = rows(omar);
            others.removeAll(his);
            transcript.asks("omar", "SELECT count(*) FROM patients");
            transcript.shows(Answer.to(omar, "SELECT count(*) FROM patients"));
            transcript.must(
                    !his.isEmpty() && !others.isEmpty(),
                    "omar (physician) sees the patients he treats, not everybody of his clinics");
            omar.setAutoCommit(false);
            Answer written = note(omar, his.getFirst());
            transcript.must(
                    written instanceof Answer.Rows rows && rows.single().equals("1"),
                    "he may write a note on a patient of his");
            omar.rollback();
            Answer refused = note(omar, others.getFirst());
            transcript.must(
                    refused instanceof Answer.Refused no && no.isExplained("SP2043"),
                    "and on nobody else");
            omar.rollback();
        }
    }

    /** Whoever bella sees in the clinics that omar works in, too. */
    private List<List<String>> others() throws SQLException {
        try (Connection bella = stage.gateway("bella", "")) {
            return rows(bella);
        }
    }

    private static List<List<String>> rows(Connection connection) {
        return Answer.to(connection, HIS) instanceof Answer.Rows found
                ? new ArrayList<>(found.rows())
                : new ArrayList<>();
    }

    private Answer note(Connection omar, List<String> patient) {
        String insert =
                "INSERT INTO encounters(patient_id, clinic_id, kind, notes)"
                        + " VALUES (%s, %s, 'visit', 'Well again.')"
                                .formatted(patient.getFirst(), patient.getLast());
        transcript.asks("omar", insert);
        Answer answer = Answer.to(omar, insert);
        transcript.shows(answer);
        return answer;
    }
}
