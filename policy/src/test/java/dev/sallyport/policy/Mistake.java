package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** One thing spoilt in the small policy, and every problem it must be answered with. */
record Mistake(String fact, String file, String old, String with, List<String> told) {

    Mistake(String fact, String file, String old, String with, String... told) {
        this(fact, file, old, with, List.of(told));
    }

    /** The columns have a test of their own; here they would only shift with the sample. */
    void isTold(Path folder) {
        assertThat(byLine(problemsIn(folder))).isEqualTo(byLine(told));
    }

    void isToldToTheColumn(Path folder) {
        assertThat(problemsIn(folder)).isEqualTo(told);
    }

    private List<String> problemsIn(Path folder) {
        return new SmallPolicy().replacing(file, old, with).problemsIn(folder);
    }

    private static List<String> byLine(List<String> problems) {
        return problems.stream()
                .map(problem -> problem.replaceFirst("(\\.yaml:\\d+):\\d+ ", "$1 "))
                .toList();
    }

    @Override
    public String toString() {
        return fact;
    }
}
