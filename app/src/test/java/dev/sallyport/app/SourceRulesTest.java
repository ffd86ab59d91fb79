package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds every file to the house style, and each rule to a sample that breaks it. */
final class SourceRulesTest {
    // Each word is spelled in two parts, for this file is read, too.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");

    /** One name after the other: nobody reads it from end to end. */
    private static final Set<String> LISTS =
            Set.of("problem/src/main/java/dev/sallyport/problem/ProblemCode.java");

    private static final Pattern NOT_RUN =
            Pattern.compile("@Dis" + "abled|\\bass" + "ume(True|False|That)\\b");

    private static final Pattern SLEEPING =
            Pattern.compile("\\bThread\\.sl" + "eep\\b|TimeUnit\\.\\w+\\.sl" + "eep\\b");

    private static final Pattern REGISTRY =
            Pattern.compile(
                    "repo1?\\.maven\\.a"
                            + "pache|repo1\\.ma"
                            + "ven|registry\\.np"
                            + "mjs|\\bpypi\\.o"
                            + "rg"
                            + "|files\\.python"
                            + "hosted|\\bghcr\\.i"
                            + "o|\\bdocker\\.i"
                            + "o|jit"
                            + "pack\\.io"
                            + "|central\\.sona"
                            + "type|deb\\.deb"
                            + "ian\\.org|proxy\\.go"
                            + "lang");

    private static final Pattern MOCKS =
            Pattern.compile(
                    "(?i)mock"
                            + "ito|easy"
                            + "mock|power"
                            + "mock|j"
                            + "mockit|wire"
                            + "mock|<artifactId>j"
                            + "mock");

    @Test
    void noFileIsLongerThanAPersonReads() {
        assertThat(that(SourceTree.mainFiles(), SourceRules::isTooLong)).isSubsetOf(LISTS);
    }

    @Test
    void seesAFileThatIsTooLong() {
        assertThat(SourceRules.isTooLong("line\n".repeat(SourceRules.FILE_LINES))).isFalse();
        assertThat(SourceRules.isTooLong("line\n".repeat(SourceRules.FILE_LINES + 1))).isTrue();
    }

    @Test
    void noMethodIsLongerThanAScreen() {
        assertThat(that(SourceTree.mainFiles(), text -> !SourceRules.longMethods(text).isEmpty()))
                .isEmpty();
    }

    @Test
    void seesAMethodThatIsTooLong() {
        String sample =
                "final class A {\n    void a(\n            int b) {\n%s        if (c) {\n        }\n    }\n\n    void d() {}\n}\n";

        assertThat(SourceRules.longMethods(sample.formatted("        b();\n".repeat(55))))
                .isEmpty();
        assertThat(SourceRules.longMethods(sample.formatted("        // {\n".repeat(56))))
                .containsExactly(2);
        assertThat(
                        SourceRules.longMethods(
                                "class A {\n" + "    int b; // a field\n".repeat(100) + "}\n"))
                .isEmpty();
    }

    @Test
    void everyTypeSaysWhatItIs() {
        assertThat(that(SourceTree.mainFiles(), text -> !SourceRules.saysWhatItIs(text))).isEmpty();
    }

    @Test
    void seesATypeThatDoesNot() {
        assertThat(
                        SourceRules.saysWhatItIs(
                                "package a;\n\n/** A thing. */\n@Command(name = \"a\")\nfinal class A {}\n"))
                .isTrue();
        assertThat(SourceRules.saysWhatItIs("package a;\n\nfinal class A {}\n")).isFalse();
        assertThat(SourceRules.saysWhatItIs("/** No sentence */\nfinal class A {}\n")).isFalse();
        assertThat(SourceRules.saysWhatItIs("/* Not for readers. */\nrecord A() {}\n")).isFalse();
        assertThat(
                        SourceRules.saysWhatItIs(
                                "/** Of the package. */\npackage a;\n\nimport b.B;\n\nenum A {}\n"))
                .isFalse();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(holding(UNFINISHED, texts())).isEmpty();
    }

    @Test
    void everyTestRuns() {
        assertThat(holding(NOT_RUN, SourceTree.testFiles())).isEmpty();
    }

    @Test
    void noTestSleeps() {
        assertThat(holding(SLEEPING, SourceTree.testFiles())).isEmpty();
    }

    @Test
    void noRegistryIsNamed() {
        assertThat(holding(REGISTRY, texts())).isEmpty();
    }

    @Test
    void nothingIsMocked() {
        assertThat(holding(MOCKS, SourceTree.files(file -> file.endsWith("pom.xml")))).isEmpty();
        assertThat(holding(MOCKS, SourceTree.testFiles())).isEmpty();
    }

    @Test
    void seesEachForbiddenWord() {
        assertThat(SourceRules.forbidden(UNFINISHED, "// TO" + "DO later")).isPresent();
        assertThat(SourceRules.forbidden(NOT_RUN, "    @Dis" + "abled")).isPresent();
        assertThat(SourceRules.forbidden(NOT_RUN, "ass" + "umeTrue(linux)")).isPresent();
        assertThat(SourceRules.forbidden(SLEEPING, "Thread.sl" + "eep(5)")).isPresent();
        assertThat(SourceRules.forbidden(REGISTRY, "https://repo1.ma" + "ven.org/x")).isPresent();
        assertThat(SourceRules.forbidden(MOCKS, "<artifactId>mock" + "ito-core")).isPresent();
        assertThat(SourceRules.forbidden(MOCKS, "ScramVerifier.mock(login)")).isEmpty();
    }

    /** A rule about files that are not found would hold for ever. */
    @Test
    void readsTheWholeTree() {
        assertThat(SourceTree.mainFiles()).hasSizeGreaterThan(200);
        assertThat(SourceTree.testFiles()).hasSizeGreaterThan(50);
        assertThat(names(texts()))
                .contains("pom.xml", "sallyport", "README.md", "examples/hospital/schema.sql");
    }

    private static Set<Path> texts() {
        return SourceTree.files(file -> true);
    }

    private static List<String> that(Collection<Path> files, Predicate<String> breaks) {
        return names(files.stream().filter(file -> breaks.test(SourceTree.text(file))).toList());
    }

    private static List<String> names(Collection<Path> files) {
        return files.stream().map(SourceTree::name).toList();
    }

    private static List<String> holding(Pattern words, Collection<Path> files) {
        return files.stream()
                .flatMap(file ->
                        SourceRules.forbidden(words, SourceTree.text(file)).stream()
                                .flatMap(word -> Stream.of(SourceTree.name(file) + ": " + word)))
                .toList();
    }
}
