package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sallyport policy learn}. */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description =
                "Propose `only_queries` from the statements on record, the most used first. Allows"
                        + " nothing.")
final class PolicyLearnCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            converter = When.class,
            description =
                    "only from then on, as 7d or 2026-11-21T00:00:00Z (default: all of the record)")
    private @Nullable Since since;

    @ArgGroup private @Nullable Whose whose;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write to a new file (default: print)")
    private @Nullable Path out;

    /** Whose statements; of two, one. */
    static final class Whose {
        @Option(names = "--role", paramLabel = "ROLE", description = "only of who held this role")
        private @Nullable String role;

        @Option(names = "--person", paramLabel = "LOGIN", description = "only this person's")
        private @Nullable String person;
    }

    @Override
    public Request request() {
        Optional<Whose> of = Optional.ofNullable(whose);
        return new Request.PolicyLearn(
                data.path(),
                Optional.ofNullable(since),
                of.flatMap(one -> Optional.ofNullable(one.role)),
                of.flatMap(one -> Optional.ofNullable(one.person)),
                DataOption.absoluteIfGiven(out));
    }

    /** An instant, or a length of time before now. */
    static final class When implements ITypeConverter<Since> {
        @Override
        public Since convert(String word) {
            return Since.of(word)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "`"
                                            + word
                                            + "` is no time such as 7d or 2026-11-21T00:00:00Z"));
        }
    }
}
