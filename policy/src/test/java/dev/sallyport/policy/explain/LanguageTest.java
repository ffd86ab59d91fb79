package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guardrails, conditions, inheritance, agents, services and emergencies, explained. */
final class LanguageTest {
    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("policy.yaml"),
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
                  phi.mental: {label: Notes, risk: critical}
                columns:
                  ehr.hosp.patients: {name: phi.name, ssn: phi.ssn, notes: phi.mental}
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
                  helper:
                    owner: it@x.example
                    reason: Helps.
                    purposes: [support]
                    env: [staging]
                    allow:
                      - {on: ehr, rows: all_rows, see: [phi.mental]}
                  emergency:
                    owner: cmo@x.example
                    reason: Saves lives.
                    purposes: [treatment]
                    standing: false
                    allow:
                      - {on: ehr, rows: all_rows, see: [phi.mental]}
                    break_glass: {eligible: ["group:nurses"], needs: [reason], max: 1h, notify: ["role:nurse"], review_within: 24h}
                functions:
                  portal.booking: {roles: [staff], reason: Books}
                assignments:
                  - {group: nurses, role: nurse, until: review}
                  - {group: desk, role: helper, env: [staging]}
                  - {group: desk, role: emergency, eligible: true}
                  - {agent: claude, role: staff, on_behalf_of: "group:nurses", edit: false, reason: Drafts letters}
                  - {service: feed, function: portal.booking, until: 2027-06-30, reason: Books}
                guardrails:
                  - {name: ssn-stays, never: {see: [phi.ssn], env: [staging]}}
                  - {name: names-watched, watch: {see: [phi.name]}, then: [alert]}
                """);
        Files.writeString(
                folder.resolveSibling("people.yaml"),
                """
                version: 1
                people:
                  nora: {name: Nora Quinn, groups: [nurses]}
                  dan: {name: Dan Wood, groups: [desk]}
                agents: {claude: {owner: dan}}
                services: {feed: {owner: dan}}
                """);
    }

    @Test
    void saysThatAGuardrailTakesAway() {
        Why why = all().why(in("staging", "nora", "ssn"));

        assertThat(why.allowed()).isFalse();
        assertThat(why.lines())
                .contains("  guardrails   ssn-stays forbids it, policy.yaml:56")
                .anyMatch(line -> line.contains("no, a guardrail forbids it"));
        assertThat(why.lines().getFirst()).contains("SP2047").contains("`ssn-stays`");
        assertThat(all().whoCan(in("staging", "", "ssn")).lines())
                .containsExactly("Nobody can see ehr.hosp.patients.ssn");
    }

    @Test
    void namesTheRuleAnInheritedRightComesFrom() {
        Why why = all().why(in("prod", "nora", "name"));

        assertThat(why.allowed()).isTrue();
        assertThat(why.lines())
                .anyMatch(line ->
                        line.matches(
                                " +nurse .*phi.name in clear.*group nurses.*policy.yaml:24 .*"))
                .contains("  guardrails   names-watched watches it, policy.yaml:57");
    }

    @Test
    void tellsEnvironmentsApart() {
        assertThat(all().why(in("staging", "dan", "notes")).allowed()).isTrue();

        Why prod = all().why(in("prod", "dan", "notes"));
        assertThat(prod.allowed()).isFalse();
        assertThat(prod.lines()).anyMatch(line -> line.contains("has it in another environment"));
    }

    @Test
    void saysHowItCouldBeGot() {
        Why why = all().why(in("prod", "nora", "notes"));

        assertThat(why.lines())
                .anyMatch(line -> line.contains("no, group nurses may break the glass"))
                .contains(
                        "  role `emergency` in an emergency: 1h at most, say reason; reviewed within 1d");
        assertThat(all().why(in("prod", "dan", "notes")).lines())
                .contains("  role `emergency` may be asked for; its owner is cmo@x.example");
    }

    @Test
    void letsAnAgentDoNoMoreThanItWasAssigned() {
        Explanations all = all();

        assertThat(all.why(asked("agent:claude/nora", "see", "name")).allowed()).isTrue();
        assertThat(all.why(asked("agent:claude/nora", "see", "ssn")).allowed()).isFalse();
        assertThat(all.why(asked("agent:claude/dan", "see", "name")).allowed()).isFalse();
        Why edit = all.why(asked("agent:claude/nora", "update", "name"));
        assertThat(edit.allowed()).isFalse();
        assertThat(edit.lines()).anyMatch(line -> line.contains("assigned without edit"));
    }

    @Test
    void listsAgentsAndServicesWithPeople() {
        assertThat(all().whoCan(asked("", "see", "name")).lines())
                .contains("3 can see ehr.hosp.patients.name")
                .anyMatch(
                        line -> line.contains("agent:claude") && line.contains("for group nurses"))
                .anyMatch(line ->
                        line.contains("service:feed") && line.contains("function portal.booking"));
        assertThat(all().can(asked("service:feed", "", "")).lines().getFirst())
                .isEqualTo("service:feed can, as of 2026-11-21T08:00:00Z");
    }

    /** Suspended, gone, or never there: all its roles open nothing, and that is why. */
    @Test
    void saysFirstThatNobodyAnswersForAProgram() throws IOException {
        people("dan: {name: Dan Wood, groups: [desk], suspended: true}", "owner: dan");
        Why why = all().why(asked("service:feed", "see", "name"));
        assertThat(why.allowed()).isFalse();
        assertThat(why.lines().getFirst())
                .isEqualTo("NOT VISIBLE: SP7260 owner `dan` of service `feed` is suspended");
        assertThat(why.lines())
                .endsWith(
                        "To get it:",
                        "  name somebody at work as its `owner:` or by `sallyport program owner`, or"
                                + " take it out");
        assertThat(why.json())
                .contains(
                        "\"code\":\"SP7260\"",
                        "\"ownerless\":\"owner `dan` of service `feed` is suspended\"");
        assertThat(all().why(asked("agent:claude/nora", "see", "name")).lines().getFirst())
                .contains("SP7260 owner `dan` of agent `claude` is suspended");

        Can can = all().can(asked("service:feed", "", ""));
        assertThat(can.lines().getFirst()).isEqualTo("service:feed can do nothing");
        assertThat(can.lines().get(1))
                .startsWith("  SP7260 people.yaml:")
                .contains("owner `dan` of service `feed` is suspended");
        assertThat(can.json()).contains("\"ownerless\":\"owner `dan` of service `feed`");

        people("eva: {name: Eva Wood, groups: [desk]}", "owner: dan");
        assertThat(all().why(asked("service:feed", "see", "name")).lines().getFirst())
                .endsWith("owner `dan` of service `feed` is nobody here");
        people("eva: {name: Eva Wood, groups: [desk]}", "owner: eva");
        assertThat(all().why(asked("service:feed", "see", "name")).json())
                .doesNotContain("ownerless");
        assertThat(all().can(asked("nora", "", "")).json()).doesNotContain("ownerless");
    }

    /** The policy gives something to what no file lists. */
    @Test
    void saysThatAProgramStandsInNoFile() throws IOException {
        Files.writeString(
                folder.resolveSibling("people.yaml"),
                "people: {nora: {name: Nora Quinn, groups: [nurses]}}\n");

        assertThat(all().why(asked("service:feed", "see", "name")).lines())
                .startsWith("NOT VISIBLE: SP7260 service `feed` has no owner")
                .endsWith(
                        "  write `services: {feed: {owner: LOGIN}}` into the file of people, or"
                                + " `sallyport program add`");
    }

    private void people(String second, String owner) throws IOException {
        Files.writeString(
                folder.resolveSibling("people.yaml"),
                """
                version: 1
                people:
                  nora: {name: Nora Quinn, groups: [nurses]}
                  %s
                agents: {claude: {%s}}
                services: {feed: {%s}}
                """
                        .formatted(second, owner, owner));
    }

    @Test
    void promisesNoDoorForWhatApplyRefuses() {
        assertThat(enforcedBy(all().why(asked("service:feed", "see", "name"))))
                .startsWith("PostgreSQL: ")
                .endsWith("it refuses environment `prod`");
        for (List<String> heldByViews : List.of(List.of("nora", "ssn"), List.of("dan", "notes"))) {
            assertThat(
                            enforcedBy(
                                    all().why(
                                                    in(
                                                            "staging",
                                                            heldByViews.getFirst(),
                                                            heldByViews.getLast()))))
                    .startsWith("PostgreSQL: ")
                    .endsWith("it refuses environment `prod`");
        }
        assertThat(enforcedBy(all().why(asked("dan", "see", "ssn"))))
                .startsWith("PostgreSQL: ")
                .endsWith("it refuses environment `prod`");
    }

    @Test
    void opensOnRequestWhatTheRoleHeldLetsBeAskedFor() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "    env: [staging]\n",
                                """
                                    on_request:
                                      - {on: ehr, rows: all_rows, see: [phi.ssn], max: 8h, approve: self_with_reason}
                                """)
                        .replace("role: helper, env: [staging]}", "role: helper, until: review}"));

        assertThat(all().why(in("prod", "dan", "ssn")).help())
                .first()
                .isEqualTo(
                        "role `helper` opens on request phi.ssn in clear, every row: 8h at most,"
                                + " your reason is enough");
        assertThat(all().why(in("staging", "dan", "ssn")).help())
                .noneMatch(help -> help.contains("on request"));
    }

    private static String enforcedBy(Why why) {
        return why.enforcedBy();
    }

    private Explanations all() {
        return Example.of(folder, folder.resolveSibling("people.yaml"));
    }

    private static Asked asked(String who, String verb, String column) {
        return Asked.of(who, verb, "ehr.hosp.patients." + column);
    }

    private static Asked in(String environment, String who, String column) {
        return new Asked(
                who,
                "see",
                "ehr.hosp.patients." + column,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(environment));
    }
}
