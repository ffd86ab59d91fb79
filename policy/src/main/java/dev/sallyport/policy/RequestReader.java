package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1104;

import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how a role, or more of it, is asked for. */
final class RequestReader {
    private static final List<String> REQUEST = List.of("max", "needs", "approve", "auto_approve");
    private static final List<String> ON_REQUEST =
            Stream.concat(RectangleReader.KEYS.stream(), Stream.of("max", "approve")).toList();
    private static final List<String> BREAK_GLASS =
            List.of(
                    "eligible",
                    "needs",
                    "step_up",
                    "max",
                    "remember",
                    "skip_when",
                    "notify",
                    "review_within");
    private static final String MAX = "add `max:`, as `2h`";
    private static final List<String> STEPS = List.of("mfa");

    private final RectangleReader rectangles;
    private final Lookup lookup;
    private final Problems problems;
    private final Spans spans;
    private final ApprovalReader approvals;

    RequestReader(RectangleReader rectangles, Lookup lookup, Problems problems) {
        this.rectangles = rectangles;
        this.lookup = lookup;
        this.problems = problems;
        this.spans = new Spans(problems);
        this.approvals = new ApprovalReader(problems);
    }

    Optional<Request> request(Fields role, String what) {
        Optional<Yaml> written = role.value("request");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = Fields.of(written.get(), "`request` of " + what, problems, REQUEST);
        Optional<Span> max = spans.required(fields, "max", MAX);
        Optional<Approval> approve = approvals.read(fields);
        Optional<Request.Automatic> automatic = automatic(fields, what);
        automatic
                .map(Request.Automatic::max)
                .filter(span -> max.filter(longest -> span.compareTo(longest) > 0).isPresent())
                .ifPresent(span ->
                        problems.add(
                                fields.place(),
                                SP1004,
                                "`auto_approve` of " + what + " gives longer than `max`",
                                "write at most " + Words.quoted(max.orElseThrow().toString())));
        var needs = Needs.read(fields, problems);
        Place place = CatalogReader.line(written.get().place());
        return max.flatMap(span ->
                approve.map(approval -> new Request(span, needs, approval, automatic, place)));
    }

    private Optional<Request.Automatic> automatic(Fields request, String what) {
        Optional<Yaml> written = request.value("auto_approve");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Fields fields =
                Fields.of(
                        written.get(),
                        "`auto_approve` of " + what,
                        problems,
                        List.of("when", "max"));
        Optional<Condition> when =
                fields.requiredWord("when", "add `when:`, a condition")
                        .flatMap(new ConditionReader(problems)::read);
        Optional<Span> max = spans.required(fields, "max", "add `max:`, as `30m`");
        return when.flatMap(condition -> max.map(span -> new Request.Automatic(condition, span)));
    }

    List<OnRequest> onRequest(Fields role, String what) {
        List<OnRequest> onRequest = new ArrayList<>();
        for (Yaml item :
                role.value("on_request")
                        .map(value -> Fields.items(value, "`on_request` of " + what, problems))
                        .orElse(List.of())) {
            String entry = "an `on_request` of " + what;
            Fields fields = Fields.of(item, entry, problems, ON_REQUEST);
            List<Role.Rectangle> opens = rectangles.read(fields, entry);
            Optional<Span> max = spans.required(fields, "max", MAX);
            Optional<Approval> approve = approvals.read(fields);
            if (max.isPresent() && approve.isPresent()) {
                opens.forEach(rectangle ->
                        onRequest.add(new OnRequest(rectangle, max.get(), approve.get())));
            }
        }
        return onRequest;
    }

    Optional<BreakGlass> breakGlass(Fields role, String what) {
        Optional<Yaml> written = role.value("break_glass");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = Fields.of(written.get(), "`break_glass` of " + what, problems, BREAK_GLASS);
        Optional<Yaml> eligible =
                fields.required("eligible", "add `eligible: [\"group:name\"]`, who may break it");
        List<Party> parties =
                eligible.isPresent() ? approvals.parties(fields, "eligible") : List.of();
        Optional<Span> max = spans.required(fields, "max", "add `max:`, as `1h`");
        Optional<Yaml.Scalar> step = fields.word("step_up");
        step.filter(word -> !STEPS.contains(word.text()))
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1004,
                                "unknown proof " + Words.quoted(word.text()),
                                Words.suggestion(word.text(), STEPS)));
        List<Yaml.Scalar> tell = fields.words("notify");
        if (tell.isEmpty()) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "nobody hears when " + what + " is broken open",
                    "add `notify: […]`, at least one");
        }
        return max.map(span ->
                new BreakGlass(
                        parties,
                        Needs.read(fields, problems),
                        step.map(Yaml.Scalar::text),
                        span,
                        spans.read(fields, "remember"),
                        scopes(fields),
                        tell.stream().map(Yaml.Scalar::text).toList(),
                        spans.read(fields, "review_within"),
                        CatalogReader.line(written.get().place())));
    }

    private List<String> scopes(Fields fields) {
        return fields.words("skip_when").stream()
                .filter(word ->
                        lookup.isKnown(word, SP1104, "scope", lookup.catalog().scopes().keySet()))
                .map(Yaml.Scalar::text)
                .toList();
    }
}
