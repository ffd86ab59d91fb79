package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the language the door builds, and what it refuses rather than leave it out silently. */
final class LanguageTest {
    private Hospital hospital;

    @BeforeEach
    void open() throws SQLException, IOException {
        hospital = new Hospital();
    }

    @Test
    void plansEveryTermOfAHeldRoleThatTheGatewayHolds() throws IOException {
        List<String> problems =
                hospital.problems(
                        Hospital.policy(
                                "  nurse:\n",
                                """
                                  nurse:
                                    limits: {rows_per_query: 500, min_group: 5}
                                    only_queries: [{name: one, sql: SELECT 1}]
                                    statements: [select, explain]
                                """));

        assertThat(problems).isEmpty();
    }

    @Test
    void plansGroupsThatAnAssignmentMakesLarger() throws IOException {
        List<String> problems =
                hospital.problems(
                        Hospital.policy(
                                "person: nora, role: nurse,",
                                "person: nora, role: nurse, limits: {min_group: 5},"));

        assertThat(problems).isEmpty();
    }

    @Test
    void beginsADirectConnectionWithTheClocksOfTheRoles() throws IOException, SQLException {
        hospital.apply(
                Hospital.policy(
                        "  nurse:\n",
                        "  nurse:\n    sessions: {idle: 15m, max: 10h, statement: 2m}\n"));

        assertThat(hospital.sees("nora", "SHOW statement_timeout")).containsExactly("2min");
        assertThat(hospital.sees("nora", "SHOW idle_session_timeout")).containsExactly("910s");
        assertThat(hospital.sees("nora", "SHOW idle_in_transaction_session_timeout"))
                .containsExactly("910s");
        assertThat(hospital.sees("ana", "SHOW statement_timeout")).containsExactly("0");
    }

