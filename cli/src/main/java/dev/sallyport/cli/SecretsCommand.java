package dev.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport secrets …}: the passwords of native accounts that no person knows. */
@Command(
        name = "secrets",
        mixinStandardHelpOptions = true,
        description = "Change what the gateway signs in to the databases with.",
        subcommands = {SecretsCommand.Rotate.class})
final class SecretsCommand {

    /** {@code sallyport secrets rotate}. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description =
                    "Give every native account another secret, in one transaction; open sessions go"
                            + " on. Run again, it finishes what was interrupted.")
    static final class Rotate implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Override
        public Request request() {
            return new Request.RotateSecrets(data.path());
        }
    }
}
