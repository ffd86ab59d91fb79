package dev.sallyport.control.console;

import java.util.Optional;
import java.util.Set;

/**
 * Everything the console asks of others.
 *
 * @param people whose a secret is with which people sign in, while it stands
 */
public record ConsolePorts(
        ConsoleRoles roles,
        SignedIn people,
        ConsoleRecord record,
        OpenSessions sessions,
        ConsoleCommands commands) {

    /** Of a control plane where nobody holds anything. */
    public static ConsolePorts none() {
        return new ConsolePorts(
                login -> Set.of(),
                secret -> Optional.empty(),
                event -> {},
                OpenSessions.NONE,
                ConsoleCommands.NONE);
    }
}
