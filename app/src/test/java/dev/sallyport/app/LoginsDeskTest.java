package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.DatabaseLogin;
import dev.sallyport.control.directory.DatabaseLogins.Listed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A login of the list in one line. */
class LoginsDeskTest {

    /** Where there are no powers, their place is not left free. */
    @Test
    void saysWhatALoginMay() {
        String loads = line(List.of(), List.of("loaders"));

        assertThat(loads)
                .isEqualTo(
                        "etl                      yes      2        nobody's"
                                + "             in loaders                     say whose it is");
        assertThat(line(List.of("CREATEDB", "BYPASSRLS"), List.of("loaders", "readers")))
                .contains(" CREATEDB BYPASSRLS in loaders,readers ");
        assertThat(line(List.of("CREATEDB"), List.of())).contains(" CREATEDB  ");
    }

    private static String line(List<String> powers, List<String> memberOf) {
        DatabaseLogin login =
                new DatabaseLogin(
                        new DatabaseLogin.Id("etl", 1),
                        true,
                        powers,
                        memberOf,
                        2,
                        DatabaseLogin.Reach.SHUTTABLE);
        return LoginsDesk.line(
                new Listed(
                        login.name(),
                        Optional.of(login),
                        Optional.empty(),
                        Optional.of("say whose it is")));
    }
}
