package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.PolicyFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Brings a policy's files into the one form, or says which are not in it. */
final class Formatting {
    private Formatting() {}

    static Exit of(Path folder, Request.Touch touch, Terminal terminal) throws IOException {
        List<PolicyFormat.Unformatted> unformatted = PolicyFormat.in(folder);
        if (unformatted.isEmpty()) {
            terminal.say("OK  every file of `%s` is in the one form".formatted(folder));
            return Exit.DONE;
        }
        return switch (touch) {
            case CHECK -> {
                unformatted.forEach(
                        file -> terminal.say("not in the one form: `%s`".formatted(file.file())));
                yield Exit.DIFFERS;
            }
            case WRITE -> {
                for (PolicyFormat.Unformatted file : unformatted) {
                    file.write();
                    terminal.say("written: `%s`".formatted(file.file()));
                }
                yield Exit.DONE;
            }
        };
    }
}
