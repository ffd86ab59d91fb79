package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked about local accounts, as it is typed. */
class AccountCommandTest {
    private static final Path DATA = Path.of("/d");

    private final StringWriter err = new StringWriter();
    private final List<Request> asked = new ArrayList<>();

    @Test
    void asksForPasskeysByLoginAndRemovesOneByItsId() {
        run("account", "passkeys", "nora");
        run("account", "passkeys", "nora", "--json");
        run("account", "remove-passkey", "nora", "LYRXHVNQNAEANX7Q");

        assertThat(asked)
                .containsExactly(
                        new AccountRequest.Passkeys(DATA, "nora", Request.Form.TEXT),
                        new AccountRequest.Passkeys(DATA, "nora", Request.Form.JSON),
                        new AccountRequest.RemovePasskey(DATA, "nora", "LYRXHVNQNAEANX7Q"));
        assertThat(run("account", "remove-passkey", "nora")).isEqualTo(Exit.USAGE);
    }

    private Exit run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--data", "/d"));
        Actions actions =
                new Actions() {
                    @Override
                    public Exit perform(Request request, Terminal terminal) {
                        asked.add(request);
                        return Exit.DONE;
                    }

                    @Override
                    public String keep(Throwable failure, Request request) {
                        return "";
                    }
                };
        return SallyportCommand.run(
                actions,
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err)),
                line);
    }
}
