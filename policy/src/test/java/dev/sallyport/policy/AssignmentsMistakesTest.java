package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in assignments and tests is told with its place and what instead. */
final class AssignmentsMistakesTest {
    @TempDir private Path folder;

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "a name in two files",
                        ASSIGNMENTS,
                        "assignments:",
                        "classes: {phi.identity: {label: Twice, risk: low}}\nassignments:",
                        "SP1001 30-assignments.yaml:2:11 duplicate key `phi.identity` (it is already at 10-catalog.yaml:9)"),
                new Mistake(
                        "groups of people whom nothing of the role tells apart",
                        ASSIGNMENTS,
                        "role: nurse}",
                        """
                        role: counts, limits: {min_group: 5}}
                        roles:
                          counts:
                            owner: a@hospital.example
                            reason: Counts.
                            purposes: [treatment]
                            allow:
                              - {on: ehr.hosp.visits, rows: my_clinics, see: [phi.clinical]}
                        """,
                        "SP1191 30-assignments.yaml:3 role `counts` is assigned with `min_group` and shows `hosp.visits` without a key that tells people apart (let it see `ops.key`, the class of `patient_id`)"),
                new Mistake(
                        "a second document",
                        ASSIGNMENTS,
                        "version: 1\n",
                        "version: 1\n---\nversion: 1\n---\n",
                        "SP1001 30-assignments.yaml:2:1 a second document (keep one document in each file)"),
                new Mistake(
                        "no version",
                        ASSIGNMENTS,
                        "version: 1\n",
                        "",
                        "SP1003 30-assignments.yaml:1:1 the policy has no `version` (start the file with `version: 1`)"),
                new Mistake(
                        "another version",
                        ASSIGNMENTS,
                        "version: 1",
                        "version: 2",
                        "SP1004 30-assignments.yaml:1:10 an unknown `version` (write `version: 1`)"),
                new Mistake(
                        "an unknown role",
                        ASSIGNMENTS,
                        "role: nurse",
                        "role: nurs",
                        "SP1105 30-assignments.yaml:3:27 unknown role `nurs` (did you mean `nurse`?)"),
                new Mistake(
                        "an assignment to nobody",
                        ASSIGNMENTS,
                        "group: nurses, ",
                        "",
                        "SP1003 30-assignments.yaml:3:5 an assignment to nobody (write one of `group`, `person`, `agent`, `service`)"),
                new Mistake(
                        "an assignment to more than one",
                        ASSIGNMENTS,
                        "group: nurses",
                        "group: nurses, person: nora",
                        "SP1003 30-assignments.yaml:3:5 an assignment to more than one (write one of `group`, `person`, `agent`, `service`)",
                        "SP1109 30-assignments.yaml:3:5 an assignment to a person has no `until` (add `until:`, the first day it no longer holds)",
                        "SP1109 30-assignments.yaml:3:5 an assignment to a person has no `reason` (add `reason:`, why this person holds it)"),
                new Mistake(
                        "a person without an end and a reason",
                        ASSIGNMENTS,
                        "group: nurses",
                        "person: nora",
                        "SP1109 30-assignments.yaml:3:5 an assignment to a person has no `until` (add `until:`, the first day it no longer holds)",
                        "SP1109 30-assignments.yaml:3:5 an assignment to a person has no `reason` (add `reason:`, why this person holds it)"),
                new Mistake(
                        "a login that cannot be a native name",
                        ASSIGNMENTS,
                        "{group: nurses",
                        "{until: 2027-01-31, reason: Nurse, person: Nora",
                        "SP1004 30-assignments.yaml:3:48 `Nora` is not a login (use a to z, 0 to 9 and `_`, at most 41 characters, not reserved)"),
                new Mistake(
                        "an end that is no date",
                        ASSIGNMENTS,
                        "role: nurse",
                        "role: nurse, until: 31.1.2027",
                        "SP1004 30-assignments.yaml:3:41 `31.1.2027` is not a date (write `2027-01-31`, the first day it no longer holds, `2027-01-31T12:00:00Z`, or `review`)"),
                new Mistake(
                        "an end nobody means",
                        ASSIGNMENTS,
                        "role: nurse",
                        "role: nurse, until: +99999-01-01",
                        "SP1004 30-assignments.yaml:3:41 `+99999-01-01` is not a date (write `2027-01-31`, the first day it no longer holds, `2027-01-31T12:00:00Z`, or `review`)"),
                new Mistake(
                        "an agent for nobody",
                        ASSIGNMENTS,
                        "group: nurses",
                        "agent: helper",
                        "SP1003 30-assignments.yaml:3:5 an assignment has no `on_behalf_of` (add `on_behalf_of:`, as `group:service-desk`)"),
                new Mistake(
                        "a group that acts for somebody",
                        ASSIGNMENTS,
                        "role: nurse",
                        "role: nurse, on_behalf_of: \"group:desk\"",
                        "SP1004 30-assignments.yaml:3:48 only an agent acts on behalf of somebody (take `on_behalf_of` out)"),
                new Mistake(
                        "an agent with more than its people",
                        ASSIGNMENTS,
                        "group: nurses",
                        "agent: helper, on_behalf_of: \"group:desk\"",
                        "SP1122 30-assignments.yaml:3:5 agent `helper` gets `nurse`, which `group:desk` does not hold there (assign it to them too, or take it from the agent)"),
                new Mistake(
                        "a role and a function",
                        ASSIGNMENTS,
                        "role: nurse",
                        "role: nurse, function: f",
                        "SP1003 30-assignments.yaml:3:5 an assignment of two things (write either `role:` or `function:`)"),
                new Mistake(
                        "an unknown function",
                        ASSIGNMENTS,
                        "role: nurse",
                        "function: f",
                        "SP1120 30-assignments.yaml:3:31 unknown function `f` (none is defined)"),
                new Mistake(
                        "an unknown environment",
                        ASSIGNMENTS,
                        "role: nurse",
                        "role: nurse, env: [prod]",
                        "SP1119 30-assignments.yaml:3:40 unknown environment `prod` (none is defined)"),
                new Mistake(
                        "a guardrail that says nothing",
                        ASSIGNMENTS,
                        "assignments:",
                        "guardrails: [{name: g}]\nassignments:",
                        "SP1003 30-assignments.yaml:2:14 a guardrail says nothing (write either `never:` or `watch:`)"),
                new Mistake(
                        "a guardrail on an unknown class",
                        ASSIGNMENTS,
                        "assignments:",
                        "guardrails: [{name: g, never: {see: [phi.clinicl]}}]\nassignments:",
                        "SP1101 30-assignments.yaml:2:38 unknown class `phi.clinicl` (did you mean `phi.clinical`?)"),
                new Mistake(
                        "a guardrail at no hours",
                        ASSIGNMENTS,
                        "assignments:",
                        "guardrails: [{name: g, never: {see: any, outside: \"6-22\"}}]\nassignments:",
                        "SP1004 30-assignments.yaml:2:51 `6-22` is not a part of a day (write it as `\"06:00-22:00\"`)"),
                new Mistake(
                        "a rule of one role",
                        ASSIGNMENTS,
                        "assignments:",
                        "separation_of_duties: [{name: s, never_both: [nurse]}]\nassignments:",
                        "SP1004 30-assignments.yaml:2:46 `never_both` names fewer than two roles (name at least two)"),
                new Mistake(
                        "a review of nothing",
                        ASSIGNMENTS,
                        "assignments:",
                        "reviews: [{name: r, every: 90d, scope: {}, reviewer: manager}]\nassignments:",
                        "SP1003 30-assignments.yaml:2:40 a review of nothing (add `roles: […]` or `agents: true`)"),
                new Mistake(
                        "a test that expects nothing",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {role: nurse}}]\nassignments:",
                        "SP1003 30-assignments.yaml:2:9 a test expects nothing (add `can:`, `cannot:` or `sees:`)"),
                new Mistake(
                        "a test of nobody",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {clinics: [1]}, can: see ehr.hosp.visits}]\nassignments:",
                        "SP1003 30-assignments.yaml:2:23 `as` names no role and no group (add `role:` or `group:`; who holds nothing is `{roles: []}`)"),
                new Mistake(
                        "a test of an unassigned group",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {group: nurse}, can: see ehr.hosp.visits}]\nassignments:",
                        "SP1105 30-assignments.yaml:2:31 unknown assigned group `nurse` (did you mean `nurses`?)"),
                new Mistake(
                        "a test with an unknown verb",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {role: nurse}, can: read ehr.hosp.visits}]\nassignments:",
                        "SP1004 30-assignments.yaml:2:43 `read ehr.hosp.visits` is not a verb and a column (write `see database.schema.table.column`; verbs are `see`, `insert`, `update`, `delete`, `export`)"),
                new Mistake(
                        "a test of a missing column",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {role: nurse}, can: see ehr.hosp.visits.note}]\nassignments:",
                        "SP1103 30-assignments.yaml:2:43 table `hosp.visits` has no column `note` (did you mean `notes`?)"),
                new Mistake(
                        "a test of an unknown mask",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {role: nurse}, sees: {ehr.hosp.patients.mrn: last5}}]\nassignments:",
                        "SP1107 30-assignments.yaml:2:68 unknown mask `last5` (did you mean `last4`?)"),
                new Mistake(
                        "a test with a row no table has",
                        ASSIGNMENTS,
                        "assignments:",
                        "tests: [{name: t, as: {role: nurse}, can: see ehr.hosp.visits, where: {clinicid: 1}}]\nassignments:",
                        "SP1103 30-assignments.yaml:2:72 no scope asks about column `clinicid` (did you mean `clinic_id`?)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tells(Mistake mistake) {
        mistake.isTold(folder);
    }
}
