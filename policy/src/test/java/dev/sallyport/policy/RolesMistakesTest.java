package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ROLES;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in roles is told with its place and what instead. */
final class RolesMistakesTest {
    @TempDir private Path folder;

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "an unknown key",
                        ROLES,
                        "owner: cno",
                        "ownr: cno",
                        "SP1003 20-roles.yaml:3:3 role `nurse` has no `owner` (add `owner:`, who answers for it)",
                        "SP1002 20-roles.yaml:4:5 unknown key `ownr` in role `nurse` (did you mean `owner`?)"),
                new Mistake(
                        "an unknown section",
                        ROLES,
                        "roles:\n",
                        "rolls:\n",
                        "SP1002 20-roles.yaml:2:1 unknown key `rolls` in the policy (did you mean `roles`?)",
                        "SP1105 30-assignments.yaml:3:27 unknown role `nurse` (none is defined)"),
                new Mistake(
                        "a duplicate key",
                        ROLES,
                        "    reason: Cares.",
                        "    owner: other",
                        "SP1003 20-roles.yaml:3:3 role `nurse` has no `reason` (add `reason:`, why it exists)",
                        "SP1001 20-roles.yaml:5:5 duplicate key `owner` (it is already at line 4)"),
                new Mistake(
                        "broken syntax",
                        ROLES,
                        "purposes: [treatment]",
                        "purposes: [treatment",
                        "SP1001 20-roles.yaml:7:10 not YAML: expected ',' or ']', but got : (fix the syntax)"),
                new Mistake(
                        "a word where a list is wanted",
                        ROLES,
                        "[treatment]",
                        "treatment",
                        "SP1001 20-roles.yaml:6:15 `purposes` of role `nurse` is not a list (write `[…]`)"),
                new Mistake(
                        "nesting deeper than twenty",
                        ROLES,
                        "[treatment]",
                        "[".repeat(30) + "]".repeat(30),
                        "SP1001 20-roles.yaml:6:32 nested deeper than 20 (no policy needs more)"),
                new Mistake(
                        "a role without an owner",
                        ROLES,
                        "    owner: cno@hospital.example\n",
                        "",
                        "SP1003 20-roles.yaml:3:3 role `nurse` has no `owner` (add `owner:`, who answers for it)"),
                new Mistake(
                        "a role without a reason",
                        ROLES,
                        "    reason: Cares.\n",
                        "",
                        "SP1003 20-roles.yaml:3:3 role `nurse` has no `reason` (add `reason:`, why it exists)"),
                new Mistake(
                        "a role with an empty reason",
                        ROLES,
                        "reason: Cares.",
                        "reason: \"\"",
                        "SP1003 20-roles.yaml:5:13 `reason` of role `nurse` is empty (add `reason:`, why it exists)"),
                new Mistake(
                        "a role without a purpose",
                        ROLES,
                        "[treatment]",
                        "[]",
                        "SP1003 20-roles.yaml:6:15 `purposes` of role `nurse` is empty (add at least one)"),
                new Mistake(
                        "an unknown purpose",
                        ROLES,
                        "[treatment]",
                        "[treatmnt]",
                        "SP1106 20-roles.yaml:6:16 unknown purpose `treatmnt` (did you mean `treatment`?)"),
                new Mistake(
                        "a role that cannot be a native name",
                        ROLES,
                        "  nurse:",
                        "  Nurse-1:",
                        "SP1004 20-roles.yaml:3:3 role `Nurse-1` cannot become a name in the database (use a to z, 0 to 9 and `_`, at most 41 characters, not reserved)",
                        "SP1105 30-assignments.yaml:3:27 unknown role `nurse` (there is only `Nurse-1`)"),
                new Mistake(
                        "a role named as a managed schema",
                        ROLES,
                        "  nurse:",
                        "  hosp:",
                        "SP1004 20-roles.yaml:3:3 role `hosp` cannot become a name in the database (it is the name of a managed schema; choose another)",
                        "SP1105 30-assignments.yaml:3:27 unknown role `nurse` (there is only `hosp`)"),
                new Mistake(
                        "an unknown database",
                        ROLES,
                        "on: ehr",
                        "on: her",
                        "SP1102 20-roles.yaml:8:13 unknown database `her` (did you mean `ehr`?)"),
                new Mistake(
                        "an unknown table",
                        ROLES,
                        "on: ehr",
                        "on: ehr.hosp.visit",
                        "SP1102 20-roles.yaml:8:13 unknown table `ehr.hosp.visit` (did you mean `ehr.hosp.visits`?)"),
                new Mistake(
                        "an unknown scope",
                        ROLES,
                        "rows: my_clinics",
                        "rows: my_clinic",
                        "SP1104 20-roles.yaml:9:15 unknown scope `my_clinic` (did you mean `my_clinics`?)"),
                new Mistake(
                        "an unknown class",
                        ROLES,
                        "phi.clinical]",
                        "phi.clinicl]",
                        "SP1101 20-roles.yaml:10:24 unknown class `phi.clinicl` (did you mean `phi.clinical`?)"),
                new Mistake(
                        "a class without its family",
                        ROLES,
                        "phi.clinical]",
                        "clinical]",
                        "SP1101 20-roles.yaml:10:24 unknown class `clinical` (did you mean `phi.clinical`?)"),
                new Mistake(
                        "an unknown mask",
                        ROLES,
                        "last4",
                        "last5",
                        "SP1107 20-roles.yaml:11:32 unknown mask `last5` (did you mean `last4`?)"),
                new Mistake(
                        "a class seen and masked",
                        ROLES,
                        "[ops.key, phi.clinical]",
                        "[ops.key, phi.identity]",
                        "SP1112 20-roles.yaml:11:18 class `phi.identity` is both seen and masked (keep it in `see` or in `masked`)"),
                new Mistake(
                        "a class written twice",
                        ROLES,
                        "[ops.key, phi.clinical]",
                        "[ops.key, ops.key]",
                        "SP1112 20-roles.yaml:10:24 `ops.key` is written twice (keep one)"),
                new Mistake(
                        "a rectangle without rows",
                        ROLES,
                        "        rows: my_clinics\n",
                        "",
                        "SP1003 20-roles.yaml:8:9 a rectangle of role `nurse` has no `rows` (add `rows:`, the name of a scope)"),
                new Mistake(
                        "a rectangle that allows nothing",
                        ROLES,
                        "        see: [ops.key, phi.clinical]\n        masked: {phi.identity: last4}\n",
                        "",
                        "SP1003 20-roles.yaml:8:9 a rectangle of role `nurse` allows nothing (add `see:`, `masked:` or `edit:`)"),
                new Mistake(
                        "an edit on a whole database",
                        ROLES,
                        "        masked:",
                        "        edit: {delete: true}\n        masked:",
                        "SP1004 20-roles.yaml:11:15 `edit` on the whole database `ehr` (name the tables in `on`, as `database.schema.table`, or edit by class)"),
                new Mistake(
                        "an edit of a missing column",
                        ROLES,
                        "      - on: ehr\n",
                        "      - on: ehr.hosp.visits\n        edit: {update: [note]}\n",
                        "SP1103 20-roles.yaml:9:25 table `hosp.visits` has no column `note` (did you mean `notes`?)"),
                new Mistake(
                        "an edit of a class the table has not",
                        ROLES,
                        "      - on: ehr\n",
                        "      - on: ehr.hosp.visits\n        edit: {update: [phi.identity]}\n",
                        "SP1103 20-roles.yaml:9:25 table `hosp.visits` names no column of class `phi.identity` (name the columns here, or list them in `columns:`)"),
                new Mistake(
                        "an edit of a class under a wildcard",
                        ROLES,
                        "      - on: ehr\n",
                        "      - on: ehr.hosp.labs\n        edit: {update: [phi.identity]}\n",
                        "SP1103 20-roles.yaml:9:25 table `hosp.labs` names no column of class `phi.identity` (name the columns here, or list them in `columns:`)"),
                new Mistake(
                        "an edit that allows nothing",
                        ROLES,
                        "      - on: ehr\n",
                        "      - on: ehr.hosp.visits\n        edit: {}\n",
                        "SP1003 20-roles.yaml:9:15 `edit` allows nothing (add `insert`, `update` or `delete`)"),
                new Mistake(
                        "a delete that is not true",
                        ROLES,
                        "      - on: ehr\n",
                        "      - on: ehr.hosp.visits\n        edit: {delete: yes}\n",
                        "SP1001 20-roles.yaml:9:24 `delete` is not `true` (write `delete: true`, or leave it out)"),
                new Mistake(
                        "a set of a missing column",
                        ROLES,
                        "      - on: ehr\n",
                        "      - on: ehr.hosp.visits\n        edit: {update: [notes]}\n        set: {physician: null}\n",
                        "SP1103 20-roles.yaml:10:15 table `hosp.visits` has no column `physician` (use one of `notes`, `patient_id`)"),
                new Mistake(
                        "a set without an edit",
                        ROLES,
                        "        masked:",
                        "        set: {notes: x}\n        masked:",
                        "SP1003 20-roles.yaml:11:14 `set` without `edit` (add `edit:`, or leave `set` out)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tells(Mistake mistake) {
        mistake.isTold(folder);
    }
}
