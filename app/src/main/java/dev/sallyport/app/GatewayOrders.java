package dev.sallyport.app;

import dev.sallyport.gateway.ExportRequests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Does what the control plane orders, each order once, whatever is heard of it twice. */
final class GatewayOrders {
    /** More than a control plane has waiting for one gateway. */
    private static final int REMEMBERED = 4_096;

    private final OwnGateway gateway;
    private final Map<Long, JsonNode> done = new LinkedHashMap<>();
    private String run = "";

    GatewayOrders(OwnGateway gateway) {
        this.gateway = gateway;
    }

    /** Numbers begin anew with each run of the control plane. */
    void begin(String other) {
        if (!other.equals(run)) {
            run = other;
            done.clear();
        }
    }

    /** What came of it; an object that says nothing where there is nothing to say. */
    JsonNode perform(long id, String word, JsonNode arguments) {
        JsonNode known = done.get(id);
        if (known != null) {
            return known;
        }
        JsonNode answer = perform(word, arguments);
        if (done.size() == REMEMBERED) {
            done.remove(done.keySet().iterator().next());
        }
        done.put(id, answer);
        return answer;
    }

    private JsonNode perform(String word, JsonNode arguments) {
        try {
            return GatewayOrder.of(word, arguments)
                    .map(this::perform)
                    .orElseGet(() -> LinkForm.tree(Map.of()));
        } catch (JacksonException ofAnotherVersion) {
            return LinkForm.tree(Map.of());
        }
    }

    private JsonNode perform(GatewayOrder order) {
        switch (order) {
            case GatewayOrder.ListSessions(int from) -> {
                return LinkForm.tree(
                        new FollowingGateways.Sessions(
                                gateway.sessions().stream()
                                        .skip(from)
                                        .limit(GatewayOrder.SESSIONS)
                                        .toList()));
            }
            case GatewayOrder.ListExports(int from) -> {
                return LinkForm.tree(
                        new FollowingGateways.Exports(
                                gateway.exports().stream()
                                        .skip(from)
                                        .limit(GatewayOrder.EXPORTS)
                                        .toList()));
            }
            case GatewayOrder.EndSession(var session, var by, var reason) ->
                    gateway.end(session, by, reason);
            case GatewayOrder.TellSession(var session, var by, var words) ->
                    gateway.tell(session, by, words);
            case GatewayOrder.EndPeople(var logins) -> gateway.end(logins);
            case GatewayOrder.AnswerExport(var id, var operator, var by, var until) ->
                    export(id).ifPresent(one -> gateway.answer(one, operator, by, until));
        }
        return LinkForm.tree(Map.of());
    }

    private Optional<ExportRequests.Request> export(String id) {
        return gateway.exports().stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
