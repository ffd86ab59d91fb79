package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.flag;
import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.oneOf;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.text;
import static dev.sallyport.policy.Shape.word;
import static dev.sallyport.policy.Shape.wordOrWords;
import static dev.sallyport.policy.Shape.words;

import java.util.List;
import java.util.stream.Stream;

/** The shape of the terms on which a role is held and asked for. */
final class TermsGrammar {
    private static final int MOST = 999_999;

    static final Shape.Key LIMITS =
            optional(
                    "limits",
                    keys(
                                    optional(
                                            "rows_per_query",
                                            new Shape.Whole(1, MOST),
                                            "Rows of one answer."),
                                    optional(
                                            "rows_per_hour",
                                            new Shape.Whole(1, MOST),
                                            "Rows of an hour."),
                                    optional(
                                            "rows_per_day",
                                            new Shape.Whole(1, MOST),
                                            "Rows of a day."),
                                    optional(
                                            "min_group",
                                            new Shape.Whole(2, MOST),
                                            "The smallest number of people an answer may speak of."),
                                    optional(
                                            "export",
                                            oneOf(
                                                    "deny",
                                                    "deny_when_classified",
                                                    "approve",
                                                    "watermark"),
                                            "What happens to an export."))
                            .demanding(
                                    new Shape.Demand.AnyOf(
                                            List.of(
                                                    "rows_per_query",
                                                    "rows_per_hour",
                                                    "rows_per_day",
                                                    "min_group",
                                                    "export"),
                                            "write one of them")),
                    "How much may be taken; of two limits the narrower holds.");

    static final Shape.Key ENV =
            optional("env", wordOrWords(), "Environments it is for; without it, all.");

    private static final Shape.Key NEEDS =
            optional("needs", new Shape.Items(CatalogGrammar.NEEDS, 0), "What must be said.");

    private static final Shape.OneOf CONSOLE =
            oneOf("audit.read", "policy.read", "reports.read", "requests.approve", "reviews.read");

    private static final Shape.Keys BY_OTHERS =
            keys(
                    required("any", new Shape.Whole(1, 10), "How many must say yes."),
                    required("of", partyOrParties(), "Who may say yes, as `group:data-stewards`."),
                    optional("not", oneOf("requester"), "Nobody says yes to themselves."));

    static final Shape APPROVAL = new Shape.Either(List.of(oneOf("self_with_reason"), BY_OTHERS));

    private static final Shape.Keys SESSIONS =
            keys(
                    optional("idle", Patterns.SPAN, "How long without a statement."),
                    optional("max", Patterns.SPAN, "How long in all."),
                    optional("statement", Patterns.SPAN, "How long one statement may run."),
                    optional(
                            "warn",
                            Patterns.SPAN,
                            "How long before its end a session is told; without it, two minutes."),
                    optional(
                            "at_once",
                            new Shape.Whole(1, 20),
                            "How many sessions one person may have at the same time."),
                    optional(
                            "mfa",
                            Patterns.SPAN,
                            "How long ago, at most, a second factor was proved."),
                    optional(
                            "pooling",
                            oneOf("session", "transaction"),
                            "For how long a session keeps an account at the database: until it ends"
                                    + " (without the key), or for a transaction at a time."));

    private static final Shape.Keys CHANNELS =
            keys(
                    optional(
                            "listen",
                            new Shape.Items(Patterns.CHANNEL, 0),
                            "Channels it may listen to, as `beds` or `ward_*`."),
                    optional(
                            "notify",
                            new Shape.Items(Patterns.CHANNEL, 0),
                            "Channels it may notify without words."),
                    optional(
                            "payload",
                            new Shape.Items(Patterns.CHANNEL, 0),
                            "Channels it may send words to, which whoever listens reads."));

    private static final Shape.Keys REQUEST =
            keys(
                    required("max", Patterns.SPAN, "The longest it may be given for."),
                    NEEDS,
                    required("approve", APPROVAL, "Who says yes."),
                    optional(
                            "auto_approve",
                            keys(
                                    required(
                                            "when",
                                            text(),
                                            "A condition (CEL) under which nobody needs to be asked."),
                                    required(
                                            "max",
                                            Patterns.SPAN,
                                            "The longest it is then given for.")),
                            "When nobody needs to be asked."));

    private static final Shape.Keys BREAK_GLASS =
            keys(
                    required("eligible", partyOrParties(), "Who may, as `group:physicians`."),
                    NEEDS,
                    optional(
                            "step_up",
                            oneOf("mfa", "password"),
                            "The second proof of who somebody is."),
                    required("max", Patterns.SPAN, "How long it stays open."),
                    optional(
                            "remember",
                            Patterns.SPAN,
                            "How long the same person is not asked again about the same subject."),
                    optional("skip_when", words(), "Scopes whose rows are no emergency."),
                    required("notify", new Shape.Items(word(), 1), "Who hears of it."),
                    optional(
                            "review_within",
                            Patterns.SPAN,
                            "Until when somebody must have looked at it."));

    private TermsGrammar() {}

    static Shape partyOrParties() {
        return new Shape.Either(List.of(Patterns.PARTY, new Shape.Items(Patterns.PARTY, 1)));
    }

    static Stream<Shape.Key> keysOfRole() {
        return Stream.of(
                optional("inherits", words(), "Roles whose rectangles and statements it has, too."),
                ENV,
                optional(
                        "standing",
                        flag(),
                        "Whether holding it gives anything without a request; without it, yes."),
                optional("sessions", SESSIONS, "How long a session may last."),
                optional("when", text(), "A condition (CEL) on hour, network and device."),
                LIMITS,
                optional(
                        "statements",
                        new Shape.Items(RoleGrammar.statement(), 1),
                        "Classes of statement that may run; without it, those the rectangles need."),
                optional(
                        "only_queries",
                        new Shape.Items(
                                keys(
                                        required("name", text(), "What people call it."),
                                        required("sql", text(), "The statement.")),
                                1),
                        "Saved statements; where there are any, nothing else may run."),
                optional("request", REQUEST, "How it is asked for."),
                optional(
                        "break_glass",
                        BREAK_GLASS,
                        "How it is opened in an emergency, without asking."),
                optional("channels", CHANNELS, "What it may hear by LISTEN and say by NOTIFY."),
                optional(
                        "console",
                        new Shape.Items(CONSOLE, 0),
                        "Read, and gives nothing: rights in Sallyport itself come from the"
                                + " section `console` alone."),
                optional(
                        "deprecated",
                        keys(
                                required("replaced_by", word(), "The role to use instead."),
                                required(
                                        "until",
                                        Patterns.MOMENT,
                                        "The first day on which it gives nothing.")),
                        "On its way out."));
    }
}
