package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import dev.sallyport.control.directory.Change;
import dev.sallyport.problem.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who sends a request, proved before it came here, and the change that is being made for them. */
final class ScimCaller implements Authorization {
    private final String name;
    private Optional<Change> change = Optional.empty();
    private Optional<Refused> owed = Optional.empty();

    ScimCaller(String name) {
        this.name = name;
    }

    static ScimCaller of(Context context) {
        return (ScimCaller) context.getAuthorization();
    }

    String actor() {
        return "scim:" + name;
    }

    void begin(Change begun) {
        change = Optional.of(begun);
        owed = Optional.empty();
    }

    void end() {
        change = Optional.empty();
    }

    /** What has to be said of the change once it holds: only the suspension of it was taken. */
    void owe(Refused refused) {
        owed = Optional.of(refused);
    }

    Optional<Refused> owed() {
        return owed;
    }

    Change change() {
        return change.orElseThrow(() -> new IllegalStateException("a change outside of its turn"));
    }

    @Override
    public Set<String> getClientRoles() {
        return Set.of();
    }

    @Override
    public boolean authenticate(Map<String, String> headers, Map<String, String> parameters) {
        return true;
    }
}
