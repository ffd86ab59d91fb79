package dev.sallyport.app;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Directory.Person;
import dev.sallyport.policy.Directory.Removal;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.DirectoryWriter;
import dev.sallyport.policy.Program;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the directory has said of people. For whom it speaks of, it counts; for everybody else the
 * file of people does.
 */
final class ToldPeople {
    private static final String WRITTEN = "people.yaml";

    private final Path file;
    private @Nullable Directory known;

    private ToldPeople(Path file) {
        this.file = file;
    }

    static ToldPeople in(DataDirectory directory) {
        return in(directory.path());
    }

    /**
     * @param data of a deployment that may be running
     */
    static ToldPeople in(Path data) {
        return new ToldPeople(data.resolve("directory.yaml"));
    }

    /** Where it is kept. */
    Path file() {
        return file;
    }

    /** Kept before it is applied, so that no later apply knows less. */
    synchronized void keep(Directory told) throws IOException {
        Folders.write(file, DirectoryWriter.write(told).getBytes(StandardCharsets.UTF_8));
        known = told;
    }

    /** Suspended in every later apply until the directory says otherwise, also after a crash. */
    synchronized void cut(Set<String> logins) throws IOException {
        if (Files.exists(file)) {
            keep(said().suspending(logins));
        }
    }

    /** Everybody and everything that it speaks of; nobody before it has spoken. */
    synchronized Directory said() throws IOException {
        Directory said = known;
        if (said == null) {
            said = Files.exists(file) ? read() : new Directory(Map.of());
            known = said;
        }
        return said;
    }

    /**
     * Files that somebody asks for, with what the directory says over them.
     *
     * @throws Refused SP7264 where they have what is the directory's to say: an agent or a service
     *     of it
     */
    PolicyFiles asked(PolicyFiles written) throws IOException {
        if (people(written) instanceof DirectoryReading.Accepted(Directory people)) {
            List<Problem> problems =
                    said().programs().values().stream()
                            .flatMap(program ->
                                    place(people, program.name())
                                            .map(place -> both(program, place))
                                            .stream())
                            .toList();
            if (!problems.isEmpty()) {
                throw new Refused(problems);
            }
        }
        return over(written);
    }

    private static Optional<Place> place(Directory people, String login) {
        return Optional.ofNullable(people.programs().get(login))
                .map(Program::place)
                .or(() -> Optional.ofNullable(people.people().get(login)).map(Person::place))
                .or(() -> Optional.ofNullable(people.removed().get(login)).map(Removal::place));
    }

    private static Problem both(Program program, Place place) {
        return Problem.at(
                place,
                ProblemCode.SP7264,
                "`%s` is %s of the directory, and stands here too"
                        .formatted(
                                program.name(),
                                program.kind() == AskerKind.AGENTS ? "an agent" : "a service"),
                "take it out here; `sallyport program` changes it there");
    }

    /** The same files, with what the directory says over what the file of people says. */
    PolicyFiles over(PolicyFiles written) throws IOException {
        if (!Files.exists(file)) {
            return written;
        }
        Directory told = said();
        return switch (people(written)) {
            // Its mistakes are told where everybody's are.
            case DirectoryReading.Rejected _ -> written;
            case DirectoryReading.Accepted(Directory people) ->
                    new PolicyFiles(
                            written.policy(),
                            Optional.of(
                                    DirectoryWriter.write(people.told(told))
                                            .getBytes(StandardCharsets.UTF_8)));
        };
    }

    private Directory read() throws IOException {
        return switch (DirectoryReader.read(file.toString(), Files.readString(file))) {
            case DirectoryReading.Rejected(var problems) -> throw new Refused(problems);
            case DirectoryReading.Accepted(Directory read) -> read;
        };
    }

    private static DirectoryReading people(PolicyFiles written) {
        return written.people()
                .map(bytes ->
                        DirectoryReader.read(WRITTEN, new String(bytes, StandardCharsets.UTF_8)))
                .orElseGet(() -> new DirectoryReading.Accepted(new Directory(Map.of())));
    }
}
