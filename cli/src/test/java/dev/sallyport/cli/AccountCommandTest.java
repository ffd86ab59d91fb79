package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked about local accounts, as it is typed. */
class AccountCommandTest {
    private static final Path DATA = Path.of("/d");

    private final Typed typed = new Typed();

    @Test
    void asksForPasskeysByLoginAndRemovesOneByItsId() {
        run("account", "passkeys", "nora");
        run("account", "passkeys", "nora", "--json");
        run("account", "remove-passkey", "nora", "LYRXHVNQNAEANX7Q");

        assertThat(typed.asked)
                .containsExactly(
                        new AccountRequest.Passkeys(DATA, "nora", Request.Form.TEXT),
                        new AccountRequest.Passkeys(DATA, "nora", Request.Form.JSON),
                        new AccountRequest.RemovePasskey(DATA, "nora", "LYRXHVNQNAEANX7Q"));
        assertThat(run("account", "remove-passkey", "nora")).isEqualTo(Exit.USAGE);
    }

    private Exit run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--data", "/d"));
        return typed.run(line);
    }
}
