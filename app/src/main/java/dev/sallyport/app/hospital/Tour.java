package dev.sallyport.app.hospital;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The story of the two doors, walked over the wire and held against what must be true. */
public final class Tour {
    private final Stage stage;
    private final Transcript transcript;

    private Tour(Stage stage, PrintWriter out) {
        this.stage = stage;
        this.transcript = new Transcript(out);
    }

    /** Walks it; whether every step showed what it must. */
    public static boolean walk(Stage stage, PrintWriter out) throws SQLException, IOException {
        Tour tour = new Tour(stage, out);
        tour.scenes();
        return tour.ending();
    }

    private void scenes() throws SQLException, IOException {
        nurse();
        people();
        twoRoles();
        new Forgery(stage, transcript).play();
        new BothDoors(stage, transcript).play();
        new Leaving(stage, transcript).play();
        new Sightings(stage, transcript).play();
        new Proof(stage, transcript).play();
    }

    private boolean ending() {
        transcript.say("");
        int broken = transcript.broken().size();
        transcript.say(
                broken == 0
                        ? "All %d facts hold.".formatted(transcript.facts())
                        : "%d of %d facts do not hold:".formatted(broken, transcript.facts()));
        transcript.broken().forEach(fact -> transcript.say("  ✗ " + fact));
        return broken == 0;
    }

    private void nurse() throws SQLException {
        transcript.scene("Nora is a nurse of clinic 1");
        transcript.say("   $ " + stage.psql("nora"));
        try (Connection nora = stage.gateway("nora", "")) {
            Answer patients = ask(nora, "nora", "SELECT * FROM patients");
            transcript.must(
                    patients instanceof Answer.Rows rows
                            && !rows.rows().isEmpty()
                            && rows.column("clinic_id").stream().allMatch("1"::equals),
                    "she sees the patients of clinic 1, and no others");
            transcript.must(
                    patients instanceof Answer.Rows rows
                            && rows.column("ssn").stream().allMatch(Masks::isLastFour),
                    "every social security number is masked but for its last four digits");
            Masks.everyWay(nora, stage, transcript);
            Answer notes = ask(nora, "nora", "SELECT * FROM mental_health_notes");
            transcript.must(
                    notes instanceof Answer.Refused refused && refused.isExplained("SP2041"),
                    "mental health notes are refused, with the rule's file and line and whom to ask");
        }
    }

    private void people() throws SQLException {
        transcript.scene("The same table, seen by others");
        new Physician(stage, transcript).play();
        try (Connection bella = stage.gateway("bella", "")) {
            Answer seen =
                    ask(bella, "bella", "SELECT mrn, last_name, ssn, clinic_id FROM patients");
            transcript.must(
                    seen instanceof Answer.Rows rows
                            && rows.column("ssn").stream().allMatch(Masks::isWhole)
                            && List.of("1", "2", "3").containsAll(rows.column("clinic_id")),
                    "bella (billing) sees whole numbers, of clinics 1 to 3 only");
            Answer notes = ask(bella, "bella", "SELECT notes FROM encounters");
            transcript.must(
                    notes instanceof Answer.Refused refused && refused.isExplained("SP2041"),
                    "clinical notes are refused to her");
        }
        try (Connection ana = stage.gateway("ana", "")) {
            Answer seen = ask(ana, "ana", "SELECT * FROM patients");
            transcript.must(
                    seen instanceof Answer.Rows rows
                            && rows.columns().equals(List.of("research_id", "birth_year", "zip3")),
                    "ana (analyst) sees every patient by pseudonym, birth year and zip3, no more");
        }
        try (Connection frank = stage.gateway("frank", "")) {
            Answer seen = ask(frank, "frank", "SELECT * FROM patients");
            transcript.must(
                    seen instanceof Answer.Refused refused && refused.isExplained("SP2041"),
                    "frank (auditor) sees no patient");
        }
        transcript.say("   $ " + stage.psql("newt"));
        transcript.must(turnedAway("newt"), "newt holds no role and can sign in nowhere");
    }

    private boolean turnedAway(String login) {
        boolean atTheGateway = false;
        try (Connection connection = stage.gateway(login, "")) {
            return connection.isClosed();
        } catch (SQLException e) {
            Answer.Refused refused = Answer.refused(e);
            transcript.say("      FATAL:  " + refused.message());
            atTheGateway = refused.message().startsWith("SP4002");
        }
        try (Connection connection = stage.database(login)) {
            return connection.isClosed();
        } catch (SQLException e) {
            return atTheGateway;
        }
    }

    private void twoRoles() throws SQLException {
        transcript.scene("Dual is a nurse and an analyst: two roles are united, never multiplied");
        try (Connection dual = stage.gateway("dual", "")) {
            Answer mine = ask(dual, "dual", "SELECT min(clinic_id), max(clinic_id) FROM patients");
            Answer all = ask(dual, "dual", "SELECT count(*) FROM analyst.patients");
            Answer own = ask(dual, "dual", "SELECT count(*) FROM patients");
            transcript.must(
                    mine instanceof Answer.Rows rows
                            && rows.rows().getFirst().equals(List.of("1", "1"))
                            && all instanceof Answer.Rows every
                            && own instanceof Answer.Rows few
                            && Long.parseLong(every.single()) > Long.parseLong(few.single()),
                    "as a nurse one clinic with names, as an analyst every patient without");
            Answer names = ask(dual, "dual", "SELECT last_name FROM analyst.patients");
            Answer bridge = ask(dual, "dual", "SELECT research_id FROM patients");
            transcript.must(
                    names instanceof Answer.Refused && bridge instanceof Answer.Refused,
                    "neither the names of all, nor the column that would join the two");
        }
    }

    private Answer ask(Connection connection, String login, String statement) {
        transcript.asks(login, statement);
        Answer answer = Answer.to(connection, statement);
        transcript.shows(answer);
        return answer;
    }
}
