package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.signin.SignInKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key stays until nothing needs it, and not longer. */
final class SealingKeysTest {
    @TempDir private Path folder;

    private SealingKeys opened() throws IOException {
        return SealingKeys.in(Keys.in(folder.resolve("keys"), new SecureRandom()));
    }

    @Test
    void keepsTheKeyBeforeUntilTheChangeIsSettledAlsoOverACrash() throws IOException {
        SignInKeys.Key first = opened().current();
        assertThat(opened().current()).isEqualTo(first);

        opened().begin();
        SealingKeys afterACrash = opened();
        assertThat(afterACrash.isChanging()).isTrue();
        SignInKeys.Key second = afterACrash.current();
        assertThat(second.secret()).isNotEqualTo(first.secret());
        assertThat(afterACrash.named(first.id())).hasValue(first);
        afterACrash.begin();
        assertThat(afterACrash.current()).isEqualTo(second);

        afterACrash.settle();
        assertThat(afterACrash.named(first.id())).isEmpty();
        assertThat(opened().named(first.id())).isEmpty();
        assertThat(opened().current()).isEqualTo(second);
        assertThat(folder.resolve("keys/second-factors")).doesNotExist();
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("second-factors-2", "second-factors.epoch");
        }
    }
}
