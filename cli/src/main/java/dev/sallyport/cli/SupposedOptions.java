package dev.sallyport.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When, from where and of which row a question is meant. */
final class SupposedOptions {
    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "a date or an instant, as 2027-01-31 or 2027-01-31T12:00:00Z (default: now)")
    private @Nullable String at;

    @Option(names = "--env", paramLabel = "NAME", description = "the environment asked in")
    private @Nullable String environment;

    @Option(names = "--purpose", paramLabel = "NAME", description = "why they look")
    private @Nullable String purpose;

    @Option(names = "--network", paramLabel = "ADDRESS", description = "the address asked from")
    private @Nullable String network;

    @Option(
            names = "--device",
            paramLabel = "KEY=VALUE",
            description = "what is known of the machine asked from, as managed=true")
    private Map<String, String> device = new LinkedHashMap<>();

    Request.Supposed of(Map<String, String> row) {
        return new Request.Supposed(
                row,
                Optional.ofNullable(at),
                Optional.ofNullable(purpose),
                Optional.ofNullable(network),
                device,
                Optional.ofNullable(environment));
    }
}
