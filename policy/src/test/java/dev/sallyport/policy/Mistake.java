package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** One thing spoilt in the small policy, and every problem it must be answered with. */
record Mistake(String fact, String file, String old, String with, List<String> told) {

    Mistake(String fact, String file, String old, String with, String... told) {
        this(fact, file, old, with, List.of(told));
    }

    void isTold(Path folder) {
        assertThat(new SmallPolicy().replacing(file, old, with).problemsIn(folder)).isEqualTo(told);
    }

    @Override
    public String toString() {
        return fact;
    }
}
