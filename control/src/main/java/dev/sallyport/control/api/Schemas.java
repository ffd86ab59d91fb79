package dev.sallyport.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of what is sent and shown, read from the records that hold it. */
final class Schemas {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TYPE = "type";
    private static final String STRING = "string";

    private final Map<String, ObjectNode> shapes = new TreeMap<>();
    private final Map<String, Class<?>> named = new HashMap<>();

    /** Of an answer: what may be missing is not required. */
    ObjectNode answer(Class<?> record) {
        return reference(record, Use.ANSWER);
    }

    /** Of a body: all but what is optional is required, and nothing else is taken. */
    ObjectNode body(Class<?> record) {
        return reference(record, Use.BODY);
    }

    /** All that were asked for, by name. */
    ObjectNode all() {
        ObjectNode all = JSON.createObjectNode();
        shapes.forEach(all::set);
        return all;
    }

    private enum Use {
        ANSWER,
        BODY
    }

    private ObjectNode reference(Class<?> record, Use use) {
        String name = record.getSimpleName();
        Class<?> other = named.putIfAbsent(name, record);
        if (other != null && other != record) {
            throw new IllegalStateException("two shapes are called " + name);
        }
        if (other == null) {
            shapes.put(name, JSON.createObjectNode());
            shapes.put(name, shape(record, use));
        }
        return JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode shape(Class<?> record, Use use) {
        ObjectNode shape = JSON.createObjectNode().put(TYPE, "object");
        if (use == Use.BODY) {
            shape.put("additionalProperties", false);
        }
        ArrayNode required = JSON.createArrayNode();
        ObjectNode properties = shape.putObject("properties");
        for (RecordComponent component : record.getRecordComponents()) {
            properties.set(name(component), type(component.getGenericType(), use));
            boolean isWanted = use == Use.BODY || !isNullable(component.getAnnotatedType());
            if (isWanted && component.getType() != Optional.class) {
                required.add(name(component));
            }
        }
        shape.set("required", required);
        return shape;
    }

    private static boolean isNullable(AnnotatedElement type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .orElseGet(() ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }

    private ObjectNode type(Type type, Use use) {
        ObjectNode shape = JSON.createObjectNode();
        if (type == String.class) {
            return shape.put(TYPE, STRING);
        }
        if (type == Object.class || type == JsonNode.class) {
            return shape;
        }
        if (type == Instant.class) {
            return shape.put(TYPE, STRING).put("format", "date-time");
        }
        if (type == int.class || type == long.class) {
            return shape.put(TYPE, "integer").put("format", type == int.class ? "int32" : "int64");
        }
        if (type == boolean.class) {
            return shape.put(TYPE, "boolean");
        }
        if (type instanceof ParameterizedType many && many.getRawType() == List.class) {
            shape.put(TYPE, "array");
            shape.set("items", type(many.getActualTypeArguments()[0], use));
            return shape;
        }
        if (type instanceof ParameterizedType one && one.getRawType() == Optional.class) {
            return type(one.getActualTypeArguments()[0], use);
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            shape.put(TYPE, "object");
            shape.set("additionalProperties", type(map.getActualTypeArguments()[1], use));
            return shape;
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return reference(record, use);
        }
        throw new IllegalStateException("no shape is known of " + type);
    }
}
