package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.ExportRequest;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.ExportRequests;
import dev.sallyport.gateway.SessionView;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may agree to an export: nobody who would have it, by themselves or by what is theirs. */
final class ExportDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private static final String PEOPLE =
            """
            version: 1
            people:
              nora: {name: Nora}
              lea: {name: Lea}
              omar: {name: Omar}
            services:
              feed: {owner: lea}
            agents:
              helper: {owner: lea}
            """;

    private final Asked gateways = new Asked();
    private final ExportDesk desk =
            new ExportDesk(
                    gateways,
                    () -> new Entitlements(Map.of(), Map.of(), Map.of(), Map.of(), directory()),
                    () -> NOW);

    @ParameterizedTest
    @CsvSource({
        "nora, nora, `nora` has asked for this export",
        "helper$nora, nora, `nora` has asked for this export",
        "feed, lea, '`lea` owns `feed`, which has asked for this export'",
        "helper$nora, lea, '`lea` owns `helper`, which has asked for this export'"
    })
    void nobodyAgreesToWhatTheyOrWhatIsTheirsAskedFor(String login, String by, String why) {
        gateways.request(login);

        assertThatThrownBy(() -> approve(by))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP5011 " + why + ", so somebody else has to agree to it");
        assertThat(gateways.answered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nora", "helper$nora", "feed"})
    void somebodyElseDoes(String login) {
        gateways.request(login);

        approve("omar");

        assertThat(gateways.answered).containsExactly(login + " by omar");
    }

    private void approve(String by) {
        desk.perform(
                new ExportRequest.Approve(Path.of("."), "exp_1", by, Duration.ofHours(1)),
                Terminal.silent());
    }

    private static Directory directory() {
        if (DirectoryReader.read("people.yaml", PEOPLE)
                instanceof DirectoryReading.Accepted(Directory read)) {
            return read;
        }
        throw new AssertionError();
    }

    /** One gateway, where one export is asked for. */
    private static final class Asked implements Gateways {
        final List<ExportRequests.Request> requests = new ArrayList<>();
        final List<String> answered = new ArrayList<>();

        void request(String login) {
            requests.add(
                    new ExportRequests.Request(
                            "exp_1",
                            login,
                            "ehr",
                            "COPY t TO STDOUT",
                            NOW,
                            Optional.empty(),
                            Optional.empty()));
        }

        @Override
        public List<ExportRequests.Request> exports() {
            return requests;
        }

        @Override
        public void answer(
                ExportRequests.Request one, String operator, String by, Optional<Instant> until) {
            answered.add(one.login() + " by " + by);
        }

        @Override
        public List<SessionView> sessions() {
            return List.of();
        }

        @Override
        public void end(String session, String by, String reason) {}

        @Override
        public void tell(String session, String by, String words) {}

        @Override
        public void end(Set<String> logins) {}

        @Override
        public Set<String> away() {
            return Set.of();
        }

        @Override
        public boolean haveRecords() {
            return true;
        }

        @Override
        public void settle() {}
    }
}
