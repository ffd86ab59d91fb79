package dev.sallyport.provision.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column's name and type tell its class, or nothing does. */
final class SuggestionTest {

    @ParameterizedTest
    @CsvSource({
        "patients, ssn, text, S, phi.national_id",
        "person, social_security_number, text, S, phi.national_id",
        "patients, mrn, text, S, phi.identity",
        "patients, firstName, text, S, phi.identity",
        "practitioner, name, text, S, phi.identity",
        "actor, last_name, character varying, S, phi.identity",
        "patients, dob, date, D, phi.birth",
        "Patient, birthDate, date, D, phi.birth",
        "person, year_of_birth, integer, N, phi.birth",
        "patients, phone, text, S, phi.contact",
        "customer, email, text, S, phi.contact",
        "patients, address_line1, text, S, phi.contact",
        "address, postal_code, text, S, phi.zip",
        "person, gender_concept, text, S, phi.demographic",
        "encounters, notes, text, S, phi.free_text",
        "diagnoses, icd10, text, S, phi.clinical",
        "prescriptions, drug, text, S, phi.clinical",
        "mental_health_notes, id, bigint, N, phi.sensitive",
        "invoices, amount, numeric, N, phi.financial",
        "accounts, iban, text, S, phi.financial",
        "encounters, at, timestamp with time zone, D, phi.dates",
        "rental, last_update, timestamp without time zone, D, ops.plain",
        "resource, content, jsonb, U, phi.free_text",
        "clinics, name, text, S, none",
        "invoices, amount, text, S, none",
        "staff, password, text, S, none",
        "sessions, access_token, text, S, none",
        "patients, shoe, integer, N, none",
    })
    void knowsAColumn(String table, String column, String type, String category, String expected) {
        assertThat(suggest(table, new Column(column, type, category, false, Optional.empty())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "encounters, patient_id, bigint, N, ops.key",
        "encounters, icd_code, text, S, phi.clinical",
        "encounters, payer, text, S, ops.key",
        "patients, ssn, text, S, phi.national_id",
    })
    void aKeyIsAKeyUnlessItsNameSaysMore(
            String table, String column, String type, String category, String expected) {
        assertThat(suggest(table, new Column(column, type, category, true, Optional.empty())))
                .isEqualTo(expected);
    }

    private static String suggest(String table, Column column) {
        return Suggestion.of(
                        new Table(
                                "hosp", table, Table.Kind.TABLE, List.of(column), Optional.empty()),
                        column)
                .map(found -> found.dataClass().word())
                .orElse("none");
    }
}
