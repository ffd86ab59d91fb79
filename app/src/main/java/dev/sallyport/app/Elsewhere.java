package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Remote;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * Has a deployment elsewhere do a command, and prints what it prints.
 *
 * @param user of this machine
 */
record Elsewhere(Remote remote, SigningIn user) {

    Exit perform(Request request, Terminal terminal) throws IOException {
        String secret =
                remote.key().isPresent()
                        ? new PasswordReference.InFile(remote.key().get()).read().strip()
                        : user.secret();
        try (ControlApi api =
                new ControlApi(
                        remote.server(), SigningIn.issuers(remote.issuers(), request.data()))) {
            JsonNode done = api.command(secret, RequestForm.write(request));
            terminal.out().print(done.path("out").asString(""));
            terminal.err().print(done.path("err").asString(""));
            return Exit.of(done.path("exit").asInt());
        }
    }
}
