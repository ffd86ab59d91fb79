package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads agents and services of a file of people: who owns each, and how its platform names it. */
final class ProgramReader {
    private static final List<String> PROGRAM = List.of("owner", "workload", "suspended");
    private static final List<String> WORKLOAD = List.of("issuer", "subject");

    private final Problems problems;

    ProgramReader(Problems problems) {
        this.problems = problems;
    }

    /** Adds those of one kind. */
    void read(Fields file, AskerKind kind, Map<String, Program> programs) {
        file.value(kind.toString()).stream()
                .flatMap(listed ->
                        Fields.entries(listed, Words.quoted(kind.toString()), problems).stream())
                .forEach(entry -> add(entry, kind, programs));
    }

    private void add(Yaml.Entry entry, AskerKind kind, Map<String, Program> programs) {
        String name = entry.key().text();
        String what = Program.word(kind) + " " + Words.quoted(name);
        if (!Names.isNative(name)) {
            problems.add(
                    entry.key().place(),
                    SP1004,
                    what + " cannot become a name in the database",
                    "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved");
        }
        Fields fields = Fields.named(entry, what, problems, PROGRAM);
        Program program =
                new Program(
                        kind,
                        name,
                        fields.requiredText("owner", "add `owner:`, the login of a person"),
                        workload(fields, what),
                        Flags.read(fields, "suspended", problems).orElse(false),
                        CatalogReader.line(entry));
        if (programs.putIfAbsent(name, program) != null) {
            problems.add(
                    entry.key().place(),
                    SP1004,
                    Words.quoted(name) + " is both an agent and a service",
                    "give one of them another name");
        }
    }

    private Optional<Workload> workload(Fields program, String what) {
        if (program.value("workload").isEmpty()) {
            return Optional.empty();
        }
        Fields fields =
                Fields.of(
                        program.value("workload").get(), "workload of " + what, problems, WORKLOAD);
        String issuer =
                text(fields, "issuer", "add `issuer:`, to the letter as its tokens have `iss`");
        String subject =
                text(fields, "subject", "add `subject:`, to the letter as its tokens have `sub`");
        if (!issuer.isEmpty() && !Workload.isIssuer(issuer)) {
            problems.add(
                    fields.place(),
                    SP1004,
                    "issuer " + Words.quoted(issuer) + " of " + what + " is no address",
                    "write one that begins with `https://`");
        }
        return issuer.isEmpty() || subject.isEmpty()
                ? Optional.empty()
                : Optional.of(new Workload(issuer, subject));
    }

    private String text(Fields fields, String key, String instead) {
        String text = fields.requiredText(key, instead);
        if (!text.isEmpty() && !Workload.isWord(text)) {
            problems.add(
                    fields.place(),
                    SP1004,
                    Words.quoted(key) + " is no word of a token's",
                    "write it to the letter: no blank, no `*`, at most 255 characters");
            return "";
        }
        return text;
    }
}
