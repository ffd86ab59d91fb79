package dev.sallyport.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who holds what, and the limits on it. */
final class AssignedReader {
    private final Set<String> roles;
    private final Lookup lookup;
    private final Sections sections;
    private final Problems problems;

    AssignedReader(Set<String> roles, Lookup lookup, Sections sections, Problems problems) {
        this.roles = roles;
        this.lookup = lookup;
        this.sections = sections;
        this.problems = problems;
    }

    Assigned read() {
        Map<String, Function> functions = new LinkedHashMap<>();
        FunctionReader reader = new FunctionReader(roles, lookup, problems);
        for (Yaml.Entry entry : sections.entries("functions")) {
            functions.put(entry.key().text(), reader.read(entry));
        }
        return new Assigned(
                functions,
                items(
                        "assignments",
                        new AssignmentReader(roles, functions, lookup, problems)::read),
                items("separation_of_duties", new DutyReader(roles, lookup, problems)::read),
                items("guardrails", new GuardrailReader(lookup, problems)::read),
                items("reviews", new ReviewReader(roles, lookup, problems)::read),
                items("console", new ConsoleReader(problems)::read));
    }

    private <T> List<T> items(String section, java.util.function.Function<Yaml, Optional<T>> read) {
        return sections.items(section).stream().flatMap(item -> read.apply(item).stream()).toList();
    }
}
