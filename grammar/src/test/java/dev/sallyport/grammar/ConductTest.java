package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Conduct;
import dev.sallyport.sql.GroupedQuery;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What rules about statements ask of one is found in its tree, wherever it stands there. */
final class ConductTest {

    @ParameterizedTest
    @MethodSource
    void findsWhatAStatementDoes(String query, String expected) {
        String acts =
                conduct(query).acts().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(" "));
        assertThat(acts.isEmpty() ? "-" : acts).isEqualTo(expected);
    }

    static Stream<Arguments> findsWhatAStatementDoes() {
        return Table.rows("acts.txt");
    }

    @ParameterizedTest
    @MethodSource
    void knowsAQueryAgainWhateverItsValues(String query, String other) {
        boolean another = other.startsWith("≠");
        Optional<String> fingerprint = conduct(another ? other.substring(1) : other).fingerprint();

        assertThat(fingerprint).isPresent();
        assertThat(fingerprint.equals(conduct(query).fingerprint())).isEqualTo(!another);
    }

    static Stream<Arguments> knowsAQueryAgainWhateverItsValues() {
        return Table.rows("same-query.txt");
    }

    @ParameterizedTest
    @MethodSource
    void readsByWhatGroupsAreCounted(String query, String expected) {
        assertThat(conduct(query).grouped().map(ConductTest::described).orElse("-"))
                .isEqualTo(expected);
    }

    static Stream<Arguments> readsByWhatGroupsAreCounted() {
        return Table.rows("grouped.txt");
    }

    @Test
    void hasNoFingerprintOfWhatIsNoQuery() {
        assertThat(
                        Stream.of(
                                        "begin",
                                        "execute p",
                                        "do 'x'",
                                        "create table t (id int)",
                                        "set a = 1")
                                .map(text -> conduct(text).fingerprint()))
                .containsOnly(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "prepare q as select 1, PREPARE q",
        "PREPARE \"Q \"\"x\" (int) as select $1, PREPARE Q \"x",
        "deallocate Q, DEALLOCATE q",
        "deallocate prepare \"Q\", DEALLOCATE Q",
        "deallocate U&\"\\0071\", DEALLOCATE q",
        "deallocate \"all\", DEALLOCATE all",
        "deallocate all, 'DEALLOCATE '",
        "execute Q(1), EXECUTE q",
        "explain analyze execute q, EXECUTE q",
        "create table t as execute q, EXECUTE q",
        "declare c cursor for select 1, DECLARE c",
        "fetch all in \"C\", FETCH C",
        "move c, FETCH c",
        "close U&\"\\0063\", CLOSE c",
        "savepoint U&\"\\0041\", SAVEPOINT A",
        "rollback work to savepoint B, ROLLBACK_TO b",
        "release \"B\", ROLLBACK_TO B",
        "rollback,",
        "close all, 'CLOSE '",
        "close \"all\", CLOSE all",
        "select 1,"
    })
    void namesWhatIsGivenANameAndRunByIt(String query, @Nullable String expected) {
        assertThat(conduct(query).name().map(use -> use.act() + " " + use.name()).orElse(null))
                .isEqualTo(expected);
    }

    @Test
    void namesTheFunctionsThatAreNoBuiltIn() {
        assertThat(
                        conduct("select lower(a), purge(b), hosp.f(c), pg_sleep(1) from t")
                                .unknownFunctions())
                .containsExactlyInAnyOrder("purge", "hosp.f");
        assertThat(conduct("call hosp.purge()").unknownFunctions()).containsExactly("hosp.purge");
    }

    private static Conduct conduct(String query) {
        return Reading.one(query).conduct();
    }

    private static String described(GroupedQuery query) {
        return query.from().stream().map(ConductTest::described).collect(Collectors.joining(", "));
    }

    private static String described(GroupedQuery.Counted item) {
        return item.relation()
                + item.least().entrySet().stream()
                        .map(one -> "." + one.getKey() + " " + one.getValue())
                        .collect(Collectors.joining());
    }
}
