package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Program;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an apply changes of agents and services, which no database shows. */
final class ProgramChangeTest {
    @TempDir private Path folder;

    @Test
    void isPlannedToldAndRecordedWhereNoDatabaseChanges() throws Exception {
        try (OwnServer own = OwnServer.start(folder)) {
            Path policy = folder.resolve("policy/all.yaml");
            Files.writeString(
                    policy,
                    Files.readString(policy)
                            + "  - {service: feed, role: visits, until: 2027-06-30, reason: Feeds}\n");
            own.prepare(own.config());
            write("{owner: ada}");
            assertThat(own.plan()).isEqualTo(Exit.DIFFERS);
            assertThat(own.said()).contains("  ! service `feed` is new, and `ada` answers for it");
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            own.said();
            assertThat(own.plan()).isEqualTo(Exit.DONE);
            assertThat(own.said()).doesNotContain("feed");

            write("{owner: wim}");
            assertThat(own.plan()).isEqualTo(Exit.DIFFERS);
            assertThat(own.said())
                    .contains("No changes. The policy describes ehr exactly.")
                    .contains("  ! `wim` answers for service `feed`, and `ada` no more");
            assertThat(planned(own).path("programs"))
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.path("change").asString("")).isEqualTo("changed");
                        assertThat(change.path("program").asString("")).isEqualTo("feed");
                        assertThat(change.path("owner").asString("")).isEqualTo("wim");
                        assertThat(change.path("former_owner").asString("")).isEqualTo("ada");
                        assertThat(change.path("notes"))
                                .singleElement()
                                .extracting(note -> note.asString(""))
                                .isEqualTo("`wim` answers for service `feed`, and `ada` no more");
                    });
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            own.said();
            assertThat(recorded(own))
                    .singleElement()
                    .asString()
                    .contains("\"former_owner\":\"ada\"", "\"owner\":\"wim\"");
            assertThat(own.plan()).isEqualTo(Exit.DONE);
            assertThat(own.said()).doesNotContain("feed");
            assertThat(planned(own).path("programs")).isEmpty();
        }
    }

    private static JsonNode planned(OwnServer own) throws Exception {
        own.said();
        own.perform(
                new Request.Plan(
                        own.data(),
                        Optional.empty(),
                        Request.Detail.SUMMARY,
                        Request.Form.JSON,
                        Optional.empty(),
                        Optional.empty()));
        return JsonMapper.shared().readTree(own.said());
    }

    private static List<String> recorded(OwnServer own) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(own.data().resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains("\"type\":\"program.changed\""))
                    .toList();
        }
    }

    private void write(String service) throws IOException {
        Files.writeString(
                folder.resolve("people.yaml"),
                """
                version: 1
                people:
                  ada: {name: Ada, groups: [all]}
                  wim: {name: Wim, groups: [ward]}
                services: {feed: %s}
                """
                        .formatted(service));
    }

    @Test
    void saysEachThingThatIsOtherThanItWas() {
        Program before = program(AskerKind.SERVICES, "ada", Optional.empty());
        Optional<Workload> workload = Optional.of(new Workload("https://k8s.example", "ward:feed"));
        Program after = program(AskerKind.AGENTS, "wim", workload);

        assertThat(notes(before, after))
                .containsExactly(
                        "agent `feed` was service `feed`",
                        "`wim` answers for agent `feed`, and `ada` no more",
                        "agent `feed` comes by tokens of `https://k8s.example ward:feed`");
        assertThat(notes(after, before))
                .last()
                .isEqualTo(
                        "service `feed` comes by no tokens, and by those of"
                                + " `https://k8s.example ward:feed` no more");
        assertThat(ProgramChange.between(Map.of("feed", before), Map.of("feed", before))).isEmpty();
        assertThat(ProgramChange.between(Map.of("feed", before), Map.of()))
                .flatExtracting(ProgramChange::notes)
                .containsExactly("service `feed` is gone, for which `ada` answered");
    }

    private static List<String> notes(Program before, Program after) {
        return ProgramChange.between(Map.of("feed", before), Map.of("feed", after)).stream()
                .flatMap(change -> change.notes().stream())
                .toList();
    }

    private static Program program(AskerKind kind, String owner, Optional<Workload> workload) {
        return new Program(kind, "feed", owner, workload, Place.line("people.yaml", 1));
    }
}
