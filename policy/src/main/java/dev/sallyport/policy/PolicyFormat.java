package dev.sallyport.policy;

import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one form of a policy's files: two blanks a level, one in flow maps, every comment kept. */
public final class PolicyFormat {
    /** A layout settles at its second writing; one that does not is not trusted. */
    private static final int MAX_PASSES = 4;

    private PolicyFormat() {}

    /** A file that is not in the one form, and the text it should have. */
    public record Unformatted(Path file, String text) {

        /** Puts the whole text in the place of the old one at once, or leaves the old one. */
        public void write() throws IOException {
            Path target = file.toRealPath();
            Path beside = Files.createTempFile(target.getParent(), ".format", ".tmp");
            try {
                Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
                keepPermissions(target, beside);
                Files.move(
                        beside,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        }

        private static void keepPermissions(Path from, Path to) throws IOException {
            Optional<PosixFileAttributeView> old = posix(from);
            Optional<PosixFileAttributeView> written = posix(to);
            if (old.isPresent() && written.isPresent()) {
                written.get().setPermissions(old.get().readAttributes().permissions());
            }
        }

        private static Optional<PosixFileAttributeView> posix(Path file) {
            return Optional.ofNullable(
                    Files.getFileAttributeView(file, PosixFileAttributeView.class));
        }
    }

    /**
     * The files of a folder that are not in the one form, by name; nothing is written.
     *
     * @throws Refused with every problem where a file is not the YAML we read
     */
    public static List<Unformatted> in(Path folder) {
        Problems problems = new Problems();
        List<Unformatted> unformatted = new ArrayList<>();
        for (Path file : PolicyFiles.in(folder, problems)) {
            Optional<PolicyFiles.Content> content = PolicyFiles.read(file, problems);
            content.filter(read -> YamlParser.parse(read.name(), read.text(), problems).isPresent())
                    .filter(read -> problems.isEmpty())
                    .ifPresent(read -> compare(file, read).ifPresent(unformatted::add));
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems.listed());
        }
        return List.copyOf(unformatted);
    }

    private static Optional<Unformatted> compare(Path file, PolicyFiles.Content content) {
        String text = formatted(content.text());
        return PolicyFiles.sha256(text.getBytes(StandardCharsets.UTF_8)).equals(content.hash())
                ? Optional.empty()
                : Optional.of(new Unformatted(file, text));
    }

    /** The text in the one form; as it is where that form might not say the same. */
    static String formatted(String text) {
        String unix = text.replace("\r\n", "\n");
        String now = unix;
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            Optional<Layout.Result> next = Layout.of(now);
            if (next.isEmpty()) {
                return text;
            }
            if (next.get().text().equals(now)) {
                return saysTheSame(unix, now) ? now : text;
            }
            now = next.get().text();
        }
        return text;
    }

    private static boolean saysTheSame(String before, String after) {
        return Layout.of(before)
                        .map(Layout.Result::comments)
                        .equals(Layout.of(after).map(Layout.Result::comments))
                && meaning(before).equals(meaning(after));
    }

    private static Optional<Object> meaning(String text) {
        Problems problems = new Problems();
        return YamlParser.parse("", text, problems)
                .filter(tree -> problems.isEmpty())
                .map(PolicyFormat::meaning);
    }

    private static List<Object> entries(Yaml.Mapping mapping) {
        return mapping.entries().stream()
                .<Object>map(entry -> List.of(meaning(entry.key()), meaning(entry.value())))
                .toList();
    }

    /** The tree without its places. */
    private static Object meaning(Yaml value) {
        return switch (value) {
            case Yaml.Broken ignored -> "";
            case Yaml.Scalar scalar -> List.of(scalar.kind(), scalar.text());
            case Yaml.Sequence sequence ->
                    sequence.items().stream().map(PolicyFormat::meaning).toList();
            case Yaml.Mapping mapping -> Map.of("entries", entries(mapping));
        };
    }
}
