package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.provision.Enforcement;
import dev.sallyport.provision.EnforcementTable;
import dev.sallyport.provision.Ruling;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who enforces each rule of a policy, as a table or a document. */
final class EnforcementReport {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    /** Longer rules push the rest of their own line only. */
    private static final int RULE_WIDTH = 64;

    private EnforcementReport() {}

    /** From the files alone. */
    static Exit ofFiles(
            Request.Enforcement request, Checkout checkout, Instant now, Terminal terminal)
            throws IOException {
        PolicyFolder.Content whole =
                PolicyFolder.choose(request.policy(), request.data(), checkout).read();
        Optional<String> environment =
                DeployedEnvironment.at(request.data())
                        .choose(whole.policy(), request.environment());
        return print(rulings(whole, environment, now), request.form(), terminal);
    }

    static List<Ruling> rulings(
            PolicyFolder.Content whole, Optional<String> environment, Instant now) {
        Policy here = PolicyFolder.in(environment, whole).policy();
        return EnforcementTable.of(
                whole.policy(), environment, Entitlements.at(now, here, whole.people()));
    }

    static Exit print(List<Ruling> rulings, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> terminal.out().print(JsonDocument.print(document(rulings)));
            case TEXT -> {
                rulings.forEach(ruling -> terminal.say(line(ruling)));
                terminal.say(
                        "%d rules: %d native, %d gateway, %d refused"
                                .formatted(
                                        rulings.size(),
                                        count(rulings, "native"),
                                        count(rulings, "gateway"),
                                        count(rulings, "refused")));
            }
        }
        return count(rulings, "refused") == 0 ? Exit.DONE : Exit.DIFFERS;
    }

    private static long count(List<Ruling> rulings, String by) {
        return rulings.stream().filter(ruling -> word(ruling.by()).equals(by)).count();
    }

    private static String line(Ruling ruling) {
        String rule = "%-" + RULE_WIDTH + "s";
        return ("%-8s " + rule + " %-24s %s")
                .formatted(word(ruling.by()), ruling.rule(), ruling.place(), ruling.by().how());
    }

    private static String word(Enforcement by) {
        return switch (by) {
            case Enforcement.Native _ -> "native";
            case Enforcement.Gateway _ -> "gateway";
            case Enforcement.Refused _ -> "refused";
        };
    }

    private static ObjectNode document(List<Ruling> rulings) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode rules = document.putArray("rules");
        for (Ruling ruling : rulings) {
            ObjectNode rule =
                    rules.addObject()
                            .put("rule", ruling.rule())
                            .put("place", ruling.place().toString())
                            .put("by", word(ruling.by()))
                            .put("how", ruling.by().how());
            switch (ruling.by()) {
                case Enforcement.Native _, Enforcement.Gateway _ -> {}
                case Enforcement.Refused(_, var problem) -> rule.put("code", problem.code().name());
            }
        }
        return document;
    }
}
