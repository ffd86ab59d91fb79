package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static dev.sallyport.policy.SmallPolicy.ROLES;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in the terms of a role, and in what they stand on, is told with its place. */
final class TermsMistakesTest {
    private static final String PURPOSES = "    purposes: [treatment]\n";

    @TempDir private Path folder;

    static Stream<Mistake> mistakes() {
        return Stream.of(
                terms(
                        "a saved query that is no SQL",
                        "only_queries: [{name: a, sql: SELEC 1}]",
                        "SP1190 20-roles.yaml:7 the saved query cannot be read at byte 1: syntax error (write it as PostgreSQL takes it, values as `$1` or as any literal)"),
                terms(
                        "a saved query that is two",
                        "only_queries: [{name: a, sql: SELECT 1; SELECT 2}]",
                        "SP1190 20-roles.yaml:7 the saved query is not one query or change (write one SELECT, INSERT, UPDATE, DELETE, MERGE, CALL or COPY)"),
                terms(
                        "a saved query that steers the session",
                        "only_queries: [{name: a, sql: EXECUTE p}]",
                        "SP1190 20-roles.yaml:7 the saved query is not one query or change (write one SELECT, INSERT, UPDATE, DELETE, MERGE, CALL or COPY)"),
                new Mistake(
                        "groups of people whom nothing tells apart",
                        ROLES,
                        PURPOSES
                                + "    allow:\n      - on: ehr\n        rows: my_clinics\n"
                                + "        see: [ops.key, phi.clinical]\n",
                        "    limits: {min_group: 5}\n"
                                + PURPOSES
                                + "    allow:\n      - on: ehr\n        rows: my_clinics\n"
                                + "        see: [phi.clinical]\n",
                        "SP1191 20-roles.yaml:3 role `nurse` has `min_group` and shows `hosp.patients` without a key that tells people apart (let it see `phi.identity`, `ops.key`, the class of `mrn`, `id`)",
                        "SP1191 20-roles.yaml:3 role `nurse` has `min_group` and shows `hosp.visits` without a key that tells people apart (let it see `ops.key`, the class of `patient_id`)"),
                terms(
                        "an unknown role to inherit",
                        "inherits: [stuff]",
                        "SP1105 20-roles.yaml:7 unknown role `stuff` (there is only `nurse`)"),
                terms(
                        "a role that inherits itself",
                        "inherits: [nurse]",
                        "SP1115 20-roles.yaml:3 roles inherit in a circle: `nurse → nurse` (take one of them out of `inherits`)"),
                terms(
                        "an unknown environment",
                        "env: [prod]",
                        "SP1119 20-roles.yaml:7 unknown environment `prod` (none is defined)"),
                terms(
                        "standing that is no yes or no",
                        "standing: never",
                        "SP1001 20-roles.yaml:7 `standing` is not yes or no (write `true` or `false`)"),
                terms(
                        "a clock nobody can read",
                        "sessions: {idle: 15x}",
                        "SP1004 20-roles.yaml:7 `15x` is not a length of time (write `15m`, `8h` or `90d`, at most ten years)"),
                terms(
                        "a clock of more than ten years",
                        "sessions: {max: 9999d}",
                        "SP1004 20-roles.yaml:7 `9999d` is not a length of time (write `15m`, `8h` or `90d`, at most ten years)"),
                terms(
                        "an unknown clock",
                        "sessions: {idel: 15m}",
                        "SP1002 20-roles.yaml:7 unknown key `idel` in `sessions` of role `nurse` (did you mean `idle`?)"),
                terms(
                        "a second factor of no age",
                        "sessions: {mfa: 0h}",
                        "SP1004 20-roles.yaml:7 `0h` is not a length of time (write `15m`, `8h` or `90d`, at most ten years)"),
                terms(
                        "no session at once",
                        "sessions: {at_once: 0}",
                        "SP1004 20-roles.yaml:7 `at_once` of `sessions` of role `nurse` is not a whole number in range (write 1 to 20)"),
                terms(
                        "an unknown kind of pooling",
                        "sessions: {pooling: transactions}",
                        "SP1004 20-roles.yaml:7 unknown `pooling` `transactions` (did you mean `transaction`?)"),
                terms(
                        "a condition on an unknown word",
                        "when: 'netwrk == \"10.0.0.1\"'",
                        "SP1114 20-roles.yaml:7 condition, line 1 column 1: unknown word `netwrk` (did you mean `network`?)"),
                terms(
                        "a condition that is no yes or no",
                        "when: 'hour(now, \"UTC\")'",
                        "SP1114 20-roles.yaml:7 condition, line 1 column 5: expected type 'bool' but found 'int' (write it as `hour(now, \"Europe/Berlin\") < 18`)"),
                terms(
                        "a condition on a zone that is none",
                        "when: 'hour(now, \"Europe/Berln\") < 9'",
                        "SP1114 20-roles.yaml:7 `Europe/Berln` is not a time zone (write it as `Europe/Berlin`)"),
                terms(
                        "a condition that loops",
                        "when: 'user.clinics.exists(c, c == \"7\")'",
                        "SP1114 20-roles.yaml:7 condition, line 1 column 20: unknown word `exists` (use one of `device`, `environment`, `hour`, `in_network`, `network`, `now`, `purpose`, `user`, `weekday`)"),
                terms(
                        "a limit out of range",
                        "limits: {rows_per_query: 0}",
                        "SP1004 20-roles.yaml:7 `rows_per_query` of `limits` of role `nurse` is not a whole number in range (write 1 to 999999)"),
                terms(
                        "a group of one",
                        "limits: {min_group: 1}",
                        "SP1004 20-roles.yaml:7 `min_group` of `limits` of role `nurse` is not a whole number in range (write 2 to 999999)"),
                terms(
                        "no limit at all",
                        "limits: {}",
                        "SP1003 20-roles.yaml:7 `limits` of role `nurse` is empty (write one of `rows_per_query`, `rows_per_hour`, `rows_per_day`, `min_group`, `export`)"),
                terms(
                        "an unknown rule for exports",
                        "limits: {export: watermrk}",
                        "SP1004 20-roles.yaml:7 unknown rule for exports `watermrk` (did you mean `watermark`?)"),
                terms(
                        "an unknown class of statement",
                        "statements: [selct]",
                        "SP1004 20-roles.yaml:7 unknown class of statement `selct` (did you mean `select`?)"),
                terms(
                        "no statement at all",
                        "statements: []",
                        "SP1003 20-roles.yaml:7 `statements` of role `nurse` is empty (add at least one, or leave it out for what `allow` needs)"),
                terms(
                        "a query without a name",
                        "only_queries: [{sql: select 1}]",
                        "SP1003 20-roles.yaml:7 a query of role `nurse` has no `name` (add `name:`, how people call it)"),
                terms(
                        "no query at all",
                        "only_queries: []",
                        "SP1003 20-roles.yaml:7 `only_queries` of role `nurse` is empty (write 1 to 1000, or leave it out)"),
                terms(
                        "a request without an approval",
                        "request: {max: 2h}",
                        "SP1003 20-roles.yaml:7 `request` of role `nurse` has no `approve` (add `approve: {any: 1, of: \"group:name\"}`)"),
                terms(
                        "a request that needs what nobody knows",
                        "request: {max: 2h, needs: [tickt], approve: self_with_reason}",
                        "SP1004 20-roles.yaml:7 unknown need `tickt` (did you mean `ticket`?)"),
                terms(
                        "an approval by nobody",
                        "request: {max: 2h, approve: {any: 1, of: stewards}}",
                        "SP1004 20-roles.yaml:7 `stewards` names nobody (write `group:name`, `person:login` or `role:name`)"),
                terms(
                        "an unknown approval",
                        "request: {max: 2h, approve: anybody}",
                        "SP1004 20-roles.yaml:7 unknown approval `anybody` (write `{any: 1, of: \"group:name\"}` or `self_with_reason`)"),
                terms(
                        "an automatic approval for longer than a request",
                        "request: {max: 2h, approve: self_with_reason, auto_approve: {when: 'true', max: 3h}}",
                        "SP1004 20-roles.yaml:7 `auto_approve` of role `nurse` gives longer than `max` (write at most `2h`)"),
                terms(
                        "a rectangle opened for ever",
                        "on_request: [{on: ehr, rows: my_clinics, see: [phi.identity], approve: self_with_reason}]",
                        "SP1003 20-roles.yaml:7 an `on_request` of role `nurse` has no `max` (add `max:`, as `2h`)"),
                terms(
                        "glass nobody hears break",
                        "break_glass: {eligible: [\"group:nurses\"], max: 1h}",
                        "SP1003 20-roles.yaml:7 nobody hears when role `nurse` is broken open (add `notify: […]`, at least one)"),
                terms(
                        "glass with an unknown scope",
                        "break_glass: {eligible: [\"group:nurses\"], max: 1h, notify: [x], skip_when: [my_clinic]}",
                        "SP1104 20-roles.yaml:7 unknown scope `my_clinic` (did you mean `my_clinics`?)"),
                terms(
                        "an unknown right in the console",
                        "console: [audit.raed]",
                        "SP1004 20-roles.yaml:7 unknown right in the console `audit.raed` (did you mean `audit.read`?)"),
                terms(
                        "a channel that is no name",
                        "channels: {listen: [Beds], notify: [\"*beds\"]}",
                        "SP1004 20-roles.yaml:7 `Beds` is no name of a channel (use a to z, 0 to 9 and `_`, at most 63 characters, and `*` at the end for all that begin so)",
                        "SP1004 20-roles.yaml:7 `*beds` is no name of a channel (use a to z, 0 to 9 and `_`, at most 63 characters, and `*` at the end for all that begin so)"),
                terms(
                        "a role replaced by itself",
                        "deprecated: {replaced_by: nurse, until: 2027-01-31}",
                        "SP1004 20-roles.yaml:7 role `nurse` is replaced by itself (name another role)"),
                terms(
                        "a role that ends on no date",
                        "deprecated: {replaced_by: nurse, until: soon}",
                        "SP1004 20-roles.yaml:7 role `nurse` is replaced by itself (name another role)",
                        "SP1004 20-roles.yaml:7 `soon` is not a date (write `2027-01-31`, the first day it gives nothing)"));
    }

