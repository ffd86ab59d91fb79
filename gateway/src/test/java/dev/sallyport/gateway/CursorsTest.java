package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cursor is the one it is until it is closed, however its name is spelled. */
class CursorsTest {
    private static final String LONG = "n".repeat(63);

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @BeforeEach
    void asItWas() {
        gateway.apply(Hospital.snapshot());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** But for the notice that a name is cut. */
    private static String types(RawClient client, String sql) throws Exception {
        return RawClient.types(client.ask(sql)).replace("N", "");
    }

    @Test
    void countsItsPagesTogetherInEverySpelling() throws Exception {
        gateway.apply(Hospital.nurse(folder, "limits: {rows_per_query: 5}"));
        for (String[] spelled :
                new String[][] {
                    {"cc", "cc", "U&\"\\0063c\""},
                    {"c", "c", "U&\"\\0063\""},
                    {"U&\"\\0063\"", "C", "U&\"!0063\" UESCAPE '!'"},
                    {"\"a \"\" with\"", "\"a \"\" with\"", "U&\"a \"\" with\""},
                    {LONG, LONG + "a", LONG + "b"},
                    {LONG + "a", LONG + "b", LONG}
                }) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("BEGIN");
                nora.ask("DECLARE " + spelled[0] + " CURSOR FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 3 FROM " + spelled[1])).isEqualTo("TDDDCZ");
                assertThat(types(nora, "MOVE BACKWARD ALL IN " + spelled[1])).isEqualTo("CZ");
                assertThat(types(nora, "FETCH 3 FROM " + spelled[2])).isEqualTo("TDDEZ");
            }
        }
    }

    @Test
    void countsAgainWhereANameIsOfAnotherCursor() throws Exception {
        gateway.apply(Hospital.nurse(folder, "limits: {rows_per_query: 5}"));
        try (RawClient nora = gateway.rawNora()) {
            for (String close : new String[] {"CLOSE U&\"\\0063\"", "CLOSE ALL", "CLOSE c"}) {
                nora.ask("BEGIN");
                nora.ask("DECLARE c CURSOR FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 4 FROM c")).isEqualTo("TDDDDCZ");
                assertThat(types(nora, close)).isEqualTo("CZ");
                nora.ask("DECLARE c CURSOR FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 4 FROM c")).isEqualTo("TDDDDCZ");
                nora.ask("COMMIT");
            }
        }
    }
}
