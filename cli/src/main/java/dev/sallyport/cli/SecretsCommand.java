package dev.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport secrets …}: what opens native accounts and no person knows. */
@Command(
        name = "secrets",
        mixinStandardHelpOptions = true,
        description = "Change what the gateway signs in to the databases with.",
        subcommands = {SecretsCommand.Rotate.class, SecretsCommand.Authority.class})
final class SecretsCommand {

    /** {@code sallyport secrets rotate}. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description =
                    "Give every native account another secret, in one transaction; open sessions go"
                            + " on. Run again, it finishes what was interrupted.")
    static final class Rotate implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Override
        public Request request() {
            return new Request.RotateSecrets(data.path());
        }
    }

    /** {@code sallyport secrets authority}. */
    @Command(
            name = "authority",
            mixinStandardHelpOptions = true,
            description =
                    "Print the certificates a database server's ssl_ca_file needs, so that it takes"
                            + " those of native accounts, before and after the next rotation.")
    static final class Authority implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Override
        public Request request() {
            return new Request.ShowAuthority(data.path());
        }
    }
}