    static Stream<Mistake> others() {
        return Stream.of(
                new Mistake(
                        "an export of what is not seen",
                        ROLES,
                        "see: [phi.clinical]}",
                        "see: [phi.clinical], export: [phi.identity]}",
                        "SP1004 20-roles.yaml:12 class `phi.identity` is exported and not seen (add it to `see` or to `masked`)"),
                new Mistake(
                        "an export that is not true",
                        ROLES,
                        "see: [phi.clinical]}",
                        "see: [phi.clinical], export: false}",
                        "SP1001 20-roles.yaml:12 `export` is not `true` (write `export: true`, a list of classes, or leave it out)"),
                new Mistake(
                        "pins on a whole database",
                        ROLES,
                        "        rows: my_clinics\n",
                        "        rows: my_clinics\n        edit: {insert: [phi.clinical]}\n        set: {notes: x}\n",
                        "SP1004 20-roles.yaml:11 `set` on a whole database (name the tables in `on`, as `database.schema.table`)"),
                new Mistake(
                        "an environment of an unknown colour",
                        CATALOG,
                        "databases:",
                        "environments:\n  prod: {label: Production, colour: redd}\ndatabases:",
                        "SP1004 10-catalog.yaml:3 unknown `colour` `redd` (did you mean `red`?)"),
                new Mistake(
                        "an environment without a label",
                        CATALOG,
                        "databases:",
                        "environments:\n  prod: {colour: red}\ndatabases:",
                        "SP1003 10-catalog.yaml:3 environment `prod` has no `label` (add `label:`, as `Production`)"),
                new Mistake(
                        "an unknown amount of record",
                        CATALOG,
                        "databases:",
                        "environments:\n  prod: {label: P, colour: red, record: ful}\ndatabases:",
                        "SP1004 10-catalog.yaml:3 unknown `record` `ful` (did you mean `full`?)"),
                new Mistake(
                        "a database in an unknown environment",
                        CATALOG,
                        "    engine: postgresql\n",
                        "    engine: postgresql\n    env: {prod: \"pg:5432/ehr\"}\n",
                        "SP1119 10-catalog.yaml:5 unknown environment `prod` (none is defined)"),
                new Mistake(
                        "a database at no address",
                        CATALOG,
                        "databases:\n  ehr:\n",
                        "environments:\n  prod: {label: P, colour: red}\ndatabases:\n  ehr:\n    env: {prod: pg}\n",
                        "SP1004 10-catalog.yaml:6 `pg` is not an address (write `host:port/database`)"),
                new Mistake(
                        "roles Sallyport does not make",
                        CATALOG,
                        "{schemas: [hosp]}",
                        "{schemas: [hosp], roles: [\"app_*\"]}",
                        "SP1004 10-catalog.yaml:7 `app_*` are not roles that Sallyport makes (write `sp_*`, or leave `roles` out)"),
                new Mistake(
                        "a pattern outside the managed schemas",
                        CATALOG,
                        "  ehr.hosp.labs.*: phi.clinical",
                        "  ehr.hosp.labs.*: phi.clinical\n  ehr.lab.*: phi.clinical",
                        "SP1102 10-catalog.yaml:16 pattern `lab.*` is in a schema that database `ehr` does not manage (add `lab` to `manage: schemas`)"),
                new Mistake(
                        "a pattern of an unknown database",
                        CATALOG,
                        "  ehr.hosp.labs.*: phi.clinical",
                        "  ehr.hosp.labs.*: phi.clinical\n  her.*: phi.clinical",
                        "SP1102 10-catalog.yaml:16 unknown database `her` (did you mean `ehr`?)"),
                new Mistake(
                        "a link into an unknown database",
                        CATALOG,
                        "-> hosp.patients.id",
                        "-> claims.hosp.patients.id",
                        "SP1102 10-catalog.yaml:6 unknown table `claims.hosp.patients` (none is defined)"),
                new Mistake(
                        "an unknown unit of dates",
                        CATALOG,
                        "{kind: keep_last, n: 4}",
                        "{kind: date_trunc, to: mnth}",
                        "SP1004 10-catalog.yaml:17 unknown unit `mnth` (did you mean `month`?)"),
                new Mistake(
                        "a date cut down to nothing",
                        CATALOG,
                        "{kind: keep_last, n: 4}",
                        "{kind: date_trunc}",
                        "SP1003 10-catalog.yaml:17 mask `last4` has no `to` (add `to:`, one of `year`, `quarter`, `month`)"),
                new Mistake(
                        "a surrogate kept nowhere",
                        CATALOG,
                        "{kind: keep_last, n: 4}",
                        "{kind: surrogate}",
                        "SP1003 10-catalog.yaml:17 mask `last4` has no `column` (add `column:`, the one that is shown instead)"),
                new Mistake(
                        "a column of no name",
                        CATALOG,
                        "{kind: keep_last, n: 4}",
                        "{kind: use_column, column: a.b}",
                        "SP1004 10-catalog.yaml:17 `column` is not the name of a column (write a name without dots, at most 63 bytes)"),
                new Mistake(
                        "a purpose that needs what nobody knows",
                        CATALOG,
                        "label: Treating}",
                        "label: Treating, needs: [tickets]}",
                        "SP1004 10-catalog.yaml:21 unknown need `tickets` (did you mean `ticket`?)"));
    }

    private static Mistake terms(String fact, String line, String... told) {
        return new Mistake(fact, ROLES, PURPOSES, PURPOSES + "    " + line + "\n", told);
    }

    @ParameterizedTest
    @MethodSource({"mistakes", "others"})
    void tells(Mistake mistake) {
        mistake.isTold(folder);
    }
}
