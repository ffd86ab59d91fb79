package dev.sallyport.provision.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Baselines that an older Sallyport wrote, or an older PostgreSQL was read for. */
final class FactsTest {
    private static final Fact OLD = fact(FactKind.READ, "", "1 of PostgreSQL 17", "");
    private static final Fact NEW = fact(FactKind.READ, "", "1 of PostgreSQL 18", "");

    private static Fact fact(FactKind kind, String target, String name, String hash) {
        return new Fact(kind, target, "", name, "", "", "", "", "", "", hash, List.of(), "1", name);
    }

    private static Fact builtin(String name, String hash) {
        return fact(FactKind.FUNCTION, "builtin", name, hash);
    }

    private static Set<String> changed(Facts before, Facts now) {
        return before.differences(now).stream()
                .map(one -> one.fact().name())
                .collect(Collectors.toSet());
    }

    @Test
    void comparesBuiltInFunctionsOfOneReading() {
        var before = new Facts(List.of(NEW, builtin("abs", "a"), builtin("mod", "a")));

        assertThat(changed(before, new Facts(List.of(NEW, builtin("abs", "b")))))
                .containsExactlyInAnyOrder("abs", "mod");
    }

    @Test
    void saysNothingOfWhatABaselineWasNotReadFor() {
        var now = new Facts(List.of(NEW, builtin("abs", "b"), fact(FactKind.SLOT, "", "s", "")));

        for (List<Fact> before : List.of(List.of(OLD, builtin("abs", "a")), List.<Fact>of())) {
            assertThat(changed(new Facts(before), now)).containsExactly("s");
        }
    }

    @Test
    void comparesThemFromTheNextApplyOn() {
        var kept = new Facts(List.of(OLD, builtin("abs", "a"), builtin("gone", "a")));
        var now = new Facts(List.of(NEW, builtin("abs", "b")));

        Facts next = kept.following(now, now, "7");

        assertThat(changed(next, now)).isEmpty();
        assertThat(
                        Stream.of("c", "b")
                                .map(hash ->
                                        changed(
                                                next,
                                                new Facts(List.of(NEW, builtin("abs", hash))))))
                .containsExactly(Set.of("abs"), Set.of());
    }
}
