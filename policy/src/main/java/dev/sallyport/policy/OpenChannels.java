package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP2049;

import dev.sallyport.policy.Decision.Denied;
import dev.sallyport.sql.ChannelUse;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Which channels of LISTEN and NOTIFY roles open; no other is. */
final class OpenChannels {
    private final Policy policy;
    private final List<Role> roles;
    private final Channels open;

    OpenChannels(Policy policy, List<Role> roles) {
        this.policy = policy;
        this.roles = roles;
        this.open =
                roles.stream()
                        .map(role -> role.terms().channels())
                        .reduce(Channels.NONE, Channels::and);
    }

    boolean hears(String channel) {
        return open.mayListen(channel);
    }

    Optional<Denied> denial(Statement statement) {
        return statement.touches().channels().stream()
                .filter(use -> !lets(open, use))
                .findFirst()
                .map(this::denied);
    }

    private static boolean lets(Channels channels, ChannelUse use) {
        return switch (use.act()) {
            case LISTEN -> channels.mayListen(use.channel());
            case NOTIFY -> channels.mayNotify(use.channel());
            case NOTIFY_WITH_PAYLOAD -> channels.mayNotifyWithPayload(use.channel());
        };
    }

    private Denied denied(ChannelUse use) {
        Role mine = roles.getFirst();
        String said =
                switch (use.act()) {
                    case LISTEN -> "listen to";
                    case NOTIFY -> "notify";
                    case NOTIFY_WITH_PAYLOAD -> "send words to";
                };
        return new Denied(
                SP2049,
                StatementRules.names(roles)
                        + " may not "
                        + said
                        + " channel "
                        + Words.quoted(use.channel()),
                mine.place(),
                policy.effective().values().stream()
                        .filter(role -> lets(role.terms().channels(), use))
                        .findFirst()
                        .map(role ->
                                "role "
                                        + Words.quoted(role.name())
                                        + " may; ask its owner "
                                        + role.owner())
                        .orElseGet(() ->
                                "no role may; ask "
                                        + mine.owner()
                                        + " to name it under `channels:` of role "
                                        + Words.quoted(mine.name())));
    }
}
