package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody at work answers for every agent and every service. */
final class OwnersTest {
    @TempDir private Path folder;

    private Owners owners(Directory directory) {
        return new Owners(policy(), directory);
    }

    private Policy policy() {
        return new SmallPolicy()
                .with(
                        SmallPolicy.ASSIGNMENTS,
                        """
                        version: 1
                        assignments:
                          - {group: nurses, role: nurse}
                          - {agent: helper, role: nurse, on_behalf_of: "group:nurses"}
                          - {service: feed, role: nurse}
                        """)
                .acceptedIn(folder);
    }

    private static Directory directory(String text) {
        return ((DirectoryReading.Accepted) DirectoryReader.read("people.yaml", text)).directory();
    }

    private static List<String> told(List<?> problems) {
        return problems.stream().map(Object::toString).toList();
    }

    @Test
    void refusesWhatNobodyOwns() {
        Directory nobodys = directory("version: 1\npeople: {nora: {name: Nora}}\n");

        assertThat(told(owners(nobodys).problems()))
                .containsExactly(
                        "SP7260 30-assignments.yaml:4 agent `helper` has no owner (write `agents:"
                                + " {helper: {owner: LOGIN}}` into the file of people,"
                                + " or `sallyport program add`)",
                        "SP7260 30-assignments.yaml:5 service `feed` has no owner (write"
                                + " `services: {feed: {owner: LOGIN}}` into the file of people,"
                                + " or `sallyport program add`)");
        assertThat(owners(nobodys).knownProblems()).hasSize(2);
    }

    @Test
    void refusesAnOwnerWhoIsNotAtWork() {
        Directory directory =
                directory(
                        """
                        version: 1
                        people:
                          nora: {name: Nora, suspended: true}
                        agents:
                          helper: {owner: nora}
                          spare: {owner: nobody_known}
                        services:
                          feed: {owner: lea}
                        removed: {lea: {}}
                        """);

        assertThat(told(owners(directory).problems()))
                .containsExactly(
                        "SP7260 people.yaml:5 owner `nora` of agent `helper` is suspended (name"
                                + " somebody at work as its `owner:` or by `sallyport program owner`,"
                                + " or take it out)",
                        "SP7260 people.yaml:6 owner `nobody_known` of agent `spare` is nobody here"
                                + " (name somebody at work as its `owner:` or by `sallyport program owner`, or take it out)",
                        "SP7260 people.yaml:8 owner `lea` of service `feed` is gone (name"
                                + " somebody at work as its `owner:` or by `sallyport program owner`,"
                                + " or take it out)");
        assertThat(told(owners(directory).knownProblems()))
                .hasSize(2)
                .noneMatch(problem -> problem.contains("nobody_known"));
    }

    @Test
    void acceptsPeopleAtWork() {
        Directory directory =
                directory(
                        """
                        version: 1
                        people: {nora: {name: Nora}}
                        agents: {helper: {owner: nora}}
                        services: {feed: {owner: nora}}
                        """);

        assertThat(owners(directory).problems()).isEmpty();
        assertThat(told(owners(directory.suspending(Set.of("nora"))).problems())).hasSize(2);
    }

    /** What is suspended holds nothing, so nobody has to answer for it. */
    @Test
    void asksNobodyToAnswerForWhatIsSuspended() {
        Directory directory =
                directory(
                        """
                        version: 1
                        people: {nora: {name: Nora}}
                        agents: {helper: {owner: nora}}
                        services: {feed: {owner: lea, suspended: true}}
                        """);

        assertThat(owners(directory).problems()).isEmpty();
        assertThat(directory.isAtWork(AskerKind.SERVICES, "feed")).isFalse();
        assertThat(directory.isAtWork(AskerKind.AGENTS, "helper")).isTrue();
    }
}
