package dev.sallyport.gateway;

import dev.sallyport.policy.PolicyEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session's names stood for when something was worked out from them. */
final class Grounds {
    private @Nullable ShownColumns shown;
    private @Nullable PolicyEngine engine;
    private List<String> roles = List.of();

    /** Whether there is another policy, or there are other roles, than when this was last asked. */
    boolean haveChanged(Showing showing) {
        boolean changed =
                shown != showing.now()
                        || engine != showing.engine()
                        || !roles.equals(showing.roles());
        shown = showing.now();
        engine = showing.engine();
        roles = showing.roles();
        return changed;
    }
}
