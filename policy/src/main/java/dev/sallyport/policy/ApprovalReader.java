package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code approve}: who must say yes. */
final class ApprovalReader {
    private static final String SELF = "self_with_reason";
    private static final String REQUESTER = "requester";
    private static final String INSTEAD =
            "write `{any: 1, of: \"group:name\"}` or `self_with_reason`";

    /** More than this nobody gathers before the need has passed. */
    private static final int MAX_APPROVERS = 20;

    private final Problems problems;

    ApprovalReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Approval> read(Fields owner) {
        Optional<Yaml> written =
                owner.required("approve", "add `approve: {any: 1, of: \"group:name\"}`");
        if (written.isEmpty() || written.get().isBroken()) {
            return Optional.empty();
        }
        if (written.get() instanceof Yaml.Scalar scalar) {
            if (scalar.text().equals(SELF)) {
                return Optional.of(new Approval.SelfWithReason());
            }
            problems.add(
                    scalar.place(),
                    SP1004,
                    "unknown approval " + Words.quoted(scalar.text()),
                    INSTEAD);
            return Optional.empty();
        }
        return Optional.of(byOthers(written.get()));
    }

    private Approval byOthers(Yaml written) {
        Fields fields = Fields.of(written, "`approve`", problems, List.of("any", "of", "not"));
        fields.required("any", "add `any:`, how many must say yes");
        fields.required("of", "add `of:`, as `group:name`");
        Optional<Yaml.Scalar> not = fields.word("not");
        not.filter(word -> !word.text().equals(REQUESTER))
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1004,
                                "unknown exception " + Words.quoted(word.text()),
                                "write `not: requester`"));
        return new Approval.ByOthers(
                fields.number("any", 1, MAX_APPROVERS).orElse(1),
                parties(fields, "of"),
                not.isPresent());
    }

    /** One or several of {@code group:name}, {@code person:login}, {@code role:name}. */
    List<Party> parties(Fields fields, String key) {
        List<Party> parties = new ArrayList<>();
        List<Yaml.Scalar> words = fields.wordOrWords(key);
        for (Yaml.Scalar word : words) {
            Optional<Party> party = Party.of(word.text());
            party.ifPresent(parties::add);
            if (party.isEmpty()) {
                problems.add(
                        word.place(),
                        SP1004,
                        Words.quoted(word.text()) + " names nobody",
                        "write `group:name`, `person:login` or `role:name`");
            }
        }
        if (words.isEmpty() && fields.value(key).orElse(null) instanceof Yaml.Sequence list) {
            problems.add(
                    list.place(),
                    SP1003,
                    Words.quoted(key) + " is empty",
                    "write `group:name`, `person:login` or `role:name`");
        }
        return parties;
    }
}
