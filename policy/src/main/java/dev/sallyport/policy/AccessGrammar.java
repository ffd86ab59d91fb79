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

import dev.sallyport.sql.Act;
import java.util.List;
import java.util.stream.Stream;

/** The shape of who holds what, and of what holds whatever roles say. */
final class AccessGrammar {
    private static final Shape.Keys FUNCTION =
            keys(
                    required("roles", new Shape.Items(word(), 1), "What the job may do."),
                    required("reason", text(), "What the application does."));

    private static final Shape.Keys ASSIGNMENT =
            keys(
                            optional(
                                    "group",
                                    word(),
                                    "Everybody the directory lists in this group."),
                            optional("person", Patterns.NATIVE, "One person, by login."),
                            optional(
                                    "agent",
                                    Patterns.NATIVE,
                                    "A program that decides for itself, on behalf of somebody."),
                            optional("service", Patterns.NATIVE, "An application by itself."),
                            optional("role", word(), "The role held."),
                            optional("function", word(), "The function, instead of a role."),
                            TermsGrammar.ENV,
                            optional(
                                    "until",
                                    word(
                                            "review|" + Patterns.MOMENT.pattern().orElseThrow(),
                                            "write `2027-01-31`, the first day it no longer holds, `2027-01-31T12:00:00Z`, or `review`"),
                                    "The first day it no longer holds, or `review`."),
                            optional(
                                    "eligible",
                                    flag(),
                                    "It only lets its grantee ask; it gives nothing."),
                            optional(
                                    "on_behalf_of",
                                    Patterns.PRINCIPAL,
                                    "For whom an agent acts, as `group:service-desk`."),
                            TermsGrammar.LIMITS,
                            optional(
                                    "edit",
                                    flag(),
                                    "Whether what the role lets be changed may be changed."),
                            optional("reason", word(), "Why; persons in production need one."))
                    .demanding(
                            new Shape.Demand.ExactlyOne(
                                    List.of("group", "person", "agent", "service"),
                                    "write one of `group:`, `person:`, `agent:`, `service:`"),
                            new Shape.Demand.ExactlyOne(
                                    List.of("role", "function"),
                                    "write either `role:` or `function:`"));

    private static final Shape.Keys DUTY =
            keys(
                            required("name", text(), "What people call it."),
                            optional(
                                    "never_both",
                                    new Shape.Items(word(), 2),
                                    "Roles of which nobody holds two."),
                            TermsGrammar.ENV,
                            optional(
                                    "in_one",
                                    oneOf("session"),
                                    "Only not in one session; without it, never."),
                            optional(
                                    "rule",
                                    oneOf(
                                            "requester_is_not_approver",
                                            "author_is_not_sole_reviewer"),
                                    "A rule by its name."),
                            optional("on", words(), "Files of the policy it is about."),
                            optional(
                                    "accept",
                                    new Shape.Items(word(), 2),
                                    "Roles that together re-identify, accepted."),
                            optional("reason", text(), "Why it is accepted."))
                    .demanding(
                            new Shape.Demand.ExactlyOne(
                                    List.of("never_both", "rule", "accept"),
                                    "write one of `never_both`, `rule`, `accept`"),
                            new Shape.Demand.Together("env", "never_both"),
                            new Shape.Demand.Together("in_one", "never_both"),
                            new Shape.Demand.Together("on", "rule"),
                            new Shape.Demand.Together("reason", "accept"),
                            new Shape.Demand.Together("accept", "reason"));

    private static final Shape.OneOf ACT =
            oneOf(Stream.of(Act.values()).map(Act::toString).toArray(String[]::new));

    private static final Shape.Word CALLED =
            word(Guardrail.FUNCTION, "write `pg_sleep`, `hosp.purge` or `dblink.*`");

    private static final Shape.Keys ACTS =
            keys(
                            optional("see", wordOrWords(), "Classes seen."),
                            optional("edit", wordOrWords(), "Classes changed, or `any`."),
                            optional("export", wordOrWords(), "Classes taken out, or `any`."),
                            optional(
                                    "statements",
                                    new Shape.Either(List.of(ACT, new Shape.Items(ACT, 0))),
                                    "What statements do."),
                            optional(
                                    "functions",
                                    new Shape.Either(List.of(CALLED, new Shape.Items(CALLED, 0))),
                                    "Functions called, as `pg_sleep` or `dblink.*`."),
                            optional(
                                    "rows_per_day",
                                    keys(
                                            required(
                                                    "over",
                                                    new Shape.Whole(1, 999_999),
                                                    "More rows than this."),
                                            required(
                                                    "of",
                                                    wordOrWords(),
                                                    "Of these classes, as `phi.*`.")),
                                    "More rows in a day than so many."),
                            TermsGrammar.ENV,
                            optional(
                                    "outside",
                                    word(
                                            "(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]",
                                            "write it as `\"06:00-22:00\"`"),
                                    "Only outside these hours."),
                            optional(
                                    "zone",
                                    word(),
                                    "The time zone of the hours, as `Europe/Berlin`."))
                    .demanding(
                            new Shape.Demand.AnyOf(
                                    List.of(
                                            "see",
                                            "edit",
                                            "export",
                                            "statements",
                                            "functions",
                                            "rows_per_day"),
                                    "add one of `see`, `edit`, `export`, `statements`, `functions`,"
                                            + " `rows_per_day`"),
                            new Shape.Demand.Together("zone", "outside"));

