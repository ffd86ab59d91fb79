package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.Optional;

/** Reads lengths of time. */
final class Spans {
    private static final String INSTEAD = "write `15m`, `8h` or `90d`, at most ten years";

    private final Problems problems;

    Spans(Problems problems) {
        this.problems = problems;
    }

    /** Empty where the key is absent or what stands there has been reported. */
    Optional<Span> read(Fields fields, String key) {
        return fields.word(key).flatMap(this::span);
    }

    Optional<Span> required(Fields fields, String key, String instead) {
        return fields.requiredWord(key, instead).flatMap(this::span);
    }

    private Optional<Span> span(Yaml.Scalar word) {
        Optional<Span> span = Span.of(word.text());
        if (span.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    Words.quoted(word.text()) + " is not a length of time",
                    INSTEAD);
        }
        return span;
    }
}
