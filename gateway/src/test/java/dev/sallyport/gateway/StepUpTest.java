package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role or data that asks for a second factor is nobody's who has not proved one lately. */
class StepUpTest {
    private static final Duration LONG = Duration.ofHours(20);

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE TABLE nurse.patients (id bigint, last_name text, ssn text)");
            statement.execute("INSERT INTO nurse.patients VALUES (1, 'Adams', '900-01-0001')");
            statement.execute("ALTER TABLE nurse.patients OWNER TO nora");
        }
    }

    @AfterEach
    void asItWas() {
        gateway.takeBack();
        gateway.apply(Hospital.snapshot());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawClient with(String secret) throws Exception {
        RawClient client = gateway.raw();
        client.signIn("nora", secret, "ehr");
        return client;
    }

    private static void numbersAskForOne() throws Exception {
        gateway.apply(
                Hospital.changed(
                        folder,
                        "phi.ssn: {label: Social security number,",
                        "phi.ssn: {mfa: 15m, label: Social security number,"));
    }

    @Test
    void keepsWhoeverHasProvedNoneFromARole() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {mfa: 8h}"));
        gateway.give("plain", LONG);
        for (String secret : new String[] {"demo", "plain"}) {
            assertThatThrownBy(() -> gateway.connect("nora", secret, "ehr"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                    .hasMessageContaining(
                            "SP4042 role `nurse` asks for a second factor proved at most 8h ago")
                    .hasMessageContaining("20-roles.yaml:")
                    .hasMessageContaining("sallyport login");
        }
        gateway.giveProved("proved", LONG);
        gateway.connect("nora", "proved", "ehr").close();
    }

    @Test
    void endsASessionOfARoleWhenTheProofIsTooOld() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {mfa: 8h}"));
        gateway.giveProved("proved", LONG);
        try (RawClient nora = with("proved")) {
            gateway.advance(Duration.ofHours(8).minusSeconds(90));
            assertThat(nora.next().field('M')).startsWith("SP4034 this session ends in ");
            gateway.advance(Duration.ofSeconds(90));
            assertThat(nora.error().field('M'))
                    .isEqualTo(
                            "SP4042 your second factor was proved more than 8h ago, the longest"
                                    + " that role `nurse` trusts it");
        }
    }

    @Test
    void keepsASessionThatIsProvedAnew() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {mfa: 8h}"));
        gateway.giveProved("proved", LONG);
        try (RawClient nora = with("proved")) {
            gateway.advance(Duration.ofHours(7));
            gateway.prove();
            gateway.advance(Duration.ofHours(7));
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @Test
    void refusesDataUntilAFactorIsProvedAnewAndNothingElse() throws Exception {
        numbersAskForOne();
        gateway.giveProved("proved", LONG);
        try (RawClient nora = with("proved")) {
            assertThat(RawClient.types(nora.ask("SELECT ssn FROM patients LIMIT 1")))
                    .isEqualTo("TDCZ");
            gateway.advance(Duration.ofMinutes(16));

            for (String sql :
                    new String[] {
                        "SELECT ssn FROM patients LIMIT 1",
                        "SELECT * FROM patients LIMIT 1",
                        "SELECT count(*) FROM patients WHERE ssn LIKE '%1'",
                        "COPY patients TO STDOUT",
                        "SELECT p FROM patients p LIMIT 1",
                        "SELECT p.row_to_json FROM patients p LIMIT 1",
                        "SELECT id FROM patients AS p (x, last_name, id) LIMIT 1",
                        "SELECT count(*) FROM patients NATURAL JOIN (VALUES ('1')) v (ssn)",
                        "WITH x AS (TABLE patients) SELECT 1 FROM x LIMIT 1",
                        "SELECT p.ssn FROM patients p, (notes p CROSS JOIN (SELECT 1) x) AS j",
                        "INSERT INTO patients (ssn) SELECT '900-01-0002' WHERE false",
                        "INSERT INTO patients SELECT 2, 'Brown', '900-01-0002' WHERE false",
                        "INSERT INTO patients VALUES (2, 'Brown', '900-01-0002')",
                        "MERGE INTO patients p USING (VALUES (2)) v (i) ON p.id = v.i"
                                + " WHEN NOT MATCHED THEN INSERT VALUES (v.i, 'Brown', '1')",
                    }) {
                nora.send(RawClient.query(sql));
                assertThat(nora.error().field('M'))
                        .as(sql)
                        .startsWith(
                                "SP2083 data of class `phi.ssn` asks for a second factor proved at"
                                        + " most 15m ago; yours was proved at ");
                nora.untilReady();
            }
            assertThat(RawClient.types(nora.ask("SELECT last_name FROM patients LIMIT 1")))
                    .isEqualTo("TDCZ");
            assertThat(
                            RawClient.types(
                                    nora.ask(
                                            "INSERT INTO patients (id, last_name) SELECT 2, 'Brown'"
                                                    + " WHERE false")))
                    .isEqualTo("CZ");
            assertThat(
                            RawClient.types(
                                    nora.ask(
                                            "MERGE INTO patients p USING (VALUES (2)) v (i)"
                                                    + " ON p.id = v.i WHEN NOT MATCHED THEN"
                                                    + " DO NOTHING")))
                    .isEqualTo("CZ");

            gateway.prove();
            assertThat(Logged.soon(() -> answers(nora, "SELECT ssn FROM patients LIMIT 1")))
                    .isTrue();
        }
    }

    private static boolean answers(RawClient client, String sql) {
        try {
            return RawClient.types(client.ask(sql)).equals("TDCZ");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void refusesDataToAPasswordAlone() throws Exception {
        numbersAskForOne();
        try (RawClient nora = with("demo")) {
            nora.send(RawClient.query("SELECT ssn FROM patients LIMIT 1"));
            RawClient.Frame refused = nora.error();
            assertThat(refused.field('C')).isEqualTo("42501");
            assertThat(refused.field('M')).contains("the password you came with has none");
            assertThat(refused.field('D')).contains("10-catalog.yaml:");
            nora.untilReady();
        }
    }

    /** What was prepared while the proof was young runs no longer than that. */
    @Test
    void judgesWhatWasPreparedByTheProofOfTheMoment() throws Exception {
        numbersAskForOne();
        gateway.giveProved("proved", LONG);
        try (RawClient nora = with("proved")) {
            nora.ask("PREPARE numbers AS SELECT ssn FROM patients LIMIT 1");
            assertThat(RawClient.types(nora.ask("EXECUTE numbers"))).isEqualTo("TDCZ");
            gateway.advance(Duration.ofMinutes(16));
            nora.send(RawClient.query("EXECUTE numbers"));
            assertThat(nora.error().field('M')).startsWith("SP2083 ");
            nora.untilReady();
        }
    }
}
