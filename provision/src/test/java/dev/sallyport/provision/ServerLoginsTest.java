package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.provision.ServerLogin.Reach;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins that were there without us: what is seen of them, and what shutting one comes to. */
final class ServerLoginsTest {
    /** From this release on who makes roles changes only those they were given. */
    private static final int GIVEN_COUNTS = 16;

    @ParameterizedTest
    @EnumSource(PostgresRelease.class)
    void seesThoseThatAreNotOursAndShutsWhoIsMeant(PostgresRelease release)
            throws SQLException, IOException {
        Hospital hospital = new Hospital(release).withDoor();
        hospital.asAdmin(
                "CREATE ROLE readers; CREATE ROLE jsmith LOGIN CREATEDB PASSWORD 'j' IN ROLE readers;"
                        + " CREATE ROLE boss LOGIN SUPERUSER; CREATE ROLE stays LOGIN PASSWORD 's';"
                        + " GRANT CONNECT ON DATABASE "
                        + hospital.database
                        + " TO jsmith, stays");

        assertThat(hospital.provisioner.logins())
                .noneMatch(one -> one.id().name().matches("nora|pg_.*"));
        assertThat(named(hospital.provisioner, "readers").mayLogIn()).isFalse();
        ServerLogin smith = named(hospital.provisioner, "jsmith");
        assertThat(smith.mayLogIn()).isTrue();
        assertThat(smith.powers()).containsExactly("CREATEDB");
        assertThat(smith.memberOf()).containsExactly("readers");
        assertThat(smith.sessions()).isZero();
        assertThat(smith.reach()).isEqualTo(Reach.SHUTTABLE);
        assertThat(named(hospital.provisioner, "boss").powers()).containsExactly("SUPERUSER");

        ServerLogin.Id another = new ServerLogin.Id("stays", smith.id().number());
        try (Connection open = hospital.postgres.as("jsmith", "j", hospital.database);
                Connection other = hospital.postgres.as("stays", "s", hospital.database)) {
            assertThat(named(hospital.provisioner, "jsmith").sessions()).isEqualTo(1);

            assertThat(hospital.provisioner.shutOthers(Set.of(smith.id(), another)))
                    .isEqualTo(new Applied.Done(1, 1));

            assertThat(open.isValid(1)).isFalse();
            assertThat(other.isValid(1)).isTrue();
        }
        assertThat(named(hospital.provisioner, "jsmith").mayLogIn()).isFalse();
        assertThat(named(hospital.provisioner, "stays").mayLogIn()).isTrue();
        assertThat(hospital.provisioner.shutOthers(Set.of(smith.id())))
                .isEqualTo(new Applied.Done(0, 0));
    }

    @ParameterizedTest
    @EnumSource(PostgresRelease.class)
    void knowsWhatAnAccountThatIsNoSuperuserCannotShut(PostgresRelease release)
            throws SQLException, IOException {
        Hospital hospital = new Hospital(release).withDoor();
        hospital.asAdmin(
                "CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'keeper'; CREATE ROLE jsmith LOGIN;"
                        + " CREATE ROLE boss LOGIN SUPERUSER; CREATE ROLE copier LOGIN REPLICATION;"
                        + " GRANT CONNECT ON DATABASE "
                        + hospital.database
                        + " TO keeper");
        Provisioner keeper =
                new Provisioner(
                        new TargetDatabase(
                                "ehr",
                                hospital.postgres.url(hospital.database),
                                "keeper",
                                "keeper"),
                        hospital.secrets);
        ServerLogin.Id smith = named(keeper, "jsmith").id();

        assertThat(keeper.logins()).noneMatch(one -> one.id().name().equals("keeper"));
        assertThat(named(keeper, "boss").reach()).isEqualTo(Reach.OUT_OF_REACH);
        assertThat(named(keeper, "copier").reach()).isEqualTo(Reach.OUT_OF_REACH);
        assertThat(keeper.logins().stream().filter(one -> one.id().number() == 10))
                .singleElement()
                .satisfies(first -> assertThat(first.reach()).isEqualTo(Reach.FIRST_SUPERUSER));
        if (release.major() >= GIVEN_COUNTS) {
            assertThat(named(keeper, "jsmith").reach()).isEqualTo(Reach.OUT_OF_REACH);
            assertThat(keeper.shutOthers(Set.of(smith))).isInstanceOf(Applied.Failed.class);
            assertThat(named(keeper, "jsmith").mayLogIn()).isTrue();
            hospital.asAdmin("GRANT jsmith TO keeper WITH ADMIN OPTION");
        }
        assertThat(named(keeper, "jsmith").reach()).isEqualTo(Reach.SHUTTABLE);
    }

    private static ServerLogin named(Provisioner provisioner, String name) {
        return provisioner.logins().stream()
                .filter(one -> one.id().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
