package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Policy;
import dev.sallyport.provision.Examination;
import dev.sallyport.provision.Need;
import dev.sallyport.provision.Provisioner;
import java.io.IOException;
import java.util.List;

/** Says what an account needs before it is trusted with a database. */
final class Doctor {
    private Doctor() {}

    static Exit examine(Request.Doctor request, Checkout checkout, Terminal terminal)
            throws IOException {
        DatabaseUrl url = DatabaseUrl.of(request.url());
        Policy policy =
                PolicyFolder.choose(request.policy(), request.data(), checkout).read().policy();
        String name = request.database().orElse(url.database());
        Examination found = new Provisioner(url.target(name), Doctor::noSecret).examine(policy);
        terminal.say(
                "%s at %s, as `%s`, PostgreSQL %d"
                        .formatted(name, url.authority(), found.administrator(), found.major()));
        found.needs()
                .forEach(need ->
                        terminal.say(
                                "  %-4s %s".formatted(need.met() ? "yes" : "NO", need.what())));
        say("Even so:", found.limits(), "", terminal);
        List<String> missing =
                found.needs().stream().filter(need -> !need.met()).map(Need::gives).toList();
        say("Have somebody who may run:", missing, ";", terminal);
        return missing.isEmpty() ? Exit.DONE : Exit.DIFFERS;
    }

    private static void say(String title, List<String> lines, String end, Terminal terminal) {
        if (!lines.isEmpty()) {
            terminal.say("");
            terminal.say(title);
            lines.forEach(line -> terminal.say("  " + line + end));
        }
    }

    /** No account is looked at for its password here. */
    private static String noSecret(String login) {
        return "none";
    }
}
