package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1119;

import java.util.LinkedHashSet;
import java.util.Set;

/** Reads the environments something is for. */
final class Environments {
    private Environments() {}

    /** Empty where the key is absent, which means every environment. */
    static Set<String> read(Fields fields, Lookup lookup, Problems problems) {
        Set<String> environments = new LinkedHashSet<>();
        for (Yaml.Scalar word : fields.wordOrWords("env")) {
            if (lookup.isKnown(
                    word, SP1119, "environment", lookup.catalog().environments().keySet())) {
                environments.add(word.text());
            }
        }
        return environments;
    }
}
