package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line as a whole. */
@Command(
        name = "sallyport",
        description = "A gate with two doors in front of a database, both cut from one policy.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "sallyport 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, no change, everything holds",
            " 1:failed: machine, network or database",
            " 2:changes pending, drift, a policy test fails, the record does not verify",
            " 3:denied by the policy",
            "64:wrong usage: option, argument, policy file"
        })
public final class SallyportCommand {
    private static final List<Class<?>> COMMANDS =
            List.of(
                    DemoCommand.class,
                    ServerCommand.class,
                    ConfigCommand.class,
                    PlanCommand.class,
                    ApplyCommand.class,
                    DoctorCommand.class,
                    AdoptCommand.class,
                    EnforcementCommand.class,
                    DriftCommand.class,
                    SessionCommand.class,
                    SecretsCommand.class,
                    BackupCommand.class,
                    RestoreCommand.class,
                    TokenCommand.class,
                    LoginCommand.class,
                    ClientCommand.class,
                    ExportCommand.class,
                    PeopleCommand.class,
                    LoginsCommand.class,
                    ProgramCommand.class,
                    GatewayCommand.class,
                    ScimCommand.class,
                    ApiKeyCommand.class,
                    AccountCommand.class,
                    PolicyCommand.class,
                    WhyCommand.class,
                    WhoCanCommand.class,
                    CanCommand.class,
                    AuditCommand.class,
                    SawCommand.class);

    private final Actions actions;
    private final Terminal terminal;

    private SallyportCommand(Actions actions, Terminal terminal) {
        this.actions = actions;
        this.terminal = terminal;
    }

    /** Runs one command line to its end. */
    public static Exit run(Actions actions, Terminal terminal, List<String> words) {
        Exit exit = new SallyportCommand(actions, terminal).answer(words);
        terminal.out().flush();
        terminal.err().flush();
        return exit;
    }

    /** What is said of a failure nobody expected; {@code log} has the trace. */
    public static Problem unexpected(String log) {
        return Problem.of(
                ProblemCode.SP6008,
                "something unexpected happened",
                "its trace is in `" + log + "`");
    }

    private Exit answer(List<String> words) {
        CommandLine line = line(words).setOut(terminal.out()).setErr(terminal.err());
        try {
            ParseResult parsed = line.parseArgs(words.toArray(String[]::new));
            if (CommandLine.executeHelpRequest(parsed) != null) {
                return Exit.DONE;
            }
            locate(parsed);
            Optional<Remote> remote =
                    deployments(parsed).flatMap(option -> option.remote().stream()).findFirst();
            return asked(parsed)
                    .map(asking -> perform(asking, remote))
                    .orElseGet(() -> incomplete(parsed));
        } catch (ParameterException e) {
            return terminal.refuse(List.of(UsageErrors.problem(e)));
        } catch (Refused e) {
            return terminal.refuse(e.problems());
        }
    }

    /**
     * Of one command where it is named: to read what all of them take is half of a short one's
     * time.
     */
    private CommandLine line(List<String> words) {
        CommandLine line = new CommandLine(this);
        COMMANDS.stream()
                .filter(command -> name(command).equals(words.isEmpty() ? "" : words.getFirst()))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElse(COMMANDS)
                .forEach(line::addSubcommand);
        return line.registerConverter(Instant.class, SallyportCommand::instant);
    }

    private static Instant instant(String word) {
        try {
            return Instant.parse(word);
        } catch (DateTimeParseException notOne) {
            throw new CommandLine.TypeConversionException(
                    "`" + word + "` is no time such as 2026-11-21T00:00:00Z");
        }
    }

    private static String name(Class<?> command) {
        return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
    }

    private void locate(ParseResult parsed) {
        deployments(parsed).forEach(option -> option.locate(actions::data));
    }

    private static Stream<DataOption> deployments(ParseResult parsed) {
        return mixins(last(parsed).commandSpec())
                .map(CommandSpec::userObject)
                .filter(DataOption.class::isInstance)
                .map(DataOption.class::cast);
    }

    private static Stream<CommandSpec> mixins(CommandSpec spec) {
        return spec.mixins().values().stream()
                .flatMap(mixin -> Stream.concat(Stream.of(mixin), mixins(mixin)));
    }

    private static Optional<Asking> asked(ParseResult parsed) {
        return last(parsed).commandSpec().userObject() instanceof Asking asking
                ? Optional.of(asking)
                : Optional.empty();
    }

    private Exit incomplete(ParseResult parsed) {
        return terminal.refuse(
                List.of(UsageErrors.missingCommand(last(parsed).commandSpec().commandLine())));
    }

    private static ParseResult last(ParseResult parsed) {
        return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
    }

    private Exit perform(Asking asking, Optional<Remote> remote) {
        Request request = asking.request();
        try {
            return remote.isPresent()
                    ? actions.perform(request, remote.get(), terminal)
                    : actions.perform(request, terminal);
        } catch (Refused e) {
            return terminal.refuse(e.problems());
        } catch (Exception e) {
            return terminal.refuse(List.of(unexpected(actions.keep(e, request))));
        }
    }
}
