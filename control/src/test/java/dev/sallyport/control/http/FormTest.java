package dev.sallyport.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as a form, and what is none. */
final class FormTest {
    @Test
    void readsWhatItWrites() {
        String written = Form.write(Map.of("a b", "c&d=e+\u00e9"));

        assertThat(Form.read(written).orElseThrow().value("a b")).hasValue("c&d=e+\u00e9");
        assertThat(Form.read("a=").orElseThrow().value("a")).isEmpty();
        assertThat(Form.read("a=b=c").orElseThrow().value("a")).hasValue("b=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=b", "a=b&", "a=b&a=c", "a=%zz", "a=%"})
    void refusesWhatIsNone(String text) {
        assertThat(Form.read(text)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(Form.read("a=" + "b".repeat(Form.LONGEST - 2))).isPresent();
        assertThat(Form.read("a=" + "b".repeat(Form.LONGEST - 1))).isEmpty();
        assertThat(Form.read(null)).isEmpty();
    }
}
