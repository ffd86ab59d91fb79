package dev.sallyport.app;

import dev.sallyport.app.hospital.Hospital;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What a running demo says first: who can sign in, how, and what to try. */
record Welcome(InetSocketAddress gateway, Path policy, Path data) {

    static String psql(InetSocketAddress gateway, String login) {
        return "psql \"host=%s port=%d dbname=%s user=%s\""
                .formatted(
                        gateway.getAddress().getHostAddress(),
                        gateway.getPort(),
                        Hospital.DATABASE,
                        login);
    }

    void print(PolicySnapshot snapshot, Directory people, Terminal terminal) {
        terminal.say("");
        terminal.say("DEMO: synthetic patients, public passwords, this machine only.");
        terminal.say("Everybody's password is `" + Demo.PASSWORD + "`:");
        terminal.say("");
        for (Directory.Person person : people.people().values()) {
            terminal.say(
                    "  %-22s %-16s %s"
                            .formatted(
                                    person.name(),
                                    roles(snapshot.entitlements(), person),
                                    psql(gateway, person.login())));
        }
        terminal.say("");
        terminal.say("Policy  " + policy);
        terminal.say(
                "        change it, then: sallyport plan"
                        + option()
                        + ", sallyport apply"
                        + option());
        terminal.say(
                "Record  sallyport audit show" + option() + ", sallyport audit verify" + option());
        terminal.say("Data    " + data);
        terminal.say("");
        terminal.say("Ctrl-C stops everything that was started.");
    }

    private static String roles(Entitlements entitlements, Directory.Person person) {
        return entitlements
                .of(person.login())
                .map(holder ->
                        holder.roles().stream()
                                .map(Entitlements.Held::role)
                                .collect(Collectors.joining(", ")))
                .orElse("no role");
    }

    /** Nothing where the default finds it. */
    private String option() {
        return data.equals(Path.of("demo-data").toAbsolutePath().normalize())
                ? ""
                : " --data " + data;
    }
}
