package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport account …}: accounts of our own, for who is in no directory. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description =
                "Keep local accounts: for a demo, and for administrators when no directory answers.",
        subcommands = {
            AccountCommand.Set.class,
            AccountCommand.Invite.class,
            AccountCommand.Remove.class,
            AccountCommand.Passkeys.class,
            AccountCommand.RemovePasskey.class
        })
final class AccountCommand {
    private static final String WHOSE = "whose account";

    /** {@code sallyport account set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Make an account, or give it another password; asked on the terminal.")
    static final class Set implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Parameters(paramLabel = "LOGIN", description = WHOSE)
        private String login = "";

        @Option(
                names = "--password",
                arity = "0",
                interactive = true,
                required = true,
                echo = false,
                prompt = "Password: ",
                description = "asked for, never written on the command line")
        private char[] password = {};

        @Override
        public Request request() {
            if (password.length == 0) {
                throw new Refused(
                        Problem.of(
                                ProblemCode.SP6007,
                                "an account without a password is none",
                                "type one when you are asked"));
            }
            return new AccountRequest.Put(data.path(), login, String.valueOf(password));
        }
    }

    /** {@code sallyport account invite}. */
    @Command(
            name = "invite",
            mixinStandardHelpOptions = true,
            description = "Print, once, what sets up a second factor beside the password.")
    static final class Invite implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Parameters(paramLabel = "LOGIN", description = WHOSE)
        private String login = "";

        @Override
        public Request request() {
            return new AccountRequest.Invite(data.path(), login);
        }
    }

    /** {@code sallyport account remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Remove an account with its second factor.")
    static final class Remove implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Parameters(paramLabel = "LOGIN", description = WHOSE)
        private String login = "";

        @Override
        public Request request() {
            return new AccountRequest.Remove(data.path(), login);
        }
    }

    /** {@code sallyport account passkeys}. */
    @Command(
            name = "passkeys",
            mixinStandardHelpOptions = true,
            description = "Say which passkeys somebody has, and when each was used.")
    static final class Passkeys implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Mixin private FormOption form = new FormOption();

        @Parameters(paramLabel = "LOGIN", description = WHOSE)
        private String login = "";

        @Override
        public Request request() {
            return new AccountRequest.Passkeys(data.path(), login, form.form());
        }
    }

    /** {@code sallyport account remove-passkey}. */
    @Command(
            name = "remove-passkey",
            mixinStandardHelpOptions = true,
            description = "Remove a passkey of somebody, who has lost it or whose it never was.")
    static final class RemovePasskey implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Parameters(paramLabel = "LOGIN", description = WHOSE)
        private String login = "";

        @Parameters(paramLabel = "ID", description = "as `sallyport account passkeys` lists it")
        private String id = "";

        @Override
        public Request request() {
            return new AccountRequest.RemovePasskey(data.path(), login, id);
        }
    }
}
