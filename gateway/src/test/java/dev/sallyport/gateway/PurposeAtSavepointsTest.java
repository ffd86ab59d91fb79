package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The purpose on record is what the database says it is, whatever a transaction undoes. */
class PurposeAtSavepointsTest {
    private static final String PURPOSES =
            "    purposes: [treatment]\n    allow:\n      - on: ehr\n";
    private static final Pattern ON_RECORD =
            Pattern.compile("\"purpose\":\"(\\w+)\".*\"text\":\"[^\"]* as (probe\\d+)\"");

    private static final List<String> ANYTHING =
            List.of(
                    "BEGIN",
                    "BEGIN",
                    "BEGIN",
                    "COMMIT",
                    "ROLLBACK",
                    "COMMIT AND CHAIN",
                    "ROLLBACK AND CHAIN",
                    "SAVEPOINT a",
                    "SAVEPOINT A",
                    "SAVEPOINT U&\"\\0061\"",
                    "SAVEPOINT \"A\"",
                    "SAVEPOINT b",
                    "ROLLBACK TO a",
                    "ROLLBACK TO SAVEPOINT U&\"\\0062\"",
                    "ROLLBACK TO \"A\"",
                    "RELEASE a",
                    "RELEASE SAVEPOINT \"b\"",
                    "SET sallyport.purpose = 'operations'",
                    "SET sallyport.purpose = 'operations'",
                    "SET sallyport.purpose = 'treatment'",
                    "RESET sallyport.purpose",
                    "RESET ALL",
                    "SELECT 1/0");

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private static int probes;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        gateway.apply(
                Hospital.changed(
                        folder,
                        PURPOSES,
                        PURPOSES.replace("[treatment]", "[treatment, operations]")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** What the database says, with the number that it stands under on record. */
    private static List<String> probe(RawClient client) throws Exception {
        String name = "probe" + probes++;
        RawClient.Frame row =
                client.ask("SELECT current_setting('sallyport.purpose') AS " + name).get(1);
        return row.type() == 'D' ? List.of(name + " " + row.text().substring(6)) : List.of();
    }

    private static List<String> recorded() {
        List<String> all = new ArrayList<>();
        for (String event : Logged.events(folder)) {
            Matcher matcher = ON_RECORD.matcher(event);
            if (event.contains("\"st\":\"ok\"") && matcher.find()) {
                all.add(matcher.group(2) + " " + matcher.group(1));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; SAVEPOINT a; SET sallyport.purpose='operations'; ROLLBACK TO a; COMMIT",
                "BEGIN; SAVEPOINT s; SELECT 1/0; ROLLBACK TO s; SET sallyport.purpose='operations'; COMMIT",
                "BEGIN; SELECT 1/0; ROLLBACK AND CHAIN; SET sallyport.purpose='operations'; COMMIT",
                "BEGIN; SELECT 1/0; COMMIT AND CHAIN; SET sallyport.purpose='operations'; COMMIT",
                "BEGIN; SET sallyport.purpose='operations'; SAVEPOINT a; RESET sallyport.purpose;"
                        + " SAVEPOINT A; ROLLBACK TO a; RELEASE a; ROLLBACK TO U&\"\\0061\"; COMMIT",
                "BEGIN; SAVEPOINT a; SET sallyport.purpose='operations'; SAVEPOINT b; RELEASE a;"
                        + " SAVEPOINT c; RESET sallyport.purpose; ROLLBACK TO c; COMMIT",
                "BEGIN; SET sallyport.purpose='operations'; SAVEPOINT a; SAVEPOINT a; RELEASE a;"
                        + " RESET ALL; SELECT 1/0; ROLLBACK TO a; COMMIT",
                "SET sallyport.purpose='operations'; BEGIN; RESET ALL; SAVEPOINT \"A\"; SAVEPOINT a;"
                        + " SET sallyport.purpose='operations'; ROLLBACK TO \"A\"; ROLLBACK"
            })
    void isWhatTheDatabaseSaysAfterEachStep(String steps) throws Exception {
        List<String> said = new ArrayList<>();
        try (RawClient nora = gateway.rawNora()) {
            for (String step : steps.split("; ?", -1)) {
                nora.ask(step);
                said.addAll(probe(nora));
            }
        }
        assertThat(recorded()).containsAll(said);
    }

    @Test
    void isWhatTheDatabaseSaysAfterAnything() throws Exception {
        List<String> said = new ArrayList<>();
        Random chance = new Random(20261123);
        for (int session = 0; session < 5; session++) {
            try (RawClient nora = gateway.rawNora()) {
                for (int i = 0; i < 200; i++) {
                    nora.ask(ANYTHING.get(chance.nextInt(ANYTHING.size())));
                    said.addAll(probe(nora));
                }
            }
        }
        assertThat(said).hasSizeGreaterThan(200).anyMatch(one -> one.endsWith("operations"));
        assertThat(recorded()).containsAll(said);
    }

    /** A driver that saves each statement gives one name again and again. */
    @Test
    void takesNoMoreForManySavepointsOfOneName() throws Exception {
        Savepoints savepoints = new Savepoints();
        for (int i = 0; i < 1_000_000; i++) {
            savepoints.made("PGJDBC_AUTOSAVE", Stated.NOTHING);
        }
        assertThat(savepoints.hasRoom()).isTrue();
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(savepoints.at("PGJDBC_AUTOSAVE")).contains(Stated.NOTHING);
            savepoints.released("PGJDBC_AUTOSAVE");
        }
        assertThat(savepoints.at("PGJDBC_AUTOSAVE")).isEmpty();
    }

    @Test
    void refusesMoreSavepointsBehindAChangeThanCanBeKept() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                many.append("SAVEPOINT a; SAVEPOINT b;");
            }
            for (int i = 0; i < 10; i++) {
                assertThat(RawClient.types(nora.ask(many.toString()))).doesNotContain("E");
            }
            nora.ask("SAVEPOINT first");
            nora.ask("SET sallyport.purpose = 'operations'");
            for (int i = 0; i < Savepoints.MOST / 200; i++) {
                assertThat(RawClient.types(nora.ask(many.toString()))).doesNotContain("E");
            }
            assertThat(nora.ask("SAVEPOINT more").getFirst().field('M'))
                    .startsWith("SP2082 more than 1000 savepoints");
            assertThat(RawClient.types(nora.ask("ROLLBACK TO a"))).isEqualTo("CZ");
            assertThat(probe(nora).getFirst()).endsWith(" operations");
            assertThat(RawClient.types(nora.ask("ROLLBACK TO first"))).isEqualTo("CZ");
            assertThat(RawClient.types(nora.ask("SAVEPOINT more"))).isEqualTo("CZ");
            assertThat(probe(nora).getFirst()).endsWith(" treatment");
        }
    }
}
