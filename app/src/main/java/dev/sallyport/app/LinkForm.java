package dev.sallyport.app;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a control plane and the gateways that follow it tell each other, as JSON. */
final class LinkForm {
    /** A policy with its people; ten thousand of them take a hundredth of it. */
    static final int LONGEST = 256 * 1024 * 1024;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(LONGEST)
                                                    .build())
                                    .build())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private LinkForm() {}

    /** The same bytes for the same content. */
    static byte[] write(Object content) {
        return JSON.writeValueAsBytes(content);
    }

    static JsonNode tree(Object content) {
        return JSON.valueToTree(content);
    }

    /**
     * @throws JacksonException where it is something else
     */
    static <T> T read(byte[] content, Class<T> as) {
        return JSON.readValue(content, as);
    }

    /**
     * @throws JacksonException where it is something else
     */
    static <T> T read(JsonNode content, Class<T> as) {
        return JSON.treeToValue(content, as);
    }
}
