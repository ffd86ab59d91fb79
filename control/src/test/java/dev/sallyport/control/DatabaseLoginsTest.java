package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.directory.Actor;
import dev.sallyport.control.directory.DatabaseLogin;
import dev.sallyport.control.directory.DatabaseLogin.Reach;
import dev.sallyport.control.directory.DatabaseLogins;
import dev.sallyport.control.directory.DatabaseLogins.Kind;
import dev.sallyport.control.directory.DatabaseLogins.Listed;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose the logins are that were there without us, and what becomes of them. */
final class DatabaseLoginsTest {
    private static final DatabaseLogin JSMITH = login("jsmith", 20_001, Reach.SHUTTABLE);
    private static final DatabaseLogin ETL = login("etl", 20_002, Reach.SHUTTABLE);
    private static final DatabaseLogin POSTGRES = login("postgres", 10, Reach.FIRST_SUPERUSER);

    private static Served served;
    private static IdentityProvider identity;

    private String john;

    @BeforeAll
    static void open() {
        served = Served.open();
        identity = new IdentityProvider(served);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @BeforeEach
    void reset() throws Exception {
        served.reset();
        served.doors.serverHas(ETL, JSMITH, POSTGRES);
        john = identity.created("john.smith@hospital.example", "");
    }

    private static DatabaseLogin login(String name, long number, Reach reach) {
        return new DatabaseLogin(
                new DatabaseLogin.Id(name, number), true, List.of(), List.of("readers"), 1, reach);
    }

    private static DatabaseLogins logins() {
        return served.plane().databaseLogins();
    }

    private static Optional<String> map(String name, Kind kind) {
        return logins().map(name, "john_smith", kind, Served.ROOT, "his own word");
    }

    private static Listed listed(String name) {
        return logins().all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean mayLogIn(String name) {
        return listed(name).login().orElseThrow().mayLogIn();
    }

    @Test
    void everyLoginIsNobodysUntilSomebodySaysWhose() {
        assertThat(logins().all())
                .extracting(Listed::name)
                .containsExactly("etl", "jsmith", "postgres");
        assertThat(logins().all()).allMatch(one -> one.holder().isEmpty());
        assertThat(logins().all())
                .extracting(Listed::due)
                .containsOnly(Optional.of("say whose it is"));

        assertThat(map("jsmith", Kind.PERSON)).isEmpty();

        assertThat(listed("jsmith").due()).isEmpty();
        assertThat(listed("jsmith").holder().orElseThrow().login()).isEqualTo("john_smith");
        assertThat(served.steps.getLast())
                .satisfies(step -> {
                    assertThat(step.kind()).isEqualTo("login mapped");
                    assertThat(step.login()).isEqualTo("john_smith");
                    assertThat(step.after()).isEqualTo("person jsmith");
                    assertThat(step.actor()).isEqualTo(Served.ROOT.name());
                    assertThat(step.reason()).isEqualTo("his own word");
                });
    }

    @Test
    void aPersonsOwnIsShutWhenTheyLeaveAndAProgramsIsNot() throws Exception {
        map("jsmith", Kind.PERSON);
        map("etl", Kind.SERVICE);

        identity.suspend(john);

        assertThat(mayLogIn("jsmith")).isFalse();
        assertThat(listed("jsmith").due()).isEmpty();
        assertThat(mayLogIn("etl")).isTrue();
        assertThat(listed("etl").due()).contains("its owner is not at work: name another");
        assertThat(mayLogIn("postgres")).isTrue();
    }

    @Test
    void theLoginOfSomebodyWhoIsGoneIsShutAsSoonAsItIsKnown() throws Exception {
        identity.suspend(john);
        map("jsmith", Kind.PERSON);

        assertThat(mayLogIn("jsmith")).isFalse();
    }

    @Test
    void whatCouldNotBeShutIsOwedUntilItIs() throws Exception {
        map("jsmith", Kind.PERSON);
        served.doors.cutFails(true);
        identity.suspend(john);
        assertThat(mayLogIn("jsmith")).isTrue();
        assertThat(listed("jsmith").due()).contains("is being shut");

        served.doors.cutFails(false);
        served.clock(served.now().plusSeconds(60));

        served.doors.awaited(_ -> !mayLogIn("jsmith"));
    }

    @Test
    void aLoginThatIsMadeAnewUnderTheNameIsAnother() throws Exception {
        map("jsmith", Kind.PERSON);
        served.doors.serverHas(login("jsmith", 30_001, Reach.SHUTTABLE));

        assertThat(listed("jsmith").due())
                .contains("was made anew under its name: say whose it is");
        identity.suspend(john);
        assertThat(mayLogIn("jsmith")).isTrue();

        served.doors.serverHas();
        assertThat(listed("jsmith").due()).contains("is gone from the server: unmap it");
    }

    @Test
    void saysWhatItCannotShutItself() throws Exception {
        served.doors.serverHas(login("jsmith", 20_001, Reach.OUT_OF_REACH));
        identity.suspend(john);

        assertThat(map("jsmith", Kind.PERSON).orElseThrow())
                .startsWith("cannot be shut by us: a superuser runs");
    }

    /** Else a writer keeps a login of their own that nobody shuts when they leave. */
    @Test
    void nobodySaysOfALoginThatItIsTheirsOrIsNoLonger() {
        Actor john = new Actor("console:john_smith/key:1", Optional.of("john_smith"));
        for (Kind kind : Kind.values()) {
            for (String name : List.of("john_smith", "John.Smith@hospital.example")) {
                assertThatThrownBy(() -> logins().map("jsmith", name, kind, john, "mine"))
                        .hasMessageStartingWith("SP7206");
            }
        }
        map("jsmith", Kind.PERSON);

        assertThatThrownBy(() -> logins().unmap("jsmith", john, "not mine"))
                .hasMessageStartingWith("SP7206");

        assertThat(listed("jsmith").holder().orElseThrow().login()).isEqualTo("john_smith");
        assertThat(served.steps)
                .filteredOn(step -> step.kind().startsWith("login"))
                .extracting(Step::kind)
                .containsExactly("login mapped");
    }

    @Test
    void refusesWhatCannotBeSo() throws SQLException {
        assertThatThrownBy(() -> map("nobody", Kind.PERSON))
                .hasMessageContaining("SP7280 nobody may log in as `nobody`");
        assertThatThrownBy(() -> map("postgres", Kind.PERSON))
                .hasMessageContaining("SP7281 `postgres` was there before all others");
        map("postgres", Kind.SERVICE);
        map("jsmith", Kind.PERSON);
        assertThatThrownBy(() -> map("jsmith", Kind.SERVICE))
                .hasMessageContaining("SP7282 `jsmith` is `john_smith`'s already");
        assertThatThrownBy(
                        () -> logins().map("etl", "nobody", Kind.SERVICE, Served.ROOT, "a guess"))
                .hasMessageContaining("SP7103 nobody is called `nobody`");
        assertThatThrownBy(() -> logins().unmap("etl", Served.ROOT, "a mistake"))
                .hasMessageContaining("SP7280 `etl` is nobody's");

        logins().unmap("jsmith", Served.ROOT, "a mistake");

        assertThat(listed("jsmith").holder()).isEmpty();
        assertThat(served.steps.getLast().before()).contains("person jsmith");
    }
}