    private static final Shape.Keys GUARDRAIL =
            keys(
                            required("name", text(), "What people call it."),
                            optional("never", ACTS, "What never happens."),
                            optional("watch", ACTS, "What is told when it happens."),
                            optional(
                                    "for",
                                    oneOf("people", "agents", "services"),
                                    "Whom it concerns; without it, everybody."),
                            optional(
                                    "then",
                                    new Shape.Items(oneOf("alert"), 0),
                                    "What else happens."))
                    .demanding(
                            new Shape.Demand.ExactlyOne(
                                    List.of("never", "watch"),
                                    "write either `never:` or `watch:`"));

    private static final Shape.Keys REVIEW =
            keys(
                    required("name", text(), "What people call it."),
                    required("every", Patterns.SPAN, "How often."),
                    required(
                            "scope",
                            keys(
                                            optional(
                                                    "roles",
                                                    words(),
                                                    "Roles whose assignments are looked at."),
                                            optional(
                                                    "agents",
                                                    flag(),
                                                    "Whether those of agents are."))
                                    .demanding(
                                            new Shape.Demand.AnyOf(
                                                    List.of("roles", "agents"),
                                                    "add `roles: […]` or `agents: true`")),
                            "What is looked at."),
                    required(
                            "reviewer",
                            word(
                                    "manager|role_owner|group:.*\\S.*",
                                    "write `manager`, `role_owner` or `group:name`"),
                            "Who looks."),
                    optional(
                            "if_silent",
                            keys(
                                    required("after", Patterns.SPAN, "How long nobody looked."),
                                    required(
                                            "do",
                                            oneOf("suspend", "revoke"),
                                            "What then happens.")),
                            "What happens to what nobody looked at."),
                    optional(
                            "skip_when",
                            keys(
                                    optional(
                                            "unchanged",
                                            flag(),
                                            "Only what has not changed since the last one."),
                                    optional(
                                            "risk",
                                            oneOf("low", "medium", "high", "critical"),
                                            "The highest risk of a class the role shows.")),
                            "What needs no look."));

    private static final Shape.Keys CONSOLE =
            keys(
                            optional(
                                    "group",
                                    word(),
                                    "Everybody the directory lists in this group."),
                            optional("person", Patterns.NATIVE, "One person, by login."),
                            required(
                                    "role",
                                    oneOf(ConsoleRole.words().toArray(String[]::new)),
                                    "What they do in Sallyport itself."),
                            optional("until", Patterns.MOMENT, "The first day it no longer holds."),
                            optional("reason", word(), "Why; a person needs one."))
                    .demanding(
                            new Shape.Demand.ExactlyOne(
                                    List.of("group", "person"),
                                    "write either `group:` or `person:`"));

    private AccessGrammar() {}

    static List<Shape.Key> sections() {
        return List.of(
                optional(
                        "functions",
                        new Shape.Named(
                                word(
                                        "(?=.{1,80}$)[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*",
                                        "write it as `portal.appointment_booking`, at most 80 characters"),
                                FUNCTION,
                                0),
                        "What an application calls a job; an app, a group and a person are granted the same words."),
                optional(
                        "assignments",
                        new Shape.Items(ASSIGNMENT, 0),
                        "Who holds what, and until when."),
                optional(
                        "separation_of_duties",
                        new Shape.Items(DUTY, 0),
                        "Rights that nobody has together."),
                optional(
                        "guardrails",
                        new Shape.Items(GUARDRAIL, 0),
                        "What holds whatever roles say; nothing excepts it."),
                optional(
                        "reviews",
                        new Shape.Items(REVIEW, 0),
                        "How often somebody looks at who holds what."),
                optional(
                        "console",
                        new Shape.Items(CONSOLE, 0),
                        "Who does what in Sallyport itself. It opens nothing in a database."));
    }
}
