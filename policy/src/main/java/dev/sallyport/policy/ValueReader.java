package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.List;
import java.util.Optional;

/** Reads what a column is compared with or set to. */
final class ValueReader {
    private static final String USER = "$user.";
    private static final String SUBJECT = "$request.subject";
    private static final String INSTEAD = "write a constant, `$user.name` or `{in: $user.name}`";

    private final Problems problems;

    ValueReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * A constant, {@code $user.name} or {@code {in: $user.name}}; never null, which matches
     * nothing.
     */
    Optional<Scope.Value> compared(Yaml value) {
        Optional<Scope.Value> read = set(value);
        if (read.filter(Scope.Null.class::isInstance).isPresent()) {
            problems.add(value.place(), SP1001, "a comparison with no value", INSTEAD);
            return Optional.empty();
        }
        return read;
    }

    /** As {@link #compared}, or null. */
    Optional<Scope.Value> set(Yaml value) {
        return switch (value) {
            case Yaml.Broken ignored -> Optional.empty();
            case Yaml.Scalar scalar -> scalar(scalar);
            case Yaml.Mapping mapping -> in(mapping);
            case Yaml.Sequence sequence -> {
                problems.add(sequence.place(), SP1001, "a list is not a value", INSTEAD);
                yield Optional.empty();
            }
        };
    }

    private Optional<Scope.Value> scalar(Yaml.Scalar scalar) {
        if (scalar.kind() == Yaml.Kind.NULL) {
            return Optional.of(new Scope.Null());
        }
        if (scalar.text().equals(SUBJECT)) {
            return Optional.of(new Scope.RequestedSubject());
        }
        return scalar.text().startsWith("$")
                ? attribute(scalar)
                : Optional.of(new Scope.Literal(scalar.text()));
    }

    private Optional<Scope.Value> attribute(Yaml.Scalar scalar) {
        String text = scalar.text();
        if (text.startsWith(USER) && Names.isWord(text.substring(USER.length()))) {
            return Optional.of(new Scope.UserAttribute(text.substring(USER.length())));
        }
        problems.add(
                scalar.place(),
                SP1004,
                "unknown value " + Words.quoted(text),
                "write `$user.name` or `$request.subject`");
        return Optional.empty();
    }

    private Optional<Scope.Value> in(Yaml.Mapping mapping) {
        Fields fields = Fields.of(mapping, "a value", problems, List.of("in"));
        Optional<Yaml.Scalar> attribute = fields.requiredWord("in", INSTEAD);
        if (attribute.isPresent() && !attribute.get().text().startsWith("$")) {
            problems.add(attribute.get().place(), SP1004, "`in` without an attribute", INSTEAD);
            return Optional.empty();
        }
        return attribute.flatMap(this::scalar);
    }
}
