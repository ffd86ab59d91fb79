package dev.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sallyport client …}: what database clients need after {@code login}. Not {@code config},
 * which is a server's, and not {@code connect}, which would open a session.
 */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description = "Say what a database client needs to use the token of the last login.",
        subcommands = {
            ClientCommand.Psql.class,
            ClientCommand.Jdbc.class,
            ClientCommand.Dbeaver.class
        })
final class ClientCommand {

    /** {@code sallyport client psql}. */
    @Command(
            name = "psql",
            mixinStandardHelpOptions = true,
            description = "Services for psql and everything else that uses libpq.")
    static final class Psql implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Option(
                names = "--write",
                description =
                        "into ~/.pg_service.conf, or where PGSERVICEFILE says; keeps the rest")
        private boolean write;

        @Override
        public Request request() {
            return new Request.ClientWords(
                    data.path(), write ? Request.Client.SERVICE_FILE : Request.Client.PSQL);
        }
    }

    /** {@code sallyport client jdbc}. */
    @Command(
            name = "jdbc",
            mixinStandardHelpOptions = true,
            description = "The URL of each database for the PostgreSQL JDBC driver.")
    static final class Jdbc implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Override
        public Request request() {
            return new Request.ClientWords(data.path(), Request.Client.JDBC);
        }
    }

    /** {@code sallyport client dbeaver}. */
    @Command(
            name = "dbeaver",
            mixinStandardHelpOptions = true,
            description = "The command that opens each database in DBeaver.")
    static final class Dbeaver implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Override
        public Request request() {
            return new Request.ClientWords(data.path(), Request.Client.DBEAVER);
        }
    }
}
