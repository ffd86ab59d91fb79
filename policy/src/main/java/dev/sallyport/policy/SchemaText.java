package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The grammar as JSON Schema 2020-12, for editors. */
final class SchemaText {
    private static final String ID = "https://sallyport.dev/schemas/policy-1.schema.json";

    private SchemaText() {}

    static Map<String, Object> of(Shape.Keys root, Map<String, Shape> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", ID);
        schema.put("title", "Sallyport policy, version 1");
        schema.put("description", "One file of a policy folder; any section may be in any file.");
        schema.putAll(of(root));
        Map<String, Object> named = new LinkedHashMap<>();
        definitions.forEach((name, shape) -> named.put(name, of(shape)));
        schema.put("$defs", named);
        return schema;
    }

    static Map<String, Object> of(Shape shape) {
        return switch (shape) {
            case Shape.Word word -> word(word);
            case Shape.OneOf(var words) -> map("enum", words);
            case Shape.Whole(int least, int most) ->
                    least == most
                            ? map("const", least)
                            : map("type", "integer", "minimum", least, "maximum", most);
            case Shape.Flag(var values) ->
                    values.size() == 2
                            ? map("type", "boolean")
                            : map("const", values.iterator().next());
            case Shape.Constant ignored -> map("type", List.of("string", "number", "boolean"));
            case Shape.Nothing ignored -> map("type", "null");
            case Shape.Items(Shape each, int least) -> items(each, least);
            case Shape.Named named -> named(named);
            case Shape.ByName(var patterns) -> byName(patterns);
            case Shape.Keys keys -> keys(keys);
            case Shape.OrEmpty(var keys) -> orEmpty(keys);
            case Shape.ByKind kinds -> byKind(kinds);
            case Shape.Either(var shapes) ->
                    map("anyOf", shapes.stream().map(SchemaText::of).toList());
            case Shape.Reference(String name) -> map("$ref", "#/$defs/" + name);
        };
    }

    private static Map<String, Object> word(Shape.Word word) {
        Map<String, Object> schema = map("type", "string");
        word.pattern().ifPresent(pattern -> schema.put("pattern", pattern));
        return schema;
    }

    private static Map<String, Object> items(Shape each, int least) {
        Map<String, Object> schema = map("type", "array", "items", of(each));
        if (least > 0) {
            schema.put("minItems", least);
        }
        return schema;
    }

    private static Map<String, Object> named(Shape.Named named) {
        Map<String, Object> schema = map("type", "object");
        named.name()
                .pattern()
                .ifPresent(pattern -> schema.put("propertyNames", map("pattern", pattern)));
        schema.put("additionalProperties", of(named.each()));
        if (named.least() > 0) {
            schema.put("minProperties", named.least());
        }
        return schema;
    }

    private static Map<String, Object> byName(Map<String, Shape> patterns) {
        Map<String, Object> properties = new LinkedHashMap<>();
        patterns.forEach((pattern, shape) -> properties.put(pattern, of(shape)));
        return map("type", "object", "patternProperties", properties);
    }

    private static Map<String, Object> keys(Shape.Keys keys) {
        Map<String, Object> schema = map("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Shape.Key key : keys.keys()) {
            properties.put(key.name(), described(key.description(), of(key.shape())));
        }
        schema.put("properties", properties);
        List<String> required =
                keys.keys().stream()
                        .filter(key -> key.presence() == Shape.Presence.REQUIRED)
                        .map(Shape.Key::name)
                        .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        keys.others().ifPresent(others -> others(schema, keys, others));
        schema.putIfAbsent("additionalProperties", false);
        List<Object> demands = new ArrayList<>();
        keys.demands().forEach(demand -> demands.add(demand(demand)));
        if (!demands.isEmpty()) {
            schema.put("allOf", demands);
        }
        return schema;
    }

    private static void others(Map<String, Object> schema, Shape.Keys keys, Shape.Named others) {
        others.name()
                .pattern()
                .ifPresent(pattern ->
                        schema.put(
                                "propertyNames",
                                map(
                                        "anyOf",
                                        List.of(
                                                map("enum", keys.names()),
                                                map("pattern", pattern)))));
        schema.put("additionalProperties", of(others.each()));
    }

    private static Map<String, Object> demand(Shape.Demand demand) {
        return switch (demand) {
            case Shape.Demand.AnyOf(var names, var ignored) -> map("anyOf", required(names));
            case Shape.Demand.ExactlyOne(var names, var ignored) -> map("oneOf", required(names));
            case Shape.Demand.Together(var name, var with) ->
                    map("dependentRequired", map(name, List.of(with)));
        };
    }

    private static List<Object> required(List<String> names) {
        return names.stream().<Object>map(name -> map("required", List.of(name))).toList();
    }

    private static Map<String, Object> orEmpty(Shape.Keys keys) {
        Map<String, Object> schema = map("type", "object");
        schema.put("if", map("minProperties", 1));
        schema.put("then", of(keys));
        return schema;
    }

    private static Map<String, Object> byKind(Shape.ByKind kinds) {
        List<Object> words = new ArrayList<>(kinds.kinds().keySet());
        if (words.contains("null")) {
            words.add(null);
        }
        Map<String, Object> schema = map("type", "object");
        schema.put(
                "properties", map(kinds.key(), described(kinds.description(), map("enum", words))));
        schema.put("required", List.of(kinds.key()));
        List<Object> cases = new ArrayList<>();
        kinds.kinds()
                .forEach((kind, keys) ->
                        cases.add(
                                map(
                                        "if",
                                        map("properties", map(kinds.key(), chosen(kind))),
                                        "then",
                                        of(withKind(kinds, keys)))));
        schema.put("allOf", cases);
        return schema;
    }

    /** YAML takes the bare word {@code null} for no value. */
    private static Map<String, Object> chosen(String kind) {
        List<Object> words = new ArrayList<>(List.of(kind));
        if (kind.equals("null")) {
            words.add(null);
        }
        return map("enum", words);
    }

    private static Shape.Keys withKind(Shape.ByKind kinds, Shape.Keys keys) {
        List<Shape.Key> all = new ArrayList<>();
        Shape any = new Shape.Either(List.of(new Shape.Nothing(), new Shape.Constant()));
        all.add(Shape.required(kinds.key(), any, kinds.description()));
        all.addAll(keys.keys());
        return new Shape.Keys(all, keys.demands(), keys.others());
    }

    private static Map<String, Object> described(String description, Map<String, Object> shape) {
        Map<String, Object> schema = map("description", description);
        schema.putAll(shape);
        return schema;
    }

    /** Keys and values in turn. */
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
