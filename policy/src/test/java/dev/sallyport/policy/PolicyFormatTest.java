package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the one form of a file is, and when a file is written. */
final class PolicyFormatTest {
    private static final String UNTIDY =
            """
            # Owner: somebody.


            version:   1
            roles:
                nurse:   # of a clinic
                    owner:    'cno'
                    # why it exists
                    reason: "It's so"
                    purposes: [ a,b ,c ]
                    # the end of nurse
                # before the next role
                analyst: { owner: x , reason: >
            """;

    @TempDir private Path folder;

    record Case(String fact, String before, String after) {
        @Override
        public String toString() {
            return fact;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "two blanks a level", "a:\n     b:\n       c: 1\n", "a:\n  b:\n    c: 1\n"),
                new Case("one blank after a colon", "a:    1\n", "a: 1\n"),
                new Case("one blank in flow", "a: { b: 1,c: [ 1,2 ] }\n", "a: {b: 1, c: [1, 2]}\n"),
                new Case("empty flow", "a: {  }\nb: [ ]\n", "a: {}\nb: []\n"),
                new Case(
                        "lists below their key",
                        "a:\n- 1\n-   2\nb: 3\n",
                        "a:\n  - 1\n  - 2\nb: 3\n"),
                new Case(
                        "maps in lists",
                        "a:\n  -    b: 1\n       c: 2\n",
                        "a:\n  - b: 1\n    c: 2\n"),
                new Case(
                        "lists in lists", "- - 1\n  - 2\n-\n    - 3\n", "- - 1\n  - 2\n-\n  - 3\n"),
                new Case("two blanks before a comment", "a: 1       # x\n", "a: 1  # x\n"),
                new Case("no blanks at the end", "a: 1   \nb: 2 \t\n", "a: 1\nb: 2\n"),
                new Case("one empty line at most", "\n\na: 1\n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"),
                new Case("a line end at the end", "a: 1", "a: 1\n"),
                new Case("line ends of one kind", "a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
                new Case("double quotes", "a: 'x'\n", "a: \"x\"\n"),
                new Case(
                        "single quotes where they are needed",
                        "a: 'x\"y'\nb: 'x\\n'\n",
                        "a: 'x\"y'\nb: 'x\\n'\n"),
                new Case(
                        "comments stay at their level",
                        "a:\n    b: 1\n    # of a\n# of the file\nc: 2\n",
                        "a:\n  b: 1\n  # of a\n# of the file\nc: 2\n"),
                new Case(
                        "comments in flow",
                        "a: [1, # one\n 2 # two\n ]\n",
                        "a: [1,  # one\n  2  # two\n  ]\n"),
                new Case("comments alone", "# x\n   # y\n\n", "# x\n# y\n"),
                new Case(
                        "a list in the middle of comments",
                        "a:\n# c\n- 1\n# d\n- 2\nb: 1\n",
                        "a:\n  # c\n  - 1\n  # d\n  - 2\nb: 1\n"),
                new Case(
                        "text of several lines",
                        "a:\n    b: |\n        one\n          two\n\n        three\n    c: 1\n",
                        "a:\n  b: |\n      one\n        two\n\n      three\n  c: 1\n"),
                new Case(
                        "folded words",
                        "a:\n    b: one\n        two\n    c: 'x\n      y'\n",
                        "a:\n  b: one\n    two\n  c: 'x\n    y'\n"),
                new Case("words and hashes", "a: x#y\nb: \"# no\"\n", "a: x#y\nb: \"# no\"\n"),
                new Case(
                        "flow over lines",
                        "a: {\n      b: 1,\n        c: {d: 1,\n   e: 2}}\n",
                        "a: {\n  b: 1,\n  c: {d: 1,\n    e: 2}}\n"),
                new Case(
                        "what is kept as it is: line ends that count",
                        "a:  |+\n  x\n\n",
                        "a:  |+\n  x\n\n"),
                new Case("a document's start", "---\na:   1\n", "---\na: 1\n"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writes(Case written) {
        assertThat(PolicyFormat.formatted(written.before())).isEqualTo(written.after());
        assertThat(PolicyFormat.formatted(written.after())).isEqualTo(written.after());
    }

    @Test
    void keepsTheExampleFilesAsTheyAre() {
        assertThat(PolicyFormat.in(HospitalExampleTest.HOSPITAL.resolve("policy"))).isEmpty();
    }

    @Test
    void writesAFileThatChangedAndNoOther() throws IOException {
        Path tidy = Files.writeString(folder.resolve("10-a.yaml"), "version: 1\n");
        Path untidy = Files.writeString(folder.resolve("20-b.yaml"), "version:  1\n");
        Files.setPosixFilePermissions(untidy, PosixFilePermissions.fromString("rw-r-----"));

        List<PolicyFormat.Unformatted> unformatted = PolicyFormat.in(folder);
        for (PolicyFormat.Unformatted file : unformatted) {
            file.write();
        }

        assertThat(unformatted.stream().map(PolicyFormat.Unformatted::file))
                .containsExactly(untidy);
        assertThat(untidy).hasContent("version: 1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(untidy)))
                .isEqualTo("rw-r-----");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(tidy, untidy);
        }
    }

    @Test
    void touchesNothingWhereAFileDoesNotParse() throws IOException {
        Files.writeString(folder.resolve("10-a.yaml"), "version:  1\n");
        Files.writeString(folder.resolve("20-b.yaml"), UNTIDY + "\n}");

        assertThatThrownBy(() -> PolicyFormat.in(folder))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .singleElement()
                                        .asString()
                                        .startsWith("SP1001 20-b.yaml:"));
    }
}
