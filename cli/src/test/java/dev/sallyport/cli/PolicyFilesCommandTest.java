package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the commands about a policy's files are understood as. */
class PolicyFilesCommandTest {
    private static final Path DATA = Path.of("demo-data").toAbsolutePath();
    private static final Optional<Path> RULES = Optional.of(Path.of("rules").toAbsolutePath());

    private final List<Request> asked = new ArrayList<>();

    @Test
    void writesFilesUnlessOnlyACheckIsAskedFor() {
        run("policy", "fmt", "rules");
        run("policy", "fmt", "rules", "--check");

        assertThat(asked)
                .containsExactly(
                        new Request.PolicyFormat(DATA, RULES, Request.Touch.WRITE),
                        new Request.PolicyFormat(DATA, RULES, Request.Touch.CHECK));
    }

    @Test
    void printsTheSchema() {
        run("policy", "schema");

        assertThat(asked).containsExactly(new Request.PolicySchema(DATA));
    }

    private void run(String... words) {
        SallyportCommand.run(new Asked(), Terminal.silent(), List.of(words));
    }

    private final class Asked implements Actions {
        @Override
        public Exit perform(Request request, Terminal terminal) {
            asked.add(request);
            return Exit.DONE;
        }

        @Override
        public String keep(Throwable failure, Request request) {
            return "";
        }
    }
}
