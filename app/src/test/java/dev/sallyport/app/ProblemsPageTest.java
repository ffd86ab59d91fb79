package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.ProblemCode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page of SP codes to the codes. */
final class ProblemsPageTest {
    private static final String PAGE = SourceTree.read("docs/reference/problems.md");
    private static final String PAGES = "docs/reference/problems/";

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
    void hasAPageOfItsOwnForEveryCodeAndNoOther() {
        Set<String> pages =
                SourceTree.files(file -> SourceTree.name(file).startsWith(PAGES)).stream()
                        .map(file -> SourceTree.name(file).substring(PAGES.length()))
                        .collect(Collectors.toSet());

        assertThat(pages)
                .isEqualTo(
                        Stream.of(ProblemCode.values())
                                .map(code -> code + ".md")
                                .collect(Collectors.toSet()));
    }

    @Test
    void saysTheSameOnTheIndexAndOnThePages() {
        for (ProblemCode code : ProblemCode.values()) {
            String page = SourceTree.read(PAGES + code + ".md");
            assertThat(page)
                    .startsWith("# " + code + "\n")
                    .contains("## Cause", "## Example", "\n" + code + " ", "## What to do");
            assertThat(PAGE)
                    .contains("(problems/" + code + ".md)")
                    .contains("| " + code + " | " + page.lines().skip(2).findFirst().get() + " |");
        }
    }

    @Test
    void isProducedByATestCodeByCode() {
        String tests =
                SourceTree.testFiles().stream()
                        .filter(file -> !file.endsWith("ProblemsPageTest.java"))
                        .map(SourceTree::text)
                        .collect(Collectors.joining());

        assertThat(Stream.of(ProblemCode.values()).map(Enum::name))
                .allSatisfy(code -> assertThat(tests).containsPattern("\\b" + code + "\\b"));
    }

    @Test
    void seesARowThatIsNotComplete() {
        String page =
                "| SP1001 | means | `SP1001 a` | do |\n| SP1002 | means | `SP1001 a` | do |\n| SP1003 | means | |\n";

        assertThat(PageRules.codes(page)).containsExactly("SP1001", "SP1002", "SP1003");
        assertThat(PageRules.incompleteCodes(page)).containsExactly("SP1002", "SP1003");
    }
}
