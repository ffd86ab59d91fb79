package dev.sallyport.app;

import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.signin.AccountDesk;
import dev.sallyport.control.signin.Passkey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps local accounts as an operator asks at the command line. */
record AccountCounter(AccountDesk desk) {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-16s %-22s %-22s %s";

    void perform(AccountRequest request, Terminal terminal) {
        switch (request) {
            case AccountRequest.Put asked -> {
                desk.put(asked.login(), asked.password(), Operator.name());
                terminal.say("Set the password of " + asked.login() + ".");
            }
            case AccountRequest.Invite asked -> {
                terminal.say(desk.invite(asked.login(), Operator.name()));
                terminal.err()
                        .println(
                                "It is shown once; with it %s sets up a second factor within a day."
                                        .formatted(asked.login()));
            }
            case AccountRequest.Remove asked -> {
                desk.remove(asked.login(), Operator.name());
                terminal.say("Removed " + asked.login() + ".");
            }
            case AccountRequest.Passkeys asked ->
                    print(desk.passkeys(asked.login()), asked, terminal);
            case AccountRequest.RemovePasskey asked -> {
                desk.removePasskey(asked.login(), asked.id(), Operator.name());
                terminal.say("Removed passkey %s of %s.".formatted(asked.id(), asked.login()));
            }
        }
    }

    private static void print(
            List<Passkey> passkeys, AccountRequest.Passkeys asked, Terminal terminal) {
        switch (asked.form()) {
            case Request.Form.JSON ->
                    terminal.say(JsonDocument.print(document(passkeys)).stripTrailing());
            case Request.Form.TEXT -> {
                terminal.say(
                        passkeys.isEmpty()
                                ? asked.login() + " has no passkey."
                                : LINE.formatted("PASSKEY", "ENROLLED", "LAST USED", "NAME"));
                passkeys.forEach(one ->
                        terminal.say(
                                LINE.formatted(
                                        one.id(),
                                        second(one.enrolled()),
                                        one.used().map(AccountCounter::second).orElse("never"),
                                        one.name())));
            }
        }
    }

    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ObjectNode document(List<Passkey> passkeys) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("passkeys");
        for (Passkey one : passkeys) {
            ObjectNode line =
                    list.addObject()
                            .put("id", one.id())
                            .put("name", one.name())
                            .put("enrolled", one.enrolled().toString());
            one.used().ifPresent(used -> line.put("last_used", used.toString()));
        }
        return document;
    }
}