    @Test
    void buildsARoleThatIsOnlyAskedFor() throws IOException, SQLException {
        hospital.apply(
                Hospital.policy(
                        "  nurse:\n",
                        """
                          nurse:
                            standing: false
                            sessions: {idle: 15m}
                            request: {max: 2h, approve: self_with_reason}
                        """));

        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM "
                                        + FunctionWriter.HELD.quoted()
                                        + " WHERE role = 'nurse'"))
                .containsExactly("0");
    }

    @Test
    void refusesOtherEnginesAndWhatAnEnvironmentAsksOfNobody() throws IOException {
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "databases:\n",
                                        "environments:\n  prod: {label: P, colour: red}\ndatabases:\n",
                                        "engine: postgresql",
                                        "engine: mariadb")))
                .hasSize(3)
                .allMatch(p -> p.startsWith("SP3006 10-catalog.yaml:"))
                .anyMatch(p ->
                        p.contains("`require_purpose` of environment `prod`")
                                && p.contains("roles of `dual` have no common purpose"))
                .anyMatch(p -> p.contains("`record` of environment `prod`"))
                .anyMatch(p -> p.contains("database `ehr`"));
    }

    @Test
    void givesAnAgentAnAccountForEachPersonAndNeverWhatAGuardrailTakes()
            throws IOException, SQLException {
        hospital.apply(
                Hospital.policy(
                        "assignments:\n",
                        """
                        assignments:
                          - {agent: helper, role: nurse, on_behalf_of: "person:nora", until: 2027-06-30, edit: false, reason: Reads charts}
                          - {service: portal, role: analyst, until: 2027-06-30, reason: Counts}
                        """));

        assertThat(hospital.sees("helper$nora", "SELECT count(*) FROM patients"))
                .containsExactly("40");
        assertThat(hospital.refusal("helper$nora", "SELECT ssn FROM patients")).isEqualTo("42703");
        assertThat(
                        hospital.refusal(
                                "helper$nora",
                                "INSERT INTO encounters (patient_id, kind) VALUES (10, 'visit')"))
                .isEqualTo("42501");
        assertThat(hospital.refusal("helper$nora", "SELECT ssn FROM nurse.patients"))
                .isEqualTo("42501");
        assertThat(hospital.sees("nora", "SELECT ssn FROM patients WHERE id = 10"))
                .containsExactly("***-**-0010");
        assertThat(hospital.sees("portal", "SELECT count(*) FROM patients")).containsExactly("400");
    }

    @Test
    void showsNoRowUntilARequestNamesItsSubject() throws IOException, SQLException {
        hospital.apply(
                Hospital.policy(
                        "scopes:",
                        "scopes:\n  one_patient: {on: ehr.hosp.patients, where: {mrn:"
                                + " $request.subject}}\n#",
                        "rows: all_rows\n        see: [phi.pseudonym]",
                        "rows: one_patient\n        see: [phi.pseudonym]"));

        assertThat(hospital.sees("ana", "SELECT count(*) FROM patients")).containsExactly("0");
    }

    @Test
    void showsDatesCutDownAndAnotherColumnInstead() throws IOException, SQLException {
        hospital.apply(
                Hospital.policy(
                        "  birth_year: {kind: year, cap_age: 90, as: birth_year}",
                        "  birth_year: {kind: date_trunc, to: quarter, cap_age: 90}\n"
                                + "  code: {kind: surrogate, column: research_id}",
                        "masked: {phi.birth: birth_year, phi.zip: zip3}",
                        "masked: {phi.birth: birth_year, phi.ssn: code}"));

        assertThat(
                        hospital.sees(
                                "ana",
                                "SELECT count(*) FROM patients WHERE dob <> date_trunc('quarter', dob)"))
                .containsExactly("0");
        assertThat(
                        hospital.sees(
                                "ana",
                                "SELECT count(*) > 0, bool_and(ssn = research_id) FROM patients"))
                .containsExactly("t|t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "timestamp", "timestamptz"})
    void showsTheOtherRowsBesideADateThatCannotBeCutDown(String type)
            throws IOException, SQLException {
        hospital.asAdmin("ALTER TABLE hosp.patients ALTER dob TYPE " + type);
        String last = type.equals("date") ? "5874897-12-31" : "294276-12-31";
        for (String dob : List.of("infinity", "-infinity", last, "4714-11-24 BC", "0001-05-05")) {
            hospital.asAdmin("UPDATE hosp.patients SET dob = '" + dob + "' WHERE id = 10");
            for (String mask : List.of("year}", "date_trunc, to: quarter, cap_age: 90}")) {
                hospital.apply(
                        Hospital.policy(
                                "  birth_year: {kind: year, cap_age: 90, as: birth_year}",
                                "  birth_year: {kind: " + mask));

                assertThat(hospital.sees("ana", "SELECT count(*) FROM patients"))
                        .containsExactly("400");
                assertThat(hospital.sees("ana", "SELECT count(dob) > 200 FROM patients"))
                        .containsExactly("t");
            }
        }
    }

    @Test
    void keepsNoCharacterOfAValueThatHasNoMore() throws IOException, SQLException {
        hospital.asAdmin("UPDATE hosp.patients SET zip = '12', first_name = 'Mary' WHERE id = 10");
        hospital.asAdmin("UPDATE hosp.patients SET zip = ' 345 ', ssn = ' 6789' WHERE id = 20");
        hospital.asAdmin("UPDATE hosp.patients SET zip = '', ssn = '' WHERE id = 30");

        hospital.apply(
                Hospital.policy(
                        "  last4: {kind",
                        "  first4: {kind: keep_first, n: 4, fill: \"*\"}\n  last4: {kind",
                        "        masked: {phi.birth: year, phi.zip: zip3}",
                        "        masked: {phi.birth: year, phi.zip: zip3, phi.contact: first4}",
                        "see: [ops.key, phi.identity, phi.contact, phi.ssn]",
                        "see: [ops.key, phi.identity, phi.ssn]"));
        hospital.asAdmin("UPDATE hosp.patients SET phone = '1234', email = '12345' WHERE id = 10");

        assertThat(hospital.sees("bella", "SELECT phone, email FROM patients WHERE id = 10"))
                .containsExactly("****|1234");
        assertThat(
                        hospital.sees(
                                "bella",
                                "SELECT zip3 FROM patients WHERE id IN (10, 20, 30) ORDER BY id"))
                .containsExactly("00", "00000", "");
        assertThat(
                        hospital.sees(
                                "nora",
                                "SELECT ssn FROM patients WHERE id IN (20, 30) ORDER BY id"))
                .containsExactly("*****", "");
    }

    @Test
    void refusesToShowAColumnInsteadThatTheRoleDoesNotSee() throws IOException {
        assertThat(hospital.problems(beside("phi.ssn: last4, phi.zip: beside", "")))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 20-roles.yaml:",
                        "mask `beside` shows `ssn` for `zip`, and role `nurse` does not see `phi.ssn`",
                        "(let the role see it, use another mask, or give `ssn` a class");
        assertThat(hospital.problems(beside("phi.zip: beside", ", phi.ssn")))
                .singleElement()
                .asString()
                .contains("SP3003 20-roles.yaml:", "asks more of `phi.ssn` than of `phi.zip`");
    }

    @Test
    void showsNothingInsteadThatAGuardrailTakes() throws IOException, SQLException {
        Policy policy = beside("phi.ssn: last4, phi.zip: beside", "", "for: people");

        hospital.apply(policy);

        assertThat(hospital.refusal("nora", "SELECT nick FROM patients")).isEqualTo("42703");
        assertThat(hospital.sees("nora", "SELECT count(last_name) FROM patients"))
                .containsExactly("40");
    }

    private static Policy beside(String masked, String seen, String... forWhom) throws IOException {
        return Hospital.policy(
                "  last4: {kind",
                "  beside: {kind: use_column, column: ssn, as: nick}\n  last4: {kind",
                "        rows: my_clinics\n        see: [ops.key, phi.identity, phi.birth,"
                        + " phi.contact, phi.zip, phi.clinical]\n        masked: {phi.ssn: last4}",
                "        rows: my_clinics\n        see: [ops.key, phi.identity, phi.birth,"
                        + " phi.contact, phi.clinical"
                        + seen
                        + "]\n        masked: {"
                        + masked
                        + "}",
                "never: {see: [phi.ssn]}, for: agents",
                "never: {see: [phi.ssn]}, " + (forWhom.length == 0 ? "for: agents" : forWhom[0]));
    }

    @Test
    void refusesToShowAColumnThatIsNotThere() throws IOException {
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "  birth_year: {kind: year, cap_age: 90, as: birth_year}",
                                        "  birth_year: {kind: use_column, column: researchid}")))
                .singleElement()
                .asString()
                .contains(
                        "SP3001 20-roles.yaml:",
                        "mask `birth_year` shows column `researchid`",
                        "did you mean `research_id`?");
    }

    @Test
    void buildsTheTablesThatAPatternCovers() throws IOException, SQLException {
        hospital.asAdmin(
                "CREATE TABLE hosp.wards (id int PRIMARY KEY, name text);"
                        + " INSERT INTO hosp.wards VALUES (1, 'North')");

        hospital.apply(
                Hospital.policy(
                        "columns:\n",
                        "columns:\n  ehr.hosp.*: phi.pseudonym\n",
                        "      - on: ehr.hosp.patients\n        rows: all_rows\n        see: [phi.pseudonym]",
                        """
                              - {on: ehr, rows: all_rows, see: [phi.pseudonym]}
                              - on: ehr.hosp.patients
                                rows: all_rows
                                see: [phi.pseudonym]\
                        """));

        assertThat(hospital.sees("ana", "SELECT name FROM wards")).containsExactly("North");
    }
}
