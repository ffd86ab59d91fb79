package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of rule that decides something shows when it changes, whoever it is about. */
final class DiffedRulesTest {
    private static final String POLICY =
            """
            version: 1
            environments:
              prod: {label: Production, colour: red, require_purpose: true, record: full}
              staging: {label: Staging, colour: amber, require_purpose: false, record: statements}
            databases:
              ehr: {engine: postgresql, manage: {schemas: [hosp]}}
            classes:
              phi.name: {label: Names, risk: medium}
              phi.ssn: {label: Numbers, risk: high}
            columns:
              ehr.hosp.patients: {name: phi.name, ssn: phi.ssn}
            scopes:
              all_rows: {}
            purposes:
              treatment: {code: TREAT, label: Treating}
              support: {code: HSYSADMIN, label: Support}
            roles:
              staff:
                owner: boss@x.example
                reason: Works here.
                purposes: [treatment, support]
                allow:
                  - {on: ehr.hosp.patients, rows: all_rows, see: [phi.name], edit: {update: [name]}}
              nurse:
                owner: cno@x.example
                reason: Cares.
                purposes: [treatment]
                inherits: [staff]
                allow:
                  - {on: ehr, rows: all_rows, see: [phi.ssn]}
                on_request:
                  - {on: ehr.hosp.patients, rows: all_rows, see: [phi.name], max: 8h, approve: self_with_reason}
            functions:
              portal.booking: {roles: [staff], reason: Books}
            assignments:
              - {group: nurses, role: nurse, until: review}
              - {group: desk, role: staff, until: review, reason: Helps}
              - {agent: claude, role: staff, on_behalf_of: "group:nurses", reason: Drafts letters}
              - {service: feed, function: portal.booking, until: 2027-06-30, reason: Books}
            guardrails:
              - {name: no-export, never: {export: [phi.ssn]}, for: services}
            """;

    @TempDir private Path folder;
    private Explanations before;

    @BeforeEach
    void read() throws IOException {
        Files.createDirectories(folder.resolve("before"));
        Files.createDirectories(folder.resolve("after"));
        Files.writeString(
                folder.resolve("people.yaml"),
                """
                version: 1
                people:
                  nora: {name: Nora Quinn, groups: [nurses]}
                  dan: {name: Dan Wood, groups: [desk]}
                agents: {claude: {owner: dan}}
                services: {feed: {owner: dan}}
                """);
        Files.writeString(folder.resolve("before/policy.yaml"), POLICY);
        before = all("before");
    }

    @Test
    void tellsWhoLosesByANewGuardrail() throws IOException {
        assertTells(
                "guardrails:\n",
                "guardrails:\n  - {name: no-ssn, never: {see: [phi.ssn], env: [staging]}}\n",
                "CHANGES: 1 person gains or loses, 0 roles differ",
                "  nora",
                "    loses  see phi.ssn  in clear, every row  ehr.hosp.patients in staging",
                "  +  policy.yaml:41  guardrail no-ssn");
    }

    @Test
    void tellsAGuardrailAgainstAgentsOfAgents() throws IOException {
        assertTells(
                "guardrails:\n",
                "guardrails:\n  - {name: no-edit, never: {edit: any}, for: agents}\n",
                "CHANGES: nobody gains or loses, 1 agent or service gains or loses, 0 roles differ",
                "Agents and services",
                "  agent:claude",
                "    loses  update name  every row  ehr.hosp.patients");
    }

    @Test
    void countsAGuardrailThatOnlyWatches() throws IOException {
        assertTells(
                "never: {export: [phi.ssn]}",
                "watch: {export: [phi.ssn]}",
                "CHANGES: nobody gains or loses, 1 rule differs",
                "  ~  policy.yaml:41  guardrail no-export: effect");
    }

    @Test
    void tellsATableThatLeavesRowSecurity() throws IOException {
        assertTells(
                "{schemas: [hosp]}}",
                "{schemas: [hosp]}, tables: {hosp.patients: {rows: view, reason: R}}}",
                "CHANGES: nobody gains or loses, 1 rule differs",
                "  ~  policy.yaml:6  database ehr: tables");
    }

    @Test
    void tellsWhatAnAssignmentForSomeEnvironmentsTakesAway() throws IOException {
        assertTells(
                "{group: desk, role: staff,",
                "{group: desk, role: staff, env: [staging],",
                "  dan",
                "    loses  see phi.name  in clear, every row  ehr.hosp.patients in prod",
                "    loses  update name   every row            ehr.hosp.patients in prod",
                "    loses role staff in prod");
    }

    @Test
    void tellsLimitsOfAnAssignment() throws IOException {
        assertTells(
                "role: staff, until: review, reason: Helps",
                "role: staff, until: review, limits: {rows_per_query: 20}, reason: Helps",
                "  dan",
                "    role staff within 20 rows per query, was within no limits");
    }

    @Test
    void tellsAnAssignmentWithoutEdit() throws IOException {
        assertTells(
                "on_behalf_of: \"group:nurses\"",
                "on_behalf_of: \"group:nurses\", edit: false",
                "  agent:claude",
                "    loses  update name  every row  ehr.hosp.patients",
                "    role staff for group nurses now without edit");
    }

