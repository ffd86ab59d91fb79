package dev.sallyport.app;

import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of this checkout as text, without what a build or a demo leaves behind. */
final class SourceTree {
    private static final Set<String> LEFT_BEHIND =
            Set.of(".git", "target", "demo-data", ".idea", ".vscode", "__pycache__");

    private static final Pattern TYPE =
            Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*)");

    private static final Pattern IMPORT =
            Pattern.compile("import (?:static )?[\\w.]*?\\.([A-Z]\\w*)");

    private SourceTree() {}

    static boolean exists(String path) {
        return Files.exists(Project.ROOT.resolve(path));
    }

    static String read(String path) {
        return text(Project.ROOT.resolve(path));
    }

    static Set<Path> mainFiles() {
        return files(path -> path.toString().contains("/src/main/java/") && isJava(path));
    }

    static Set<Path> testFiles() {
        return files(path -> path.toString().contains("/src/test/") && isJava(path));
    }

    static Set<Path> files(Predicate<Path> wanted) {
        Set<Path> found = new TreeSet<>();
        collect(Project.ROOT, wanted, found);
        return found;
    }

    private static void collect(Path folder, Predicate<Path> wanted, Set<Path> found) {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : (Iterable<Path>) children::iterator) {
                if (LEFT_BEHIND.contains(child.getFileName().toString())) {
                    continue;
                }
                if (Files.isDirectory(child)) {
                    collect(child, wanted, found);
                } else if (wanted.test(child)) {
                    found.add(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every type we declare, nested ones too, and every one we import. */
    static Set<String> typeNames() {
        return Stream.concat(mainFiles().stream(), testFiles().stream())
                .map(SourceTree::text)
                .flatMap(text ->
                        Stream.of(TYPE, IMPORT).flatMap(pattern -> pattern.matcher(text).results()))
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Any bytes as text; what is no UTF-8 matches no rule. */
    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return StreamSupport.stream(Project.ROOT.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    private static boolean isJava(Path path) {
        return path.toString().endsWith(".java");
    }
}
