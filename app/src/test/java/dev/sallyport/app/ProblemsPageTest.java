package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.ProblemCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page of SP codes to the codes. */
final class ProblemsPageTest {
    private static final String PAGE = SourceTree.read("docs/reference/problems.md");

    @Test
    void listsEveryCodeOnceAndInOrder() {
        assertThat(PageRules.codes(PAGE))
                .containsExactlyElementsOf(
                        Stream.of(ProblemCode.values()).map(Enum::name).toList());
    }

    @Test
    void saysOfEachWhatItMeansWithAnExampleAndAWayOut() {
        assertThat(PageRules.incompleteCodes(PAGE)).isEmpty();
    }

    @Test
    void seesARowThatIsNotComplete() {
        String page =
                "| SP1001 | means | `SP1001 a` | do |\n| SP1002 | means | `SP1001 a` | do |\n| SP1003 | means | |\n";

        assertThat(PageRules.codes(page)).containsExactly("SP1001", "SP1002", "SP1003");
        assertThat(PageRules.incompleteCodes(page)).containsExactly("SP1002", "SP1003");
    }
}
