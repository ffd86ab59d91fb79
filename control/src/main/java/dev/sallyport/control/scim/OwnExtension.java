package dev.sallyport.control.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a source may say of people beyond the standard: our own schema, with the policy's
 * attributes.
 */
final class OwnExtension {
    static final String URI = "urn:sallyport:params:scim:schemas:1.0:User";
    static final String LOGIN = "login";
    static final String STATE = "state";
    static final String STARTS = "employmentStart";
    static final String ENDS = "employmentEnd";

    private static final Set<String> RESERVED = Set.of(LOGIN, STATE, STARTS, ENDS);

    private final Set<String> names;

    OwnExtension(Set<String> names) {
        this.names = new TreeSet<>(names);
        this.names.removeAll(RESERVED);
    }

    Set<String> names() {
        return Set.copyOf(names);
    }

    JsonNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:Schema");
        schema.put("id", URI);
        schema.put("name", "SallyportUser");
        schema.put("description", "What the doors need to know of a person");
        ArrayNode attributes = schema.putArray("attributes");
        one(attributes, LOGIN, "The name of the account at the doors; nobody else's, ever");
        one(attributes, STATE, "invited, active, suspended or left").put("mutability", "readOnly");
        one(attributes, STARTS, "The first instant of the employment").put("type", "dateTime");
        one(attributes, ENDS, "The first instant after the employment").put("type", "dateTime");
        names.forEach(name ->
                one(attributes, name, "Asked about by the policy's scopes")
                        .put("multiValued", true));
        return schema;
    }

    private static ObjectNode one(ArrayNode attributes, String name, String description) {
        ObjectNode attribute = attributes.addObject();
        attribute.put("name", name);
        attribute.put("type", "string");
        attribute.put("description", description);
        attribute.put("multiValued", false);
        attribute.put("required", false);
        attribute.put("caseExact", true);
        attribute.put("mutability", "readWrite");
        attribute.put("returned", "default");
        attribute.put("uniqueness", "none");
        return attribute;
    }
}
