package dev.sallyport.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of a policy folder as far as it can be read alone; so that files are read side by side.
 *
 * @param hashed its hash and name; empty where it could not be read
 * @param misfits what of it does not fit the grammar
 */
record PolicySource(
        String hashed, Optional<Yaml> tree, List<ShapeCheck.Misfit> misfits, Problems problems) {

    static PolicySource read(Path file) {
        Problems problems = new Problems();
        Optional<PolicyFiles.Content> content = PolicyFiles.read(file, problems);
        Optional<Yaml> tree =
                content.flatMap(read -> YamlParser.parse(read.name(), read.text(), problems));
        return new PolicySource(
                content.map(read -> read.hash() + read.name() + '\n').orElse(""),
                tree,
                tree.map(PolicySource::misfits).orElse(List.of()),
                problems);
    }

    private static List<ShapeCheck.Misfit> misfits(Yaml tree) {
        return ShapeCheck.of(tree, Grammar.policy(), Grammar.definitions());
    }
}
