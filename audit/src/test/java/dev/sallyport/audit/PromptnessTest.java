package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a thread with other things to do may wait for the disk. */
final class PromptnessTest {
    private static final long QUICK = 36_000;
    private static final long STALL = Promptness.STALL.toNanos() + 1;
    private static final long SLOW = Promptness.PROMPT.toNanos() * 2;
    private static final long APART = Promptness.APART.toNanos();

    private final Promptness promptness = new Promptness(0);

    @Test
    void isPromptWhileForcesAreQuick() {
        for (int force = 0; force < 1_000; force++) {
            promptness.took(QUICK, force);
            assertThat(promptness.isPrompt(force)).isTrue();
        }
    }

    @Test
    void isNotPromptForASecondAfterOneStall() {
        promptness.took(QUICK, 0);
        promptness.took(STALL, 1);

        assertThat(promptness.isPrompt(1)).isFalse();
        assertThat(promptness.isPrompt(APART)).isFalse();
        assertThat(promptness.isPrompt(APART + 1)).isTrue();
    }

    @Test
    void aDiskThatIsAlwaysSlowIsFoundOut() {
        int forces = 0;
        while (promptness.isPrompt(0)) {
            promptness.took(SLOW, 0);
            forces++;
        }

        assertThat(forces).isBetween(2, 20);
    }
}
