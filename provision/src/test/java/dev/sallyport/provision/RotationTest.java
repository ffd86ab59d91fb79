package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.Policy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Accounts are given other passwords, and nobody loses anything by it. */
final class RotationTest {
    private final Hospital hospital = new Hospital().withDoor();
    private final Policy policy = Hospital.policy();

    RotationTest() throws SQLException, IOException {}

    /** As they were, and as they are to be. */
    private AccountSecrets rotating() {
        return new AccountSecrets() {
            @Override
            public String secretFor(String login) {
                return "next secret of " + login;
            }

            @Override
            public Optional<String> formerSecretFor(String login) {
                return Optional.of(hospital.secrets.secretFor(login));
            }
        };
    }

    private Plan plan(Provisioner provisioner) {
        return Hospital.planned(provisioner.plan(policy, Hospital.entitlements(policy)));
    }

    private Connection next(String login) throws SQLException {
        return hospital.postgres.as(login, "next secret of " + login, hospital.database);
    }

    @Test
    void givesEveryAccountAnotherPasswordAndEndsNoSession() throws SQLException {
        var provisioner = new Provisioner(hospital.target, rotating());
        try (Connection nora = hospital.as("nora")) {
            rotate(provisioner, List.of("nora", "omar"));
            assertThat(nora.isValid(1)).isTrue();
        }
    }

    /** What an administrator who is no superuser wrote is known only by what it left. */
    @Test
    void givesEveryAccountAnotherPasswordWhereVerifiersCannotBeSeen() throws SQLException {
        hospital.asAdmin(
                "CREATE ROLE keeper LOGIN PASSWORD 'keeper'; GRANT CONNECT ON DATABASE "
                        + hospital.database
                        + " TO keeper");
        var target =
                new TargetDatabase(
                        "ehr", hospital.postgres.url(hospital.database), "keeper", "keeper");
        for (Need need : new Provisioner(target, hospital.secrets).examine(policy).needs()) {
            if (!need.met()) {
                hospital.asAdmin(need.gives());
            }
        }
        assertThat(plan(new Provisioner(target, hospital.secrets)).isEmpty()).isTrue();

        rotate(new Provisioner(target, rotating()), List.of("nora", "omar"));
    }

    private void rotate(Provisioner provisioner, List<String> people) throws SQLException {
        Plan plan = plan(provisioner);
        assertThat(plan.sentences()).contains("~ role nora", "~ role omar");
        assertThat(plan.losers()).isEmpty();

        assertThat(provisioner.apply(plan)).isInstanceOf(Applied.Done.class);

        for (String login : people) {
            next(login).close();
            assertThatThrownBy(() -> hospital.as(login)).hasMessageContaining("password");
        }
        assertThat(plan(provisioner).isEmpty()).isTrue();
    }

    @Test
    void putsAPasswordBackAndEndsWhoCameInWithAnother() throws SQLException {
        hospital.asAdmin("ALTER ROLE nora PASSWORD 'mine'");
        try (Connection intruder = hospital.postgres.as("nora", "mine", hospital.database)) {
            assertThat(hospital.provisioner.putBack(Set.of("nora")))
                    .isEqualTo(new Applied.Done(1, 1));
            assertThat(intruder.isValid(1)).isFalse();
        }
        hospital.as("nora").close();
        assertThat(hospital.plan(policy).isEmpty()).isTrue();
    }
}
