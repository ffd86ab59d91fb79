package dev.sallyport.app;

import dev.sallyport.policy.Advice;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.FolderReading;
import dev.sallyport.policy.Logins;
import dev.sallyport.policy.Owners;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.policy.Separation;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a policy is written, and the people it speaks of.
 *
 * @param folder the policy's own files
 * @param people the file of people, beside the folder
 */
record PolicyFolder(Path folder, Path people) {
    private static final String REMEMBERED = "policy-folder";

    /** A policy and its people, both without a mistake. */
    record Content(Policy policy, Directory people, List<Problem> warnings) {
        Content {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Refuses what nobody at work answers for.
     *
     * @throws Refused SP7260 for each agent and service
     */
    static void requireOwners(Content content) {
        refuse(new Owners(content.policy(), content.people()).problems());
    }

    /** The same, as far as a file can say of whom a directory may speak. */
    static void requireKnownOwners(Content content) {
        refuse(new Owners(content.policy(), content.people()).knownProblems());
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }

    /** What somebody who declares environments says of this one. */
    static Content in(Optional<String> environment, Content content) {
        return environment
                .map(name ->
                        new Content(
                                content.policy().in(name), content.people(), content.warnings()))
                .orElse(content);
    }

    /** The folder a person named, with the people beside it, or the sample's people. */
    static PolicyFolder at(Path folder, Checkout checkout) {
        return beside(folder, checkout.hospital().resolve("people.yaml"));
    }

    private static PolicyFolder beside(Path folder, Path otherwise) {
        Path beside = folder.resolveSibling("people.yaml");
        return new PolicyFolder(folder, Files.exists(beside) ? beside : otherwise);
    }

    /** What is named now, else what is configured or was named last, else the sample's own. */
    static PolicyFolder choose(Optional<Path> named, Path data, Checkout checkout)
            throws IOException {
        Optional<ServerConfig> config = KnownConfig.of(data);
        if (config.isPresent()) {
            PolicyFolder configured = config.get().policy();
            return named.map(folder -> beside(folder, configured.people())).orElse(configured);
        }
        Path remembered = data.resolve(REMEMBERED);
        if (named.isPresent()) {
            return at(named.get(), checkout);
        }
        return at(
                Files.exists(remembered)
                        ? Path.of(Files.readString(remembered).strip())
                        : checkout.hospital().resolve("policy"),
                checkout);
    }

    void remember(DataDirectory directory) throws IOException {
        Folders.write(
                directory.resolve(REMEMBERED), (folder + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Both, or every mistake in either, in who of the people gets what, or in what has ended. */
    Content readAt(Instant now) {
        Content content = read();
        List<Problem> problems =
                new ArrayList<>(new Separation(content.policy()).problems(content.people()));
        problems.addAll(Logins.problems(content.policy(), content.people()));
        problems.addAll(Advice.ended(content.policy(), now));
        refuse(problems);
        return content;
    }

    /** Both, or every mistake in either; what is wrong between the two is still to be explained. */
    Content read() {
        List<Problem> problems = new ArrayList<>();
        FolderReading reading = FolderReading.of(folder, people);
        PolicyReading policy = reading.policy();
        DirectoryReading directory = reading.people();
        if (policy instanceof PolicyReading.Rejected rejected) {
            problems.addAll(rejected.problems());
        }
        if (directory instanceof DirectoryReading.Rejected rejected) {
            problems.addAll(rejected.problems());
        }
        if (policy instanceof PolicyReading.Accepted accepted
                && directory instanceof DirectoryReading.Accepted people) {
            return new Content(accepted.policy(), people.directory(), accepted.warnings());
        }
        throw new Refused(problems);
    }
}
