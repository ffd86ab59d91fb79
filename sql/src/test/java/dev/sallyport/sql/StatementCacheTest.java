package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatementCacheTest {
    private final Normaliser normaliser = new Normaliser();
    private final StatementCache<String> cache = new StatementCache<>();

    @Test
    void findsWhatItKept() {
        keep("select a from t where b = 1", "one");

        assertThat(find("SELECT a FROM t WHERE b = 99999")).isEqualTo("one");
        assertThat(find("select a from t where c = 1")).isNull();
    }

    @Test
    void replacesTheValueOfTheSameText() {
        keep("select a", "one");
        keep("select a", "two");

        assertThat(find("select a")).isEqualTo("two");
    }

    @Test
    void tellsTextsOfEqualHashApart() {
        byte[] one = {1};
        byte[] two = {2};
        cache.keep(one, 1, 5, "one");
        cache.keep(two, 1, 5, "two");

        assertThat(cache.find(one, 1, 5)).isEqualTo("one");
        assertThat(cache.find(two, 1, 5)).isEqualTo("two");
    }

    @Test
    void keepsWhatIsInUseThroughAFlood() {
        keep("select hot", "hot");
        for (int i = 0; i < 100_000; i++) {
            keep("select cold" + i, "cold");
            if (i % 1_000 == 0) {
                assertThat(find("select hot")).as("after %d", i).isEqualTo("hot");
            }
        }
    }

    @Test
    void learnsANewStatementAfterAFlood() {
        for (int i = 0; i < 100_000; i++) {
            keep("select cold" + i, "cold");
            find("select cold" + i);
        }
        keep("select late", "late");

        assertThat(find("select late")).isEqualTo("late");
    }

    @Test
    void staysWithinItsBytes() {
        byte[] text = new byte[StatementCache.TEXT_BYTES];
        for (int i = 0; i < 2_000; i++) {
            cache.keep(text, text.length, (long) i << 35, "value");
        }
        assertThat(cache.bytes()).isBetween(text.length, StatementCache.TOTAL_BYTES);
    }

    @Test
    void doesNotKeepALongText() {
        byte[] text = new byte[StatementCache.TEXT_BYTES + 1];
        cache.keep(text, text.length, 1, "value");

        assertThat(cache.find(text, text.length, 1)).isNull();
    }

    @Test
    void forgetsEverythingWhenCleared() {
        keep("select a", "one");
        cache.clear();

        assertThat(find("select a")).isNull();
    }

    private void keep(String query, String value) {
        normalise(query);
        cache.keep(normaliser, value);
    }

    private @Nullable String find(String query) {
        normalise(query);
        return cache.find(normaliser);
    }

    private void normalise(String query) {
        byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        normaliser.normalise(bytes, 0, bytes.length);
    }
}
