package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RepeatReaderTest {
    private final RepeatReader reader = new RepeatReader(new StatementReader());

    @Test
    void remembersAStatementWithOtherLiterals() {
        assertThat(read("SELECT a FROM t WHERE b = 2"))
                .isSameAs(read("select a from t where b = 'x'"));
    }

    @Test
    void readsASettingAnewEachTime() {
        assertThat(read("set client_encoding = utf8"))
                .isNotEqualTo(read("set client_encoding = latin1"));
        assertThat(read("select set_config('a.b', '', false)"))
                .isNotEqualTo(read("select set_config('backslash_quote', '', false)"));
    }

    @Test
    void saysWhatItCannotRead() {
        assertThat(read("select '"))
                .isEqualTo(new StatementReading.Unreadable(7, "a quoted string has no end"));
    }

    private StatementReading read(String query) {
        byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }
}
