package dev.sallyport.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport gateway …}: which gateways elsewhere go by this control plane. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Let gateways on other machines follow this control plane.",
        subcommands = {
            GatewayCommand.Add.class,
            GatewayCommand.List.class,
            GatewayCommand.Revoke.class
        })
final class GatewayCommand {

    /** {@code sallyport gateway add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Make a token for a gateway and print it, once.")
    static final class Add implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "NAME", description = "what it is called, as on record: `east`")
        private String name = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "8760h",
                converter = TokenCommand.Lasting.class,
                description = "how long, as 720h (default: ${DEFAULT-VALUE}, a year)")
        private Duration lasts = Duration.ZERO;

        @Override
        public Request request() {
            return new GatewayRequest.Add(data.path(), name, lasts);
        }
    }

    /** {@code sallyport gateway ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Say which gateways follow, and whether they go by what holds now.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Override
        public Request request() {
            return new GatewayRequest.Listing(data.path(), form.form());
        }
    }

    /** {@code sallyport gateway revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description =
                    "Take a token back: whoever has it is told nothing more, and serves nobody.")
    static final class Revoke implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "ID", description = "as `sallyport gateway ls` lists it")
        private String id = "";

        @Override
        public Request request() {
            return new GatewayRequest.Revoke(data.path(), id);
        }
    }
}
