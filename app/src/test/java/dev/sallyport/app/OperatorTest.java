package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.Actor;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperatorTest {
    /** Whoever reads the record tells an account of the machine from somebody elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "root, cli:root",
        "console:ada, console:ada",
        "console:ada/key:7, console:ada/key:7"
    })
    void isNamedAfterWhereTheOrderCameFrom(String caller, String actor) {
        assertThat(
                        ScopedValue.where(Operator.CALLER, caller)
                                .<Actor, RuntimeException>call(Operator::actor))
                .isEqualTo(new Actor(actor, Optional.empty()));
    }
}
