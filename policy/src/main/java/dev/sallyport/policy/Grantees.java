package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whom something is assigned to, and for whom an agent acts. */
final class Grantees {
    static final List<String> KEYS = List.of("group", "person", "agent", "service");

    private final Problems problems;

    Grantees(Problems problems) {
        this.problems = problems;
    }

    /** Exactly one of the keys. */
    Optional<Assignment.Grantee> read(Fields fields) {
        List<Assignment.Grantee> named = new ArrayList<>();
        long written = KEYS.stream().filter(fields::has).count();
        if (written != 1) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "an assignment to " + (written == 0 ? "nobody" : "more than one"),
                    "write one of " + Words.quoted(KEYS));
            return Optional.empty();
        }
        fields.word("group").map(word -> new Assignment.Group(word.text())).ifPresent(named::add);
        fields.word("person").map(this::person).ifPresent(named::add);
        fields.word("agent")
                .map(word -> new Assignment.Agent(identity(word)))
                .ifPresent(named::add);
        fields.word("service")
                .map(word -> new Assignment.Service(identity(word)))
                .ifPresent(named::add);
        return named.stream().findFirst();
    }

    private Assignment.Grantee person(Yaml.Scalar word) {
        return new Assignment.Individual(login(word, "a login"));
    }

    private String identity(Yaml.Scalar word) {
        return login(word, "a name for an account");
    }

    private String login(Yaml.Scalar word, String what) {
        if (!Names.isNative(word.text())) {
            problems.add(
                    word.place(),
                    SP1004,
                    Words.quoted(word.text()) + " is not " + what,
                    "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved");
        }
        return word.text();
    }

    /** {@code group:service-desk} or {@code person:nora}. */
    Optional<Assignment.Grantee> party(Yaml.Scalar word) {
        Optional<Assignment.Grantee> party = Party.of(word.text()).flatMap(Grantees::grantee);
        if (party.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    Words.quoted(word.text()) + " is not a group and not a person",
                    "write `group:name` or `person:login`");
        }
        return party;
    }

    private static Optional<Assignment.Grantee> grantee(Party party) {
        return switch (party.kind()) {
            case GROUP -> Optional.of(new Assignment.Group(party.name()));
            case PERSON -> Optional.of(new Assignment.Individual(party.name()));
            case ROLE -> Optional.empty();
        };
    }
}
