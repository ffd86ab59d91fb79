package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;

import java.util.Optional;

/** Reads a yes or no. */
final class Flags {
    private Flags() {}

    /** Empty where the key is absent or what stands there has been reported. */
    static Optional<Boolean> read(Fields fields, String key, Problems problems) {
        Optional<Yaml> value = fields.value(key).filter(written -> !written.isBroken());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.BOOLEAN) {
            return Optional.of(scalar.text().equals("true"));
        }
        problems.add(
                value.get().place(),
                SP1001,
                Words.quoted(key) + " is not yes or no",
                "write `true` or `false`");
        return Optional.empty();
    }
}
