package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database is named as psql names it, without its password. */
class DatabaseUrlTest {

    @Test
    void readsWhoWhereAndWhat() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://keeper@db.example:6432/ehr?sslmode=require");

        assertThat(url.account()).isEqualTo("keeper");
        assertThat(url.target("main").url())
                .isEqualTo("jdbc:postgresql://db.example:6432/ehr?sslmode=require");
        assertThat(url.target("main").name()).isEqualTo("main");
    }

    @Test
    void takesThePortEverybodyTakes() {
        assertThat(DatabaseUrl.of("postgres://keeper@db.example/ehr").authority())
                .isEqualTo("db.example:5432");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ehr",
                "postgresql://db.example/ehr",
                "postgresql://keeper@db.example",
                "postgresql://keeper@db.example/",
                "postgresql://keeper:word@db.example/ehr",
                "mysql://keeper@db.example/ehr",
                "postgresql://keeper@db example/ehr"
            })
    void refusesEverythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseUrl.of(text))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP6007")
                .hasMessageNotContaining("word@")
                .hasMessageNotContaining("db.example");
    }
}
