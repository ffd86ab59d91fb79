package dev.sallyport.cli;

import dev.sallyport.cli.ProgramRequest.Kind;
import dev.sallyport.cli.ProgramRequest.Platform;
import dev.sallyport.cli.ProgramRequest.Stand;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport program …}: agents and services that the control plane keeps. */
@Command(
        name = "program",
        mixinStandardHelpOptions = true,
        description =
                "Add agents and services, have them change hands, wait and go. `sallyport people ls"
                        + " --kind service` lists them.",
        subcommands = {
            ProgramCommand.Add.class,
            ProgramCommand.Owner.class,
            ProgramCommand.Workload.class,
            ProgramCommand.Dates.class,
            ProgramCommand.Suspend.class,
            ProgramCommand.Activate.class,
            ProgramCommand.Remove.class
        })
final class ProgramCommand {
    private static final String TEXT = "TEXT";
    private static final String ON_RECORD = "why; goes on record";
    private static final String WHO = "a login, or the name a directory gives them";

    /** Which one, and why. */
    static final class Named {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "LOGIN", description = "of the agent or service")
        private String login = "";

        @Option(names = "--reason", required = true, paramLabel = TEXT, description = ON_RECORD)
        private String reason = "";

        ProgramRequest put(Stand stand) {
            return new ProgramRequest.Put(data.path(), login, stand, reason);
        }
    }

    /** As what it comes. */
    static final class PlatformOption {
        @Option(
                names = "--issuer",
                paramLabel = "URL",
                description = "who vouches for it, to the letter as its tokens have `iss`")
        private @Nullable String issuer;

        @Option(
                names = "--subject",
                paramLabel = "NAME",
                description = "what it is called there, to the letter as its tokens have `sub`")
        private @Nullable String subject;

        Optional<Platform> platform() {
            if (issuer == null && subject == null) {
                return Optional.empty();
            }
            if (issuer == null || subject == null) {
                throw wrong("one of `--issuer` and `--subject` is missing", "give both, or none");
            }
            return Optional.of(new Platform(issuer, subject));
        }
    }

    /** From when until when it works. */
    static final class DatesOption {
        @Option(
                names = "--starts",
                paramLabel = "WHEN",
                description = "a day (from its first instant, UTC) or an instant")
        private @Nullable String starts;

        @Option(
                names = "--ends",
                paramLabel = "WHEN",
                description = "the first day, or instant, on which it works no more")
        private @Nullable String ends;

        Optional<Instant> from() {
            return Optional.ofNullable(starts).map(word -> instant("--starts", word));
        }

        Optional<Instant> until() {
            return Optional.ofNullable(ends).map(word -> instant("--ends", word));
        }
    }

    /** {@code sallyport program add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Add an agent or a service. Wanted again as it is, it is what is there; what it"
                            + " may do is the policy's to say.")
    static final class Add implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private PlatformOption platform = new PlatformOption();

        @Mixin private DatesOption dates = new DatesOption();

        @Parameters(index = "0", paramLabel = "KIND", description = "agent or service")
        private Kind kind = Kind.SERVICE;

        @Parameters(
                index = "1",
                paramLabel = "LOGIN",
                description = "the name of its account, which is nobody else's ever")
        private String login = "";

        @Option(names = "--owner", required = true, paramLabel = "PERSON", description = WHO)
        private String owner = "";

        @Option(names = "--name", paramLabel = TEXT, description = "as people say it")
        private @Nullable String name;

        @Option(names = "--reason", required = true, paramLabel = TEXT, description = ON_RECORD)
        private String reason = "";

        @Override
        public Request request() {
            return new ProgramRequest.Add(
                    data.path(),
                    kind,
                    login,
                    name == null ? login : name,
                    owner,
                    platform.platform(),
                    dates.from(),
                    dates.until(),
                    reason);
        }
    }

    /** {@code sallyport program owner}. */
    @Command(
            name = "owner",
            mixinStandardHelpOptions = true,
            description =
                    "Have somebody else at work answer for it. With the former owner gone, it works"
                            + " again.")
    static final class Owner implements Asking {
        @Mixin private Named named = new Named();

        @Option(names = "--to", required = true, paramLabel = "PERSON", description = WHO)
        private String owner = "";

        @Override
        public Request request() {
            return new ProgramRequest.Own(named.data.path(), named.login, owner, named.reason);
        }
    }

    /** {@code sallyport program workload}. */
    @Command(
            name = "workload",
            mixinStandardHelpOptions = true,
            description =
                    "Say how its platform names it, or with --none that none does. What came in as"
                            + " another ends at once.")
    static final class Workload implements Asking {
        @Mixin private Named named = new Named();

        @Mixin private PlatformOption platform = new PlatformOption();

        @Option(names = "--none", description = "no platform vouches for it")
        private boolean none;

        @Override
        public Request request() {
            Optional<Platform> wanted = platform.platform();
            if (none == wanted.isPresent()) {
                throw wrong(
                        "it is not clear how its platform is to name it",
                        "give `--issuer` and `--subject`, or `--none`");
            }
            return new ProgramRequest.Run(named.data.path(), named.login, wanted, named.reason);
        }
    }

    /** {@code sallyport program dates}. */
    @Command(
            name = "dates",
            mixinStandardHelpOptions = true,
            description = "Say from when until when it works; a date that is not given is none.")
    static final class Dates implements Asking {
        @Mixin private Named named = new Named();

        @Mixin private DatesOption dates = new DatesOption();

        @Override
        public Request request() {
            return new ProgramRequest.Date(
                    named.data.path(), named.login, dates.from(), dates.until(), named.reason);
        }
    }

    /** {@code sallyport program suspend}. */
    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Have everything of it wait: sessions, native logins and tokens end.")
    static final class Suspend implements Asking {
        @Mixin private Named named = new Named();

        @Override
        public Request request() {
            return named.put(Stand.SUSPENDED);
        }
    }

    /** {@code sallyport program activate}. */
    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description =
                    "Have it back that was suspended; or that has left, once it has another end.")
    static final class Activate implements Asking {
        @Mixin private Named named = new Named();

        @Override
        public Request request() {
            return named.put(Stand.ACTIVE);
        }
    }

    /** {@code sallyport program remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "See it off now. It stays known, and its login is nobody else's.")
    static final class Remove implements Asking {
        @Mixin private Named named = new Named();

        @Override
        public Request request() {
            return named.put(Stand.LEFT);
        }
    }

    private static Instant instant(String option, String word) {
        try {
            return word.contains("T")
                    ? Instant.parse(word)
                    : LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw wrong(
                    "`" + option + "` cannot be `" + word + "`",
                    "give it as 2027-06-30 or 2027-06-30T08:00:00Z");
        }
    }

    private static Refused wrong(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP6007, message, instead));
    }
}
