package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions ask about, and what they answer where something is not known. */
final class ConditionTest {
    /** A Saturday, half past eleven in Berlin. */
    private static final Circumstances KNOWN =
            new Circumstances(
                    Instant.parse("2026-11-21T10:30:00Z"),
                    Optional.of("treatment"),
                    Optional.of("10.1.2.3"),
                    Map.of("managed", "true"),
                    Optional.of("prod"),
                    Map.of("clinics", List.of("7", "8")));

    private static final Circumstances UNKNOWN = Circumstances.at(KNOWN.at());

    private static Optional<Condition> read(String text, Problems problems) {
        return new ConditionReader(problems)
                .read(new Yaml.Scalar(text, Yaml.Kind.TEXT, new Place("20-roles.yaml", 5, 11)));
    }

    private static Condition condition(String text) {
        Problems problems = new Problems();
        return read(text, problems).orElseThrow(() -> new AssertionError(problems.listed()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "hour(now, \"Europe/Berlin\") == 11",
                "weekday(now, \"Europe/Berlin\") == 6",
                "in_network(network, \"10.0.0.0/8\")",
                "in_network(network, \"10.1.2.0/23\")",
                "!in_network(network, \"10.1.2.4/30\")",
                "device.managed == \"true\"",
                "purpose == \"treatment\" && environment == \"prod\"",
                "\"7\" in user.clinics",
                "now < timestamp(\"2027-01-01T00:00:00Z\")",
                "purpose.startsWith(\"treat\") || device.missing == \"x\"",
            })
    void holds(String text) {
        assertThat(condition(text).holds(KNOWN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in_network(network, \"10.0.0.0/8\")",
                "!in_network(network, \"10.0.0.0/8\")",
                "device.managed != \"false\"",
                "!(device.managed == \"false\")",
                "purpose != \"research\"",
                "environment != \"staging\"",
                "!(\"7\" in user.clinics)",
                "hour(now, purpose) >= 0",
                "1 / 0 == 1",
                "purpose.matches(\"(\")",
                "true || purpose == \"treatment\"",
            })
    void doesNotHoldWhereSomethingIsNotKnown(String text) {
        assertThat(condition(text).holds(UNKNOWN)).isFalse();
    }

    @Test
    void doesNotHoldForAnAddressNobodyCanRead() {
        Circumstances broken =
                new Circumstances(
                        KNOWN.at(),
                        Optional.empty(),
                        Optional.of("10.1.2.3.example"),
                        Map.of(),
                        Optional.empty(),
                        Map.of());

        assertThat(condition("!in_network(network, \"192.168.0.0/16\")").holds(broken)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hour(now) < 6 | SP1114",
                "hour(now, \"Europe/Berln\") < 6 | SP1114",
                "in_network(network, \"10.0.0.0/33\") | SP1114",
                "hour(now, \"UTC\") | SP1114",
                "netwrk == \"x\" | SP1114",
                "[1, 2].all(x, x > 0) | SP1114",
                "has(device.managed) | SP1114",
                "purpose == | SP1114",
            })
    void isRefused(String text, String code) {
        Problems problems = new Problems();

        assertThat(read(text, problems)).isEmpty();
        assertThat(problems.listed()).singleElement().asString().startsWith(code);
    }

    @Test
    void isRefusedWhereItIsTooLongOrTooDeep() {
        for (String text :
                List.of(
                        "true || ".repeat(200) + "true",
                        "(".repeat(60) + "true" + ")".repeat(60))) {
            Problems problems = new Problems();

            assertThat(read(text, problems)).isEmpty();
            assertThat(problems.listed()).hasSize(1);
        }
    }

    @Test
    void isTheSameByItsText() {
        assertThat(condition("true")).isEqualTo(condition("true")).isNotEqualTo(condition("false"));
    }
}
