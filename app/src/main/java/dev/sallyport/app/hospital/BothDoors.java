package dev.sallyport.app.hospital;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The same statements at the gateway and straight at the database, as the same person. */
final class BothDoors {
    private static final List<String> STATEMENTS =
            List.of(
                    "SELECT * FROM patients ORDER BY id",
                    "SELECT * FROM encounters ORDER BY id",
                    "SELECT ssn::text FROM patients ORDER BY id",
                    "SELECT to_json(p) FROM patients p ORDER BY id",
                    "SELECT count(*) FROM patients WHERE ssn LIKE '9%'",
                    "SELECT * FROM mental_health_notes",
                    "SELECT * FROM hosp.patients",
                    "SELECT * FROM invoices",
                    "UPDATE patients SET clinic_id = 1",
                    "SET ROLE sp_lens_nurse",
                    "SELECT rolname, rolpassword FROM pg_authid");

    private final Stage stage;
    private final Transcript transcript;

    BothDoors(Stage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws SQLException {
        transcript.scene("Without the gateway: Nora's own account, straight at the database");
        for (String login : List.of("nora", "dual")) {
            try (Connection gateway = stage.gateway(login, "");
                    Connection database = stage.database(login)) {
                for (String statement : STATEMENTS) {
                    compare(login, statement, gateway, database);
                }
            }
        }
    }

    private void compare(String login, String statement, Connection gateway, Connection database) {
        Answer one = Answer.to(gateway, statement);
        Answer other = Answer.to(database, statement);
        transcript.asks(login, statement);
        switch (other) {
            case Answer.Rows rows ->
                    transcript.must(
                            one.equals(other),
                            "%,d rows, the same at both doors".formatted(rows.rows().size()));
            case Answer.Refused refused ->
                    transcript.must(
                            one instanceof Answer.Refused,
                            "refused at both doors; the database says: " + refused.message());
        }
    }
}
