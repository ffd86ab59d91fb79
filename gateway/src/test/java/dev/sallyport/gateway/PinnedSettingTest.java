package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedSettingTest {
    private static final String HIDDEN =
            "SELECT set_config('standard_' || 'conforming_strings', 'off', false)";

    /** Two statements if backslashes escape, one if they do not. */
    private static final String TWO_WAYS = "SELECT '\\', 'x''; DELETE FROM notes; --'";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET standard_conforming_strings = off",
                "SET LOCAL Standard_Conforming_Strings TO 'off'",
                "SET client_encoding = 'SJIS'",
                "SET NAMES 'SJIS'",
                "SELECT set_config('standard_conforming_strings', 'off', false)",
                "UPDATE pg_settings SET setting = 'off' WHERE name = 'x'"
            })
    void refusesTheChangeAndGoesOn(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            assertThat(nora.ask(sql).getFirst().field('M')).startsWith("SP2044");
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c standard_conforming_strings=off",
                "-c client_encoding=SJIS",
                "--standard-conforming-strings=off"
            })
    void refusesTheChangeInTheOptionsOfASignIn(String options) throws Exception {
        try (RawClient nora = gateway.raw()) {
            nora.send(RawClient.startup("user", "nora", "database", "ehr", "options", options));
            var last = nora.prove("demo").getLast();
            assertThat(last.type()).isEqualTo('E');
            assertThat(last.field('M')).startsWith("SP40");
        }
    }

    @Test
    void endsTheSessionWhereASettingChangedByAComputedName() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(query(HIDDEN), query(TWO_WAYS));
            assertThat(nora.error().field('M')).startsWith("SP4009");
            assertThat(nora.isClosed()).isTrue();
        }
        notesAreThere();
    }

    @Test
    void readsNothingDoubtfulInTheBatchOfAHiddenChange() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    parse("", HIDDEN),
                    bind("", ""),
                    execute(""),
                    parse("", TWO_WAYS),
                    bind("", ""),
                    execute(""),
                    sync());
            assertThat(nora.error().field('M')).startsWith("SP2045");
        }
        notesAreThere();
    }

    @Test
    void waitsForTheEndOfTheBatchOfAHiddenChange() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    parse("", HIDDEN),
                    bind("", ""),
                    execute(""),
                    sync(),
                    parse("", TWO_WAYS),
                    bind("", ""),
                    execute(""),
                    sync());
            assertThat(nora.error().field('M')).startsWith("SP4009");
        }
        notesAreThere();
    }

    private static void notesAreThere() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            assertThat(nora.ask("SELECT count(*) FROM notes").get(1).text()).endsWith("1000");
        }
    }
}
