package dev.sallyport.control.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.SchemaUris;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Requests as identity providers really send them, as the standard means them. */
final class LiberalBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACTIVE = "active";
    private static final String MEMBERS = "members";
    private static final String VALUE = "value";
    private static final List<String> CORE = List.of(SchemaUris.USER_URI, SchemaUris.GROUP_URI);

    /**
     * {@code emails[type eq "work"] eq "x"} of Microsoft's own documents, percent-encoded or not.
     */
    private static final Pattern FILTER =
            Pattern.compile("(?i)(%5D|\\])((?:%20|\\+| )+eq(?:%20|\\+| )+(?:%22|\").*?(?:%22|\"))");

    private LiberalBody() {}

    /** What is no JSON is left to the library to refuse. */
    static String read(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (!(tree instanceof ObjectNode root)) {
                return body;
            }
            resource(root);
            root.path("Operations").forEach(operation -> operation(operation));
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException noJson) {
            return body;
        }
    }

    static boolean isEmptyPatch(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.path("schemas").toString().contains(SchemaUris.PATCH_OP)
                    && tree.path("Operations").isArray()
                    && tree.path("Operations").isEmpty();
        } catch (JsonProcessingException noJson) {
            return false;
        }
    }

    static String filter(String query) {
        return FILTER.matcher(query).replaceAll("%20and%20value$2$1");
    }

    private static void operation(JsonNode node) {
        if (!(node instanceof ObjectNode operation)) {
            return;
        }
        if (operation.path("op").isTextual()) {
            operation.put("op", operation.get("op").asText().toLowerCase(Locale.ROOT));
        }
        if (operation.path("path").asText().equalsIgnoreCase(ACTIVE)) {
            operation.set(VALUE, flag(operation.path(VALUE)));
        }
        if (takesMembers(operation)) {
            operation.set(VALUE, named(operation.get(VALUE)));
        }
        if (operation.path(VALUE) instanceof ObjectNode value) {
            resource(value);
        }
        if (operation.path("data") instanceof ObjectNode data) {
            resource(data);
            data.path("Operations").forEach(LiberalBody::operation);
        }
    }

    private static boolean takesMembers(ObjectNode operation) {
        return operation.path("op").asText().equals("remove")
                && operation.path("path").asText().equalsIgnoreCase(MEMBERS)
                && operation.hasNonNull(VALUE);
    }

    /**
     * Microsoft's `{"$ref": null, "value": "…"}` and the like say no more than the id. Nobody named
     * stays nobody, which is refused: it is never everybody.
     */
    private static ArrayNode named(JsonNode members) {
        ArrayNode named = JSON.createArrayNode();
        for (JsonNode member : members.isArray() ? members : JSON.createArrayNode().add(members)) {
            JsonNode id = member.isObject() ? member.path(VALUE) : member;
            named.add(id.isTextual() ? JSON.createObjectNode().set(VALUE, id) : member);
        }
        return named;
    }

    private static void resource(ObjectNode resource) {
        CORE.forEach(schema -> unwrap(resource, schema));
        for (Map.Entry<String, JsonNode> field : resource.properties()) {
            if (field.getKey().equalsIgnoreCase(ACTIVE)) {
                field.setValue(flag(field.getValue()));
            }
        }
    }

    /** The schema of extensions stands around their attributes; some put the core's there, too. */
    private static void unwrap(ObjectNode resource, String schema) {
        if (resource.get(schema) instanceof ObjectNode core) {
            resource.remove(schema);
            resource.setAll(core);
        }
    }

    /** `True` and `"false"` are what they say; anything else is refused where it is read. */
    private static JsonNode flag(JsonNode value) {
        return switch (value.isTextual() ? value.asText().toLowerCase(Locale.ROOT) : "") {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> value;
        };
    }
}
