package dev.sallyport.control.console;

import dev.sallyport.policy.ConsoleRole;
import java.util.Set;

/** Port: what somebody is in Sallyport itself, by the policy that holds. */
@FunctionalInterface
public interface ConsoleRoles {

    /** At this moment; nothing for who is suspended, gone or unknown. */
    Set<ConsoleRole> of(String login);
}
