package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code needs}: what must be said with a purpose or a request. */
final class Needs {
    static final List<String> KNOWN = List.of("reason", "ticket", "subject", "study_id");

    private Needs() {}

    static Set<String> read(Fields fields, Problems problems) {
        Set<String> needs = new LinkedHashSet<>();
        for (Yaml.Scalar word : fields.words("needs")) {
            if (KNOWN.contains(word.text())) {
                needs.add(word.text());
            } else {
                problems.add(
                        word.place(),
                        SP1004,
                        "unknown need " + Words.quoted(word.text()),
                        Words.suggestion(word.text(), KNOWN));
            }
        }
        return needs;
    }
}
