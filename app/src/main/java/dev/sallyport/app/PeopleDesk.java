package dev.sallyport.app;

import static dev.sallyport.problem.ProblemCode.SP7114;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.LoginRequest;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.ProgramRequest;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.directory.CsvImport;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Source;
import dev.sallyport.control.ldap.LdapReport;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says who works here, and takes people from where they stand. */
final class PeopleDesk {
    /** Four bytes for each character that a table may have. */
    private static final long LONGEST_TABLE = 16_000_000;

    private final ControlPlane plane;

    private final Supplier<Directory> known;

    /**
     * @param known what the doors know, with its agents and services
     */
    PeopleDesk(ControlPlane plane, Supplier<Directory> known) {
        this.plane = plane;
        this.known = known;
    }

    Exit perform(PeopleRequest request, Terminal terminal) {
        return switch (request) {
            case PeopleRequest.Import asked -> take(asked, terminal);
            case PeopleRequest.Listing asked -> list(asked, terminal);
            case PeopleRequest.Show asked -> show(asked, terminal);
            case PeopleRequest.Hand asked -> hand(asked, terminal);
            case PeopleRequest.Sync asked -> sync(asked, terminal);
            case ProgramRequest asked ->
                    new ProgramsDesk(plane.programs())
                            .perform(asked, Operator.actor().name(), terminal);
            case LoginRequest asked ->
                    new LoginsDesk(plane.databaseLogins())
                            .perform(asked, Operator.actor(), terminal);
        };
    }

    private Exit list(PeopleRequest.Listing asked, Terminal terminal) {
        ProgramDocument programs = programs();
        return switch (asked.kind()) {
            case PERSON -> PeopleDocument.print(plane.roster().all(), asked.form(), terminal);
            case AGENT -> programs.print(AskerKind.AGENTS, asked.form(), terminal);
            case SERVICE -> programs.print(AskerKind.SERVICES, asked.form(), terminal);
        };
    }

    /** Nobody has the name of a program for a login. */
    private Exit show(PeopleRequest.Show asked, Terminal terminal) {
        ProgramDocument programs = programs();
        Optional<ProgramDocument.Line> program = programs.line(asked.name());
        return program.isPresent()
                ? programs.print(program.get(), steps(asked.name()), asked.form(), terminal)
                : PeopleDocument.print(plane.roster().show(asked.name()), asked.form(), terminal);
    }

    private ProgramDocument programs() {
        return new ProgramDocument(known.get(), plane.programs().all());
    }

    private List<Step> steps(String program) {
        return plane.programs().named(program).map(plane.roster()::steps).orElse(List.of());
    }

    private Exit hand(PeopleRequest.Hand asked, Terminal terminal) {
        Source to =
                switch (asked.to()) {
                    case SCIM -> Source.SCIM;
                    case CSV -> Source.CSV;
                    case LDAP -> Source.LDAP;
                };
        if (to == Source.LDAP) {
            plane.ldap().require();
        }
        plane.roster().hand(asked.name(), to, Operator.actor());
        terminal.say("`%s` is kept by %s from now on.".formatted(asked.name(), asked.to()));
        return Exit.DONE;
    }

    private Exit take(PeopleRequest.Import asked, Terminal terminal) {
        String file = String.valueOf(asked.file().getFileName());
        String text = read(asked.file(), file);
        return switch (asked.effect()) {
            case PREVIEW -> preview(plane.csvImport().preview(file, text), asked, terminal);
            case APPLY ->
                    switch (plane.csvImport()
                            .apply(file, text, Operator.actor().name(), asked.seen())) {
                        case CsvImport.Outcome.Rejected(List<Problem> problems) ->
                                terminal.refuse(problems);
                        case CsvImport.Outcome.Accepted(List<Step> steps) -> {
                            say(steps, terminal);
                            terminal.say(
                                    steps.isEmpty()
                                            ? "Nothing to change."
                                            : "%,d steps are done and on record."
                                                    .formatted(steps.size()));
                            yield Exit.DONE;
                        }
                    };
        };
    }

    private static Exit preview(
            CsvImport.Preview preview, PeopleRequest.Import asked, Terminal terminal) {
        say(preview.steps(), terminal);
        if (!preview.problems().isEmpty()) {
            return terminal.refuse(preview.problems());
        }
        if (preview.steps().isEmpty()) {
            terminal.say("Nothing to change.");
            return Exit.DONE;
        }
        terminal.say(
                "Nothing is changed yet. To do this and nothing else: sallyport people import"
                        + " %s --data %s --apply --seen %s"
                                .formatted(asked.file(), asked.data(), preview.seen()));
        return Exit.DIFFERS;
    }

    private static void say(List<Step> steps, Terminal terminal) {
        steps.forEach(step -> terminal.say(PeopleDocument.line(step)));
    }

    /** What could not be taken of it is told beside what was. */
    private Exit sync(PeopleRequest.Sync asked, Terminal terminal) {
        LdapReport report =
                switch (asked.effect()) {
                    case PREVIEW -> plane.ldap().preview(asked.leavers());
                    case APPLY -> plane.ldap().round(asked.leavers(), Operator.actor().name());
                };
        boolean isPending =
                asked.effect() == PeopleRequest.Effect.PREVIEW && !report.steps().isEmpty();
        PeopleDocument.print(report, asked.form(), terminal);
        return isPending || !report.problems().isEmpty() ? Exit.DIFFERS : Exit.DONE;
    }

    private static String read(Path file, String name) {
        try {
            if (Files.size(file) > LONGEST_TABLE) {
                throw refused(name, "is longer than is read", "import it in parts");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw refused(name, "is not in UTF-8", "save it as `CSV UTF-8`");
        } catch (IOException e) {
            throw refused(name, "cannot be read", "name a file that is there and that we may read");
        }
    }

    private static Refused refused(String name, String what, String instead) {
        return new Refused(Problem.at(Place.line(name, 0), SP7114, "the table " + what, instead));
    }
}
