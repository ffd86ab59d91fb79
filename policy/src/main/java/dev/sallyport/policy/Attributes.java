package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;

import java.util.ArrayList;
import java.util.List;

/** Reads the values of a person's attribute: one constant or a list of them. */
final class Attributes {
    private Attributes() {}

    static List<String> values(Yaml.Entry entry, Problems problems) {
        String what = "attribute " + Words.quoted(entry.key().text());
        Names.requireWord(entry.key(), what, problems);
        List<Yaml> items =
                entry.value() instanceof Yaml.Sequence list ? list.items() : List.of(entry.value());
        List<String> values = new ArrayList<>();
        for (Yaml item : items) {
            if (item instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NULL) {
                values.add(scalar.text());
            } else if (!item.isBroken()) {
                problems.add(
                        item.place(),
                        SP1001,
                        "a value of " + Words.quoted(entry.key().text()) + " is not a constant",
                        "write a word, a number or a list of them");
            }
        }
        return values;
    }
}
