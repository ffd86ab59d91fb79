package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.PeopleRequest.Effect;
import dev.sallyport.cli.PeopleRequest.Keeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked about people, as it is typed. */
class PeopleCommandTest {
    private static final Path DATA = Path.of("/d");

    private final Typed typed = new Typed();

    @Test
    void changesNothingUnlessItIsAskedTo() {
        run("people", "import", "/p.csv");
        run("people", "import", "/p.csv", "--apply");
        run("people", "import", "/p.csv", "--apply", "--seen", "abc");

        assertThat(typed.asked)
                .containsExactly(
                        new PeopleRequest.Import(
                                DATA, Path.of("/p.csv"), Effect.PREVIEW, Optional.empty()),
                        new PeopleRequest.Import(
                                DATA, Path.of("/p.csv"), Effect.APPLY, Optional.empty()),
                        new PeopleRequest.Import(
                                DATA, Path.of("/p.csv"), Effect.APPLY, Optional.of("abc")));
        assertThat(run("people", "import", "/p.csv", "--seen", "abc")).isEqualTo(Exit.USAGE);
        assertThat(typed.err.toString())
                .startsWith("SP6007 `--seen` says nothing without `--apply`");
    }

    @Test
    void handsOverToASourceThatThereIs() {
        run("people", "hand", "nora", "--to", "ldap");

        assertThat(typed.asked).containsExactly(new PeopleRequest.Hand(DATA, "nora", Keeper.LDAP));
        assertThat(run("people", "hand", "nora", "--to", "paper")).isEqualTo(Exit.USAGE);
        assertThat(typed.err.toString()).startsWith("SP6007 ").contains("`paper`", "ldap");
    }

    @Test
    void readsLdapNow() {
        run("people", "sync", "--leavers", "7");
        run("people", "sync", "--preview", "--json");

        assertThat(typed.asked)
                .containsExactly(
                        new PeopleRequest.Sync(
                                DATA, Effect.APPLY, Optional.of(7), Request.Form.TEXT),
                        new PeopleRequest.Sync(
                                DATA, Effect.PREVIEW, Optional.empty(), Request.Form.JSON));
        assertThat(run("people", "sync", "--leavers", "-1")).isEqualTo(Exit.USAGE);
    }

    @Test
    void showsThemAll() {
        run("people", "ls", "--json");
        run("people", "ls", "--kind", "agent");
        run("people", "show", "nora");

        assertThat(typed.asked)
                .containsExactly(
                        new PeopleRequest.Listing(
                                DATA, PeopleRequest.Kind.PERSON, Request.Form.JSON),
                        new PeopleRequest.Listing(
                                DATA, PeopleRequest.Kind.AGENT, Request.Form.TEXT),
                        new PeopleRequest.Show(DATA, "nora", Request.Form.TEXT));
    }

    private Exit run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--data", "/d"));
        return typed.run(line);
    }
}
