package dev.sallyport.app;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer for programs: one JSON document that says its version first. */
final class JsonDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonDocument() {}

    /**
     * @param version raised when a field changes its meaning or goes; a field more is no new one
     */
    static ObjectNode begin(int version) {
        return JsonNodeFactory.instance.objectNode().put("v", version);
    }

    static String print(ObjectNode document) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }
}
