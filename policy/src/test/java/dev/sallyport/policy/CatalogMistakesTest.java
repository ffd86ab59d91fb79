package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.CATALOG;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in catalog is told with its place and what instead. */
final class CatalogMistakesTest {
    @TempDir private Path folder;

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "an anchor",
                        CATALOG,
                        "risk: low",
                        "risk: &low low",
                        "SP1001 10-catalog.yaml:11:32 an anchor `&…` (write the value out)"),
                new Mistake(
                        "an alias",
                        CATALOG,
                        "risk: low",
                        "risk: *low",
                        "SP1001 10-catalog.yaml:11:32 an alias `*…` (write the value out)"),
                new Mistake(
                        "a tag",
                        CATALOG,
                        "n: 4",
                        "n: !!int 4",
                        "SP1001 10-catalog.yaml:17:31 a tag `!…` (leave it out)"),
                new Mistake(
                        "a number where text is wanted",
                        CATALOG,
                        "label: Names",
                        "label: 5",
                        "SP1001 10-catalog.yaml:9:25 `label` of class `phi.identity` is not text (put it in quotes: `\"5\"`)"),
                new Mistake(
                        "a list where a mapping is wanted",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "[hosp]",
                        "SP1001 10-catalog.yaml:7:13 `manage` is not a mapping (write `key: value`)",
                        "SP1102 10-catalog.yaml:13 table `hosp.patients` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)",
                        "SP1102 10-catalog.yaml:14 table `hosp.visits` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)",
                        "SP1102 10-catalog.yaml:15 table `hosp.labs` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)"),
                new Mistake(
                        "a control character",
                        CATALOG,
                        "label: Names",
                        "label: Na\007mes",
                        "SP1001 10-catalog.yaml:9 a control character (take it out)"),
                new Mistake(
                        "an unknown item of hardening",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    hardening: {decline: {langauges: forms}}",
                        "SP1002 10-catalog.yaml:8:27 unknown key `langauges` in `decline` (did you mean `languages`?)"),
                new Mistake(
                        "hardening declined without a reason",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    hardening: {decline: {languages: ''}}",
                        "SP1003 10-catalog.yaml:8:38 `languages` of `decline` is empty (say why it stays as it is)"),
                new Mistake(
                        "hardening that declines nothing",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    hardening: {}",
                        "SP1003 10-catalog.yaml:8:16 `hardening` has no `decline` (add `decline: {languages: why}`, or leave it out)"),
                new Mistake(
                        "rows kept in a way there is not",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    tables: {hosp.labs: {rows: veiw, reason: R}}",
                        "SP1004 10-catalog.yaml:8:32 unknown way to keep rows `veiw` (did you mean `view`?)"),
                new Mistake(
                        "rows kept in the view for no reason",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    tables: {hosp.labs: {rows: view}}",
                        "SP1003 10-catalog.yaml:8:14 table `hosp.labs` has no `reason` (say why, for whoever reviews it)"),
                new Mistake(
                        "rows kept of a table that is not there",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    tables: {hosp.lab: {rows: view, reason: R}}",
                        "SP1102 10-catalog.yaml:8:14 unknown table `hosp.lab` (did you mean `hosp.labs`?)"),
                new Mistake(
                        "rows kept of a schema that is not managed",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp]}\n    tables: {\"hops.*\": {rows: view, reason: R}}",
                        "SP1102 10-catalog.yaml:8:14 unknown schema `hops` (did you mean `hosp`?)"),
                new Mistake(
                        "another engine",
                        CATALOG,
                        "postgresql",
                        "oracle",
                        "SP1004 10-catalog.yaml:4:13 unknown engine `oracle` (use one of `mariadb`, `mysql`, `postgresql`)"),
                new Mistake(
                        "no managed schemas",
                        CATALOG,
                        "    manage: {schemas: [hosp]}\n",
                        "",
                        "SP1003 10-catalog.yaml:3:3 database `ehr` has no `manage` (add `manage: {schemas: […]}`; nothing else is altered)"),
                new Mistake(
                        "a table outside the managed schemas",
                        CATALOG,
                        "[hosp]",
                        "[other]",
                        "SP1102 10-catalog.yaml:13 table `hosp.patients` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)",
                        "SP1102 10-catalog.yaml:14 table `hosp.visits` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)",
                        "SP1102 10-catalog.yaml:15 table `hosp.labs` is in a schema that database `ehr` does not manage (add `hosp` to `manage: schemas`)"),
                new Mistake(
                        "a subject without its key",
                        CATALOG,
                        ", key: mrn",
                        "",
                        "SP1003 10-catalog.yaml:5:14 `subject` has no `key` (add `key:`, its column)"),
                new Mistake(
                        "a subject in an unknown table",
                        CATALOG,
                        "table: hosp.patients",
                        "table: hosp.patient",
                        "SP1102 10-catalog.yaml:5:22 unknown table `hosp.patient` (did you mean `hosp.patients`?)"),
                new Mistake(
                        "a subject over a missing column",
                        CATALOG,
                        "key: mrn",
                        "key: mnr",
                        "SP1103 10-catalog.yaml:5:42 table `hosp.patients` has no column `mnr` (did you mean `mrn`?)"),
                new Mistake(
                        "a link that is no link",
                        CATALOG,
                        "patient_id -> hosp.patients.id",
                        "patient_id",
                        "SP1004 10-catalog.yaml:6:28 `patient_id` is not a link (write `column -> schema.table.column`)"),
                new Mistake(
                        "a link to a missing column",
                        CATALOG,
                        "-> hosp.patients.id",
                        "-> hosp.patients.uid",
                        "SP1103 10-catalog.yaml:6:28 table `hosp.patients` has no column `uid` (did you mean `id`?)"),
                new Mistake(
                        "a link away from the subject",
                        CATALOG,
                        "-> hosp.patients.id",
                        "-> hosp.visits.patient_id",
                        "SP1102 10-catalog.yaml:6:28 the link leads to `hosp.visits` (lead it to the subject, `hosp.patients`)"),
                new Mistake(
                        "a link of an unknown schema",
                        CATALOG,
                        "\"hosp.*\"",
                        "\"hops.*\"",
                        "SP1102 10-catalog.yaml:6:18 unknown schema `hops` (did you mean `hosp`?)"),
                new Mistake(
                        "a class without a dot",
                        CATALOG,
                        "  phi.clinical: {",
                        "  clinical: {label: x, risk: low}\n  phi.clinical: {",
                        "SP1004 10-catalog.yaml:10:3 class `clinical` is not two words with a dot (write it as `phi.contact`)"),
                new Mistake(
                        "an unknown risk",
                        CATALOG,
                        "risk: medium",
                        "risk: middle",
                        "SP1004 10-catalog.yaml:9:38 unknown risk `middle` (use one of `critical`, `high`, `low`, `medium`)"),
                new Mistake(
                        "a second factor that is never old",
                        CATALOG,
                        "risk: medium",
                        "risk: medium, mfa: always",
                        "SP1004 10-catalog.yaml:9:51 `always` is not a length of time (write `15m`, `8h` or `90d`, at most ten years)"),
                new Mistake(
                        "an unknown accounting",
                        CATALOG,
                        "risk: medium",
                        "risk: medium, accounting: row",
                        "SP1004 10-catalog.yaml:9:58 unknown accounting `row` (write `record`, or leave `accounting:` out)"),
                new Mistake(
                        "columns of an unknown database",
                        CATALOG,
                        "ehr.hosp.visits:",
                        "her.hosp.visits:",
                        "SP1102 10-catalog.yaml:14:3 unknown database `her` (did you mean `ehr`?)",
                        "SP1102 20-roles.yaml:12:14 unknown table `ehr.hosp.visits` (did you mean `ehr.hosp.labs`?)"),
                new Mistake(
                        "columns of no table",
                        CATALOG,
                        "ehr.hosp.labs.*",
                        "ehr.*.labs",
                        "SP1102 10-catalog.yaml:15:3 `ehr.*.labs` names no table (write `database.schema.table`, or a pattern that ends in `.*`)"),
                new Mistake(
                        "an unknown class of a column",
                        CATALOG,
                        "notes: phi.clinical",
                        "notes: phi.clinicall",
                        "SP1101 10-catalog.yaml:14:49 unknown class `phi.clinicall` (did you mean `phi.clinical`?)"),
                new Mistake(
                        "a column classified twice",
                        CATALOG,
                        "  ehr.hosp.labs.*: phi.clinical",
                        "  ehr.hosp.visits.notes: ops.key\n  ehr.hosp.labs.*: phi.clinical",
                        "SP1001 10-catalog.yaml:15:3 duplicate column `notes` (it is already at 10-catalog.yaml:14)"),
                new Mistake(
                        "an unknown kind of mask",
                        CATALOG,
                        "keep_last",
                        "keep_lst",
                        "SP1004 10-catalog.yaml:17:17 unknown kind of mask `keep_lst` (did you mean `keep_last`?)"),
                new Mistake(
                        "a mask without a length",
                        CATALOG,
                        ", n: 4",
                        "",
                        "SP1003 10-catalog.yaml:17:3 mask `last4` has no `n` (add `n:`, the number of characters kept)"),
                new Mistake(
                        "a mask with a length out of range",
                        CATALOG,
                        "n: 4",
                        "n: 0",
                        "SP1004 10-catalog.yaml:17:31 `n` of mask `last4` is not a whole number in range (write 1 to 100)"),
                new Mistake(
                        "a fill of two characters",
                        CATALOG,
                        "n: 4",
                        "n: 4, fill: \"**\"",
                        "SP1004 10-catalog.yaml:17:40 `fill` is not one character (write one, as `*`)"),
                new Mistake(
                        "a prefix of another length",
                        CATALOG,
                        "{kind: keep_last, n: 4}",
                        "{kind: keep_first, n: 3, zero_if_in: [\"03\"]}",
                        "SP1004 10-catalog.yaml:17:48 prefix `03` is not of length 3 (write 3 characters)"),
                new Mistake(
                        "an unquoted prefix",
                        CATALOG,
                        "{kind: keep_last, n: 4}",
                        "{kind: keep_first, n: 3, zero_if_in: [036]}",
                        "SP1001 10-catalog.yaml:17:48 an entry of `zero_if_in` of mask `last4` is not text (put it in quotes: `\"036\"`)"),
                new Mistake(
                        "a code that is none",
                        CATALOG,
                        "code: TREAT",
                        "code: treating",
                        "SP1004 10-catalog.yaml:21:21 `treating` is not a code (write one of HL7 PurposeOfUse, as `TREAT`)"),
                new Mistake(
                        "a scope without a table",
                        CATALOG,
                        "on: ehr.hosp.patients, where",
                        "where",
                        "SP1003 10-catalog.yaml:19:3 scope `my_clinics` has no `on` (add `on:`, as `database.schema.table`)"),
                new Mistake(
                        "a scope without a condition",
                        CATALOG,
                        "where: {clinic_id: {in: $user.clinics}}, ",
                        "",
                        "SP1003 10-catalog.yaml:19:3 scope `my_clinics` has no condition (add `where:`, `any:` or `exists:`; every row is written `{}`)"),
                new Mistake(
                        "a scope over a missing column",
                        CATALOG,
                        "where: {clinic_id:",
                        "where: {clinicid:",
                        "SP1103 10-catalog.yaml:19:47 table `hosp.patients` has no column `clinicid` (did you mean `clinic_id`?)"),
                new Mistake(
                        "a scope over an unknown table",
                        CATALOG,
                        "on: ehr.hosp.patients",
                        "on: ehr.hosp.patient",
                        "SP1102 10-catalog.yaml:19:20 unknown table `ehr.hosp.patient` (did you mean `ehr.hosp.patients`?)"),
                new Mistake(
                        "a scope that asks for an unknown value",
                        CATALOG,
                        "$user.clinics",
                        "$request.patient",
                        "SP1004 10-catalog.yaml:19:63 unknown value `$request.patient` (write `$user.name` or `$request.subject`)"),
                new Mistake(
                        "a scope that compares with nothing",
                        CATALOG,
                        "{in: $user.clinics}",
                        "null",
                        "SP1001 10-catalog.yaml:19:58 a comparison with no value (write a constant, `$user.name` or `{in: $user.name}`)"),
                new Mistake(
                        "a scope that follows from another table",
                        CATALOG,
                        "on: ehr.hosp.patients, where: {clinic_id",
                        "on: ehr.hosp.visits, where: {patient_id",
                        "SP1113 10-catalog.yaml:19:87 table `hosp.visits` is not followed (make it the database's `subject` and say in `subject_of` who points at it)"),
                new Mistake(
                        "an exists over a missing column",
                        CATALOG,
                        "where: {clinic_id: {in: $user.clinics}}",
                        "exists: {table: ehr.hosp.visits, match: {id: patientid}}",
                        "SP1103 10-catalog.yaml:19:84 table `hosp.visits` has no column `patientid` (did you mean `patient_id`?)"),
                new Mistake(
                        "a scope that does not reach",
                        CATALOG,
                        ", follow: subject_of",
                        "",
                        "SP1108 20-roles.yaml:12:14 scope `my_clinics` does not reach `ehr.hosp.visits` (add `follow: subject_of` to the scope, or choose another)"),
                new Mistake(
                        "two columns under one name",
                        CATALOG,
                        "n: 4",
                        "n: 4, as: id",
                        "SP1111 20-roles.yaml:8 columns `id`, `mrn` of `hosp.patients` would both be seen as `id` (give them masks with different `as`)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tells(Mistake mistake) {
        mistake.isTold(folder);
    }
}
