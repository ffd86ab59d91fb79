package dev.sallyport.app.hospital;

import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Social security numbers, whole and masked, and every way somebody might get at a whole one. */
final class Masks {
    private Masks() {}

    static boolean isLastFour(String number) {
        return number.matches("\\*{3}-\\*{2}-\\d{4}");
    }

    static boolean isWhole(String number) {
        return number.matches("\\d{3}-\\d{2}-\\d{4}");
    }

    static void everyWay(Connection nora, Stage stage, Transcript transcript) throws SQLException {
        List<String> ways =
                List.of(
                        "SELECT ssn::text FROM patients",
                        "SELECT row_to_json(p)->>'ssn' FROM patients p",
                        "SELECT max(ssn) FROM patients GROUP BY id",
                        "SELECT (p).ssn FROM (SELECT p FROM patients p) q");
        for (String way : ways) {
            transcript.asks("nora", way);
            transcript.must(
                    Answer.to(nora, way) instanceof Answer.Rows rows
                            && !rows.rows().isEmpty()
                            && rows.rows().stream().allMatch(row -> isLastFour(row.getFirst())),
                    "the mask");
        }
        transcript.asks("nora", "COPY (SELECT ssn FROM patients) TO STDOUT");
        transcript.must(allMasked(copied(nora)), "the mask");
        transcript.asks("nora", "DECLARE c CURSOR FOR SELECT ssn FROM patients; FETCH ALL FROM c");
        transcript.must(allMasked(fetched(nora)), "the mask");
        transcript.asks("nora", "SELECT ssn FROM patients  -- prepared, binary results");
        transcript.must(allMasked(binary(stage)), "the mask");
        transcript.asks("nora", "SELECT count(*) FROM patients WHERE ssn LIKE '9%'");
        transcript.must(
                Answer.to(nora, "SELECT count(*) FROM patients WHERE ssn LIKE '9%'")
                                instanceof Answer.Rows rows
                        && rows.single().equals("0"),
                "all real numbers here begin with 9; a condition meets the mask, too");
    }

    private static boolean allMasked(List<String> numbers) {
        return !numbers.isEmpty() && numbers.stream().allMatch(Masks::isLastFour);
    }

    private static List<String> copied(Connection nora) throws SQLException {
        StringWriter text = new StringWriter();
        try {
            new CopyManager(nora.unwrap(BaseConnection.class))
                    .copyOut("COPY (SELECT ssn FROM patients) TO STDOUT", text);
        } catch (IOException e) {
            return List.of();
        }
        return text.toString().lines().toList();
    }

    private static List<String> fetched(Connection nora) throws SQLException {
        nora.setAutoCommit(false);
        Answer.to(nora, "DECLARE c CURSOR FOR SELECT ssn FROM patients");
        Answer rows = Answer.to(nora, "FETCH ALL FROM c");
        nora.rollback();
        nora.setAutoCommit(true);
        return rows instanceof Answer.Rows found ? found.column("ssn") : List.of();
    }

    /** A threshold of -1 makes the driver ask for binary results from the first execution. */
    private static List<String> binary(Stage stage) throws SQLException {
        List<String> numbers = new ArrayList<>();
        try (Connection nora = stage.gateway("nora", "&prepareThreshold=-1");
                PreparedStatement statement = nora.prepareStatement("SELECT ssn FROM patients");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                numbers.add(result.getString(1));
            }
        }
        return numbers;
    }
}
