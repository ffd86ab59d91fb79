package dev.sallyport.app.hospital;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Nora pretends to be somebody else, in every way a session offers. */
final class Forgery {
    private static final String ASKED =
            "SELECT count(*), min(clinic_id), max(clinic_id), min(left(ssn, 3)) FROM patients";

    private static final List<String> PRETENCES =
            List.of(
                    "RESET ROLE",
                    "SET ROLE sp_lens_nurse",
                    "SET SESSION AUTHORIZATION omar",
                    "SELECT set_config('session_authorization', 'omar', false)",
                    "SELECT set_config('role', 'sallyport_admin', false)",
                    "SET row_security = off",
                    "SET search_path = hosp",
                    "SET search_path = analyst, nurse",
                    "CREATE TEMP TABLE patients (ssn text, clinic_id int)");

    private final Stage stage;
    private final Transcript transcript;

    Forgery(Stage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws SQLException {
        transcript.scene("Forgery changes nothing");
        Answer honest = honest();
        for (String pretence : PRETENCES) {
            try (Connection nora = stage.gateway("nora", "")) {
                transcript.asks("nora", pretence);
                String said = said(Answer.to(nora, pretence));
                Answer after = Answer.to(nora, ASKED);
                transcript.must(
                        after.equals(honest) || after instanceof Answer.Refused,
                        said + "; then `patients` is " + said(after));
            }
        }
        startup(honest);
    }

    private Answer honest() throws SQLException {
        try (Connection nora = stage.gateway("nora", "")) {
            return Answer.to(nora, ASKED);
        }
    }

    private void startup(Answer honest) {
        transcript.say("   $ PGOPTIONS='-c role=omar' " + stage.psql("nora"));
        try (Connection nora = stage.gateway("nora", "&options=-c%20role=omar")) {
            transcript.must(Answer.to(nora, ASKED).equals(honest), "options are not carried");
        } catch (SQLException e) {
            transcript.must(true, said(Answer.refused(e)));
        }
    }

    private static String said(Answer answer) {
        return switch (answer) {
            case Answer.Rows rows when rows.columns().size() > 1 ->
                    "as before: " + String.join(", ", rows.rows().getFirst());
            case Answer.Rows _ -> "accepted";
            case Answer.Refused refused -> "refused: " + refused.message();
        };
    }
}
