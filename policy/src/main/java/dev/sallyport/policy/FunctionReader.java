package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one entry of {@code functions}. */
final class FunctionReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

    /** Names of functions are shown in one line. */
    private static final int MAX_NAME = 80;

    private final Set<String> roles;
    private final Lookup lookup;
    private final Problems problems;

    FunctionReader(Set<String> roles, Lookup lookup, Problems problems) {
        this.roles = roles;
        this.lookup = lookup;
        this.problems = problems;
    }

    Function read(Yaml.Entry entry) {
        Yaml.Scalar name = entry.key();
        String what = "function " + Words.quoted(name.text());
        if (name.text().length() > MAX_NAME || !NAME.matcher(name.text()).matches()) {
            problems.add(
                    name.place(),
                    SP1004,
                    what + " is not a plain name",
                    "write it as `portal.appointment_booking`, at most 80 characters");
        }
        Fields fields = Fields.named(entry, what, problems, List.of("roles", "reason"));
        Set<String> granted = new LinkedHashSet<>();
        if (fields.required("roles", "add `roles: […]`, what the function may do").isPresent()) {
            List<Yaml.Scalar> words = fields.words("roles");
            words.stream()
                    .filter(word -> lookup.isKnown(word, SP1105, "role", roles))
                    .forEach(word -> granted.add(word.text()));
            reportNone(fields, what, words);
        }
        String reason = fields.requiredText("reason", "add `reason:`, what the application does");
        return new Function(name.text(), List.copyOf(granted), reason, CatalogReader.line(entry));
    }

    private void reportNone(Fields fields, String what, List<Yaml.Scalar> words) {
        if (words.isEmpty() && fields.value("roles").get() instanceof Yaml.Sequence list) {
            problems.add(
                    list.place(), SP1003, "`roles` of " + what + " is empty", "add at least one");
        }
    }
}