    @Test
    void tellsForWhomAnAgentActs() throws IOException {
        assertTells(
                "on_behalf_of: \"group:nurses\"",
                "on_behalf_of: \"group:desk\"",
                "    gains role staff for group desk, no end",
                "    loses role staff for group nurses");
    }

    @Test
    void tellsServicesOfAFunction() throws IOException {
        assertTells(
                "{roles: [staff], reason: Books}",
                "{roles: [nurse], reason: Books}",
                "  service:feed",
                "    gains  see phi.ssn  in clear, every row  ehr.hosp.patients",
                "    gains role nurse, until 2027-06-30");
    }

    @Test
    void tellsWhoMayAsk() throws IOException {
        assertTells(
                "guardrails:\n",
                "  - {group: desk, role: nurse, eligible: true}\nguardrails:\n",
                "CHANGES: 1 person gains or loses, 0 roles differ",
                "  dan",
                "    now may ask for role nurse");
        assertTells(
                "role: staff, until: review, reason: Helps",
                "role: staff, eligible: true, until: review, reason: Helps",
                "    now may ask for role staff",
                "    loses role staff");
    }

    @Test
    void countsTheTermsOfARole() throws IOException {
        for (String terms :
                List.of(
                        "env: [prod]",
                        "when: 'hour(now, \"UTC\") >= 6'",
                        "limits: {rows_per_query: 5}",
                        "statements: [select, update]",
                        "sessions: {idle: 15m}",
                        "standing: false")) {
            PolicyDiff diff =
                    diff(
                            "    purposes: [treatment]\n",
                            "    purposes: [treatment]\n    " + terms + "\n");

            assertThat(diff.hasEffect()).as(terms).isTrue();
            assertThat(diff.lines())
                    .as(terms)
                    .anyMatch(line ->
                            line.contains("role nurse: " + terms.substring(0, terms.indexOf(':'))));
        }
        assertTells(
                "    purposes: [treatment]\n",
                "    purposes: [treatment, support]\n",
                "  ~  policy.yaml:24  role nurse: purposes");
    }

    @Test
    void tellsThoseWhoKeepARoleItsNewTerms() throws IOException {
        String purposes = "    purposes: [treatment]\n";
        assertTells(
                purposes,
                purposes + "    limits: {rows_per_query: 5}\n",
                "  nora",
                "    role nurse within 5 rows per query, was no limits");
        assertTells(
                purposes,
                purposes + "    sessions: {idle: 15m}\n",
                "  nora",
                "    role nurse in sessions of 15m idle, was of any length");
        assertTells(
                purposes,
                purposes + "    sessions: {mfa: 8h}\n",
                "  nora",
                "    role nurse in sessions of 8h after a second factor, was of any length");
        assertTells(
                purposes,
                "    purposes: [treatment, support]\n",
                "  nora",
                "    role nurse for purposes support, treatment, was treatment");
        assertTells(
                purposes,
                purposes + "    when: 'hour(now, \"UTC\") >= 6'\n",
                "  nora",
                "    role nurse only where hour(now, \"UTC\") >= 6, was anything holds");
    }

    @Test
    void tellsWhoLosesAtSomeHours() throws IOException {
        String night =
                "guardrails:\n  - {name: night, never: {see: [phi.ssn], outside: \"07:00-19:00\", zone: UTC}}\n";
        assertTells(
                "guardrails:\n",
                night,
                "CHANGES: 1 person gains or loses, 0 roles differ",
                "  nora",
                "    guardrail night now takes at some hours");
    }

    @Test
    void takesWhatAStatementClassClosesFromEverybody() throws IOException {
        assertTells(
                "purposes: [treatment, support]\n",
                "purposes: [treatment, support]\n    statements: [select]\n",
                "  nora, dan",
                "    loses  update name  every row  ehr.hosp.patients");
    }

    @Test
    void tellsWhatMayLeaveAsAFile() throws IOException {
        assertTells(
                "see: [phi.ssn]}\n",
                "see: [phi.ssn], export: true}\n",
                "  nora",
                "    gains  export phi.ssn  every row  ehr.hosp.patients");
    }

    @Test
    void tellsWhatMayBeAskedForWithARole() throws IOException {
        assertTells(
                "see: [phi.name], max: 8h",
                "see: [phi.ssn], max: 8h",
                "    on request loses see phi.name in clear, every row ehr.hosp.patients",
                "    on request gains see phi.ssn in clear, every row ehr.hosp.patients");
    }

    @Test
    void takesReasonsForWords() throws IOException {
        assertThat(diff("reason: Helps", "reason: Helps a lot").hasEffect()).isFalse();
        assertThat(diff("reason: Cares.", "reason: Heals.").hasEffect()).isFalse();
        assertThat(diff("reason: Books}\nassign", "reason: Reads}\nassign").hasEffect()).isFalse();
    }

    private void assertTells(String old, String now, String... lines) throws IOException {
        PolicyDiff diff = diff(old, now);

        assertThat(diff.hasEffect()).isTrue();
        assertThat(diff.lines()).contains(lines);
    }

    private PolicyDiff diff(String old, String now) throws IOException {
        assertThat(POLICY).contains(old);
        Files.writeString(folder.resolve("after/policy.yaml"), POLICY.replace(old, now));
        return PolicyDiff.between(before, all("after"));
    }

    private Explanations all(String side) {
        return Example.of(folder.resolve(side), folder.resolve("people.yaml"));
    }
}
