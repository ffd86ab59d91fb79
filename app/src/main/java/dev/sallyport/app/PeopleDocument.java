package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Employment;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Roster;
import dev.sallyport.control.ldap.LdapReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** People as commands show them: nothing of it is a secret. */
final class PeopleDocument {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-24s %-10s %-6s %-22s %-22s %s";

    private PeopleDocument() {}

    static Exit print(List<Roster.Listed> people, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(VERSION);
                ArrayNode list = document.putArray("people");
                people.forEach(one -> put(list.addObject(), one));
                terminal.say(document.toString());
            }
            case TEXT -> {
                terminal.say(
                        people.isEmpty()
                                ? "No directory has told of anybody yet."
                                : LINE.formatted(
                                        "LOGIN", "STATE", "BY", "FROM", "UNTIL", "GROUPS"));
                people.forEach(one -> terminal.say(line(one)));
            }
        }
        return Exit.DONE;
    }

    static Exit print(Roster.Shown shown, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> terminal.say(document(shown).toString());
            case TEXT -> text(shown, terminal);
        }
        return Exit.DONE;
    }

    /** What a round of a directory came to, or would. */
    static void print(LdapReport report, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(VERSION);
                document.put("people", report.people());
                put(document.putArray("steps"), report.steps());
                ArrayNode problems = document.putArray("problems");
                report.problems().forEach(problem -> problems.add(problem.toString()));
                terminal.say(document.toString());
            }
            case TEXT -> {
                report.steps().forEach(step -> terminal.say(line(step)));
                report.problems().forEach(terminal.err()::println);
                terminal.say(
                        "%,d people, %,d steps, %,d that cannot be taken."
                                .formatted(
                                        report.people(),
                                        report.steps().size(),
                                        report.problems().size()));
            }
        }
    }

    /** What would happen, or has. */
    static String line(Step step) {
        String what =
                step.before()
                        .filter(before -> !step.after().isEmpty())
                        .map(before -> before + " -> " + step.after())
                        .orElse(step.after().isEmpty() ? step.before().orElse("") : step.after());
        return "%-24s %-16s %s".formatted(step.login(), step.kind(), what).stripTrailing();
    }

    private static String line(Roster.Listed one) {
        Employment employment = one.person().employment();
        return LINE.formatted(
                        one.person().login(),
                        one.person().state().word(),
                        one.person().source().word(),
                        time(employment.starts()),
                        time(employment.ends()),
                        String.join(", ", one.groups()))
                .stripTrailing();
    }

    private static void text(Roster.Shown shown, Terminal terminal) {
        Person person = shown.listed().person();
        Person.Told told = person.told();
        say(terminal, "login", person.login());
        say(terminal, "name", told.name());
        say(terminal, "known as", told.userName());
        say(terminal, "state", person.state().word() + (person.deleted() ? ", gone" : ""));
        say(terminal, "kept by", person.source().word());
        say(terminal, "from", time(person.employment().starts()));
        say(terminal, "until", time(person.employment().ends()));
        say(terminal, "left", time(person.employment().leftAt()));
        say(terminal, "department", told.department().orElse(""));
        say(terminal, "manager", told.manager().orElse(""));
        say(terminal, "groups", String.join(", ", shown.listed().groups()));
        told.attributes().forEach((name, values) -> say(terminal, name, String.join(", ", values)));
        say(terminal, "doors", doors(shown));
        say(terminal, shown.steps());
    }

    /** What happened last, by whom and why. */
    static void say(Terminal terminal, List<Step> steps) {
        for (Step step : steps) {
            terminal.say(
                    "%s  %s, by %s: %s"
                            .formatted(
                                    step.at().truncatedTo(ChronoUnit.SECONDS),
                                    line(step).replaceAll(" +", " "),
                                    step.actor(),
                                    step.reason()));
        }
    }

    private static String doors(Roster.Shown shown) {
        String known =
                shown.listed()
                        .person()
                        .accountLogin()
                        .map(login -> "know the account `" + login + "`")
                        .orElse("know no account");
        return shown.owedCut() ? known + "; not all that it had is ended yet" : known;
    }

    static void say(Terminal terminal, String field, String value) {
        if (!value.isEmpty()) {
            terminal.say("%-12s %s".formatted(field, value));
        }
    }

    private static ObjectNode document(Roster.Shown shown) {
        ObjectNode document = JsonDocument.begin(VERSION);
        put(document, shown.listed());
        shown.listed().person().accountLogin().ifPresent(login -> document.put("account", login));
        document.put("owed_cut", shown.owedCut());
        put(document.putArray("steps"), shown.steps());
        return document;
    }

    static void put(ArrayNode to, List<Step> steps) {
        for (Step step : steps) {
            ObjectNode one =
                    to.addObject()
                            .put("at", step.at().toString())
                            .put("login", step.login())
                            .put("kind", step.kind());
            step.before().ifPresent(before -> one.put("before", before));
            one.put("after", step.after()).put("actor", step.actor()).put("reason", step.reason());
        }
    }

    private static void put(ObjectNode to, Roster.Listed one) {
        Person person = one.person();
        to.put("login", person.login())
                .put("user_name", person.told().userName())
                .put("name", person.told().name())
                .put("state", person.state().word())
                .put("gone", person.deleted())
                .put("source", person.source().word());
        person.employment().starts().ifPresent(at -> to.put("from", at.toString()));
        person.employment().ends().ifPresent(at -> to.put("until", at.toString()));
        person.employment().leftAt().ifPresent(at -> to.put("left", at.toString()));
        person.told().department().ifPresent(name -> to.put("department", name));
        person.told().manager().ifPresent(name -> to.put("manager", name));
        one.groups().forEach(to.putArray("groups")::add);
        ObjectNode attributes = to.putObject("attributes");
        person.told()
                .attributes()
                .forEach((name, values) -> values.forEach(attributes.putArray(name)::add));
    }

    private static String time(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }
}
