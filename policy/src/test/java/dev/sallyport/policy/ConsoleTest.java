package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who does what in Sallyport itself, which is nothing in any database. */
final class ConsoleTest {
    private static final String CONSOLE =
            """
            assignments:
              - {group: nurses, role: nurse}
            console:
              - {group: platform, role: administrator}
              - {person: frank, role: auditor, until: 2027-01-31, reason: Audit}
              - {person: frank, role: reader, until: 2026-12-01, reason: Before}
            """;
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @TempDir private Path folder;

    private Policy policy() {
        return new SmallPolicy()
                .replacing(
                        SmallPolicy.ASSIGNMENTS,
                        "assignments:\n  - {group: nurses, role: nurse}\n",
                        CONSOLE)
                .acceptedIn(folder);
    }

    private static Directory.Person person(String login, String... groups) {
        return new Directory.Person(
                login,
                login,
                Set.of(groups),
                Map.of("clinics", List.of("1")),
                new dev.sallyport.problem.Place("people", 1, 1));
    }

    @Test
    void isHeldByNameAndByGroupUntilItEnds() {
        Directory.Person frank = person("frank");

        assertThat(policy().console(person("ada", "platform"), NOW))
                .containsExactly(ConsoleRole.ADMINISTRATOR);
        assertThat(policy().console(person("nora", "nurses"), NOW)).isEmpty();
        assertThat(policy().console(frank, NOW))
                .containsExactlyInAnyOrder(ConsoleRole.AUDITOR, ConsoleRole.READER);
        assertThat(policy().console(frank, Instant.parse("2026-12-01T00:00:00Z")))
                .containsExactly(ConsoleRole.AUDITOR);
        assertThat(policy().console(frank, Instant.parse("2027-01-31T00:00:00Z"))).isEmpty();
    }

    @Test
    void isNotHeldByWhomEverythingWaits() {
        Directory directory = new Directory(Map.of("ada", person("ada", "platform")));
        Directory.Person suspended =
                Objects.requireNonNull(directory.suspending(Set.of("ada")).people().get("ada"));

        assertThat(policy().console(suspended, NOW)).isEmpty();
    }

    @Test
    void givesNobodyAnAccountAndNobodyARole() {
        Policy policy = policy();
        Directory directory =
                new Directory(
                        Map.of(
                                "ada",
                                person("ada", "platform"),
                                "frank",
                                person("frank"),
                                "nora",
                                person("nora", "nurses")));

        Entitlements entitlements = Entitlements.at(NOW, policy, directory);

        assertThat(entitlements.accounts())
                .extracting(Entitlements.Account::login)
                .containsExactly("nora");
        assertThat(entitlements.account("ada")).isEqualTo(Optional.empty());
        assertThat(entitlements.account("frank")).isEqualTo(Optional.empty());
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                mistake(
                        "{group: x, role: root}",
                        "SP1004 30-assignments.yaml:5:22 unknown role `root` of the console (use one of `administrator`, `auditor`, `reader`, `writer`)"),
                mistake(
                        "{role: reader}",
                        "SP1003 30-assignments.yaml:5:5 an assignment of the console to nobody (write either `group:` or `person:`)"),
                mistake(
                        "{group: x, person: y, role: reader, until: 2027-01-31, reason: r}",
                        "SP1003 30-assignments.yaml:5:5 an assignment of the console to more than one (write either `group:` or `person:`)"),
                mistake(
                        "{group: x}",
                        "SP1003 30-assignments.yaml:5:5 an assignment of the console has no `role` (add `role:`, as `role: reader`)"),
                mistake(
                        "{service: x, role: reader}",
                        "SP1003 30-assignments.yaml:5:5 an assignment of the console to nobody (write either `group:` or `person:`)",
                        "SP1002 30-assignments.yaml:5:6 unknown key `service` in an assignment of the console (use one of `group`, `person`, `reason`, `role`, `until`)"),
                mistake(
                        "{person: ada, role: reader}",
                        "SP1109 30-assignments.yaml:5:5 an assignment of the console to a person has no `until` (add `until:`, the first day it no longer holds)",
                        "SP1109 30-assignments.yaml:5:5 an assignment of the console to a person has no `reason` (add `reason:`, why this person holds it)"),
                mistake(
                        "{group: x, role: reader, until: review}",
                        "SP1004 30-assignments.yaml:5:37 `review` is not a date (write `2027-01-31`, the first day it no longer holds, or `2027-01-31T12:00:00Z`)"),
                mistake(
                        "reader",
                        "SP1001 30-assignments.yaml:5:5 an assignment of the console is not a mapping (write `key: value`)"));
    }

    private static Mistake mistake(String item, String... told) {
        String last = "  - {group: nurses, role: nurse}\n";
        return new Mistake(
                item, SmallPolicy.ASSIGNMENTS, last, last + "console:\n  - " + item + "\n", told);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsEveryMistakeWithItsPlace(Mistake mistake) {
        mistake.isTold(folder);
    }
}
