package dev.sallyport.gateway;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.policy.Program;
import dev.sallyport.problem.Place;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The policy of the sample hospital, as it is or with some words changed. */
final class Hospital {
    private static final Path FOLDER = SampleHospital.FOLDER;

    /** So that whose rows pass is asked of every result, although no table here says. */
    private static final ShownColumns.Standing ELSEWHERE =
            new ShownColumns.Standing(1, "nurse", "patients", Map.of(1, "id"));

    /** Frank's, in the policies that have it. */
    private static final Directory HELPER =
            new Directory(
                    Map.of(),
                    Map.of(),
                    Map.of(
                            "helper",
                            new Program(
                                    AskerKind.AGENTS,
                                    "helper",
                                    "frank",
                                    Optional.empty(),
                                    Place.line("people.yaml", 1))));

    private Hospital() {}

    static PolicySnapshot snapshot() {
        return snapshot(FOLDER.resolve("policy"));
    }

    /**
     * @param changes what stands there and what is to stand there, in turn
     */
    static PolicySnapshot changed(Path scratch, String... changes) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "policy");
        try (Stream<Path> files = Files.list(FOLDER.resolve("policy"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                for (int i = 0; i < changes.length; i += 2) {
                    text = text.replace(changes[i], changes[i + 1]);
                }
                Files.writeString(folder.resolve(file.getFileName()), text);
            }
        }
        return snapshot(folder);
    }

    /** The nurse with more terms, such as {@code sessions: {idle: 15m}}. */
    static PolicySnapshot nurse(Path scratch, String... terms) throws IOException {
        String anchor = "    reason: Cares for the patients of their clinics.\n";
        return changed(
                scratch,
                anchor,
                anchor + String.join("", Stream.of(terms).map(t -> "    " + t + "\n").toList()));
    }

    private static PolicySnapshot snapshot(Path folder) {
        Policy policy =
                switch (PolicyReader.read(folder)) {
                    case PolicyReading.Accepted accepted -> accepted.policy();
                    case PolicyReading.Rejected(List<?> problems) ->
                            throw new AssertionError(problems.toString());
                };
        Policy here =
                policy.catalog().environments().keySet().stream()
                        .findFirst()
                        .map(policy::in)
                        .orElse(policy);
        var people =
                (DirectoryReading.Accepted) DirectoryReader.read(FOLDER.resolve("people.yaml"));
        Directory directory = people.directory().told(HELPER);
        return PolicySnapshot.of(here, Entitlements.at(Instant.now(), here, directory))
                .with(ShownColumns.of(here, Map.of("ehr", List.of(ELSEWHERE)), new byte[] {7}));
    }
}
