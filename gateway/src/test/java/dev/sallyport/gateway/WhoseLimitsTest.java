package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which limits hold of several: those of roles, of assignments, of an agent and its person. */
class WhoseLimitsTest {
    private static final String NURSE = "    reason: Cares for the patients of their clinics.\n";
    private static final String ANALYST =
            "    reason: Answers questions about groups of patients, never about one.\n";
    private static final String AS_NURSE =
            "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n";
    private static final String AS_ANALYST =
            "  - {person: nora, role: analyst, until: 2027-06-30, reason: Half-time}\n";
    private static final String AGENT = "helper$nora";

    @TempDir static Path before;
    private static GatewayFixture first;

    @TempDir Path folder;

    /** One that has counted nothing. */
    private GatewayFixture gateway;

    @BeforeAll
    static void furnish() throws Exception {
        first = GatewayFixture.start(before);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE nurse.patients AS"
                            + " SELECT g AS id, 'MRN' || g AS mrn, 'z' AS zip"
                            + " FROM generate_series(1, 9) g");
            statement.execute("CREATE SCHEMA analyst");
            statement.execute("CREATE VIEW analyst.patients AS SELECT zip FROM nurse.patients");
            statement.execute(
                    "CREATE ROLE \"" + AGENT + "\" LOGIN PASSWORD '" + GatewayFixture.SECRET + "'");
            statement.execute("ALTER ROLE \"" + AGENT + "\" SET search_path = nurse");
            statement.execute("GRANT USAGE ON SCHEMA nurse, analyst TO nora, \"" + AGENT + "\"");
            statement.execute(
                    "GRANT SELECT ON nurse.patients, analyst.patients TO nora, \"" + AGENT + "\"");
        }
    }

    @BeforeEach
    void start() throws Exception {
        gateway = first.beside(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @AfterAll
    static void leave() {
        first.close();
    }

    private static String limits(String limits) {
        return limits.isEmpty() ? "" : "    limits: {" + limits + "}\n";
    }

    private static String limited(String assignment, String limits) {
        return assignment.replace("until:", "limits: {" + limits + "}, until:");
    }

    /** Nora's assignments as these, and what else is changed. */
    private void apply(String assignments, String... changes) throws Exception {
        List<String> all = new ArrayList<>(List.of(changes));
        all.addAll(List.of(AS_NURSE, assignments));
        gateway.apply(Hospital.changed(folder, all.toArray(String[]::new)));
    }

    private RawClient client(String login) throws Exception {
        RawClient client = gateway.raw();
        client.signIn(login, "demo", "ehr");
        return client;
    }

    private static int rows(RawClient client, String sql) throws Exception {
        return RawClient.types(client.ask(sql)).replaceAll("[^D]", "").length();
    }

    @ParameterizedTest
    @CsvSource({"5, 3, 5, 3, 3", "3, 5, 3, 5, 3", "4, , 4, 9, 4", ", 4, 9, 4, 4"})
    void holdsEachRolesLimitForItsOwnViewsAndTheNarrowestWhereTheNameTellsNoRole(
            @Nullable String nurse,
            @Nullable String analyst,
            int ofNurse,
            int ofAnalyst,
            int ofEither)
            throws Exception {
        apply(
                AS_NURSE + AS_ANALYST,
                NURSE,
                NURSE + limits(nurse == null ? "" : "rows_per_query: " + nurse),
                ANALYST,
                ANALYST + limits(analyst == null ? "" : "rows_per_query: " + analyst));
        try (RawClient nora = client("nora")) {
            assertThat(rows(nora, "SELECT zip FROM nurse.patients")).isEqualTo(ofNurse);
            assertThat(rows(nora, "SELECT zip FROM analyst.patients")).isEqualTo(ofAnalyst);
            assertThat(rows(nora, "SELECT zip FROM patients")).isEqualTo(ofEither);
            assertThat(rows(nora, "SELECT a.zip FROM nurse.patients n, analyst.patients a"))
                    .isEqualTo(ofEither);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 2", "2, 5, 2", ", 4, 4"})
    void holdsAnAgentToTheNarrowerOfItsOwnLimitAndItsPersons(
            @Nullable String person, int agent, int expected) throws Exception {
        apply(
                (person == null ? AS_NURSE : limited(AS_NURSE, "rows_per_query: " + person))
                        + helper("rows_per_query: " + agent));
        try (RawClient helper = client(AGENT);
                RawClient nora = client("nora")) {
            assertThat(rows(helper, "SELECT id FROM patients")).isEqualTo(expected);
            assertThat(rows(nora, "SELECT id FROM patients"))
                    .isEqualTo(person == null ? 9 : Integer.parseInt(person));
        }
    }

    @Test
    void countsAnAgentApartFromItsPerson() throws Exception {
        apply(AS_NURSE + helper("rows_per_query: 9"), NURSE, NURSE + limits("rows_per_hour: 5"));
        try (RawClient helper = client(AGENT);
                RawClient nora = client("nora")) {
            assertThat(rows(helper, "SELECT id FROM patients")).isEqualTo(5);
            assertThat(rows(nora, "SELECT id FROM patients LIMIT 4")).isEqualTo(4);
            assertThat(rows(nora, "SELECT id FROM patients")).isEqualTo(1);
            assertThat(rows(helper, "SELECT id FROM patients")).isZero();
        }
    }

    private static String helper(String limits) {
        return limited(
                "  - {agent: helper, role: nurse, on_behalf_of: \"person:nora\", edit: false,"
                        + " until: 2027-06-30, reason: Drafts letters}\n",
                limits);
    }

    @Test
    void countsWhereAccountsChangeWithEachTransaction() throws Exception {
        apply(
                AS_NURSE,
                NURSE,
                NURSE
                        + "    sessions: {pooling: transaction}\n"
                        + limits("rows_per_query: 3, rows_per_hour: 12"));
        try (RawClient one = client("nora");
                RawClient other = client("nora")) {
            assertThat(RawClient.types(one.ask("SELECT id FROM patients"))).isEqualTo("TDDDEZ");
            one.send(parse("s", "SELECT id FROM patients"), bind("", "s"), execute(""), sync());
            assertThat(one.typesUntilReady()).isEqualTo("12DDDEZ");
            other.ask("BEGIN");
            other.ask("DECLARE c CURSOR FOR SELECT id FROM patients");
            assertThat(rows(other, "FETCH 2 FROM c")).isEqualTo(2);
            one.send(bind("", "s"), execute(""), sync());
            assertThat(one.typesUntilReady()).isEqualTo("2DDDEZ");
            assertThat(rows(other, "FETCH 2 FROM c")).isEqualTo(1);
            other.ask("ROLLBACK");
            assertThat(one.ask("SELECT id FROM patients").getFirst().field('M'))
                    .startsWith("SP2071 role `nurse` gives at most 12 rows in an hour");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 8, 8, 30", "8, 5, 8, 20", ", 8, 8, 30"})
    void holdsTheLargerGroupsOfRoleAndAssignment(
            @Nullable String role, int assigned, int expected, int file) throws Exception {
        apply(
                limited(AS_NURSE, "min_group: " + assigned),
                NURSE,
                NURSE + limits(role == null ? "" : "min_group: " + role));
        try (RawClient nora = client("nora")) {
            String grouped = "SELECT zip, count(*) FROM patients GROUP BY zip";
            assertThat(rows(nora, grouped + " HAVING count(DISTINCT id) >= " + expected))
                    .isEqualTo(1);
            RawClient.Frame refused =
                    nora.ask(grouped + " HAVING count(DISTINCT id) >= " + (expected - 1))
                            .getFirst();
            assertThat(refused.field('M'))
                    .startsWith(
                            "SP2062 role `nurse` shows groups of at least " + expected + " people");
            assertThat(refused.field('D')).contains(file + "-");
        }
    }
}
