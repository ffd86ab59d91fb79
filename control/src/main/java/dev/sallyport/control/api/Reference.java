package dev.sallyport.control.api;

import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.Operation.Header;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The reference of the API as OpenAPI 3.1 has it, written from the pages themselves. */
final class Reference {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String PROBLEM = "#/components/responses/Problem";
    private static final String SCHEMA = "schema";
    private static final String DESCRIPTION = "description";
    private static final String CONTENT = "content";

    private static final Map<String, String> QUERY =
            Map.of(
                    Paging.LIMIT,
                    "How many are shown at most, 1 to " + Paging.MOST + "; usually 50.",
                    Paging.CURSOR,
                    "`next` of the page before, as it was.",
                    "state",
                    "Only who, or what, stands there: invited, active, suspended or left.",
                    "kind",
                    "Only those of one kind: agent or service.",
                    "owner",
                    "`everybody` for the keys of all people.");

    private final Schemas schemas = new Schemas();
    private final ObjectNode document = JSON.createObjectNode();

    private Reference() {}

    /**
     * A page of the API.
     *
     * @param method in capitals
     * @param path with variables in braces
     */
    record Page(String method, String path, Operation operation) {}

    static String of(Collection<Page> pages) {
        Reference reference = new Reference();
        reference.write(pages);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(reference.document) + "\n";
    }

    private void write(Collection<Page> pages) {
        document.put("openapi", "3.1.1");
        document.putObject("info")
                .put("title", "Sallyport")
                .put("version", "1")
                .put(DESCRIPTION, "The control plane. Every refusal is a problem (RFC 9457).");
        ObjectNode paths = document.putObject("paths");
        Map<String, Map<String, Operation>> byPath = new TreeMap<>();
        pages.forEach(page ->
                byPath.computeIfAbsent(page.path(), path -> new TreeMap<>())
                        .put(page.method().toLowerCase(Locale.ROOT), page.operation()));
        byPath.forEach((path, methods) -> {
            ObjectNode one = paths.putObject(path);
            methods.forEach((method, operation) -> one.set(method, operation(path, operation)));
        });
        components();
    }

    private ObjectNode operation(String path, Operation operation) {
        ObjectNode one =
                JSON.createObjectNode()
                        .put("operationId", operation.id())
                        .put("summary", operation.summary())
                        .put("x-access", operation.access().name().toLowerCase(Locale.ROOT));
        if (!operation.right().isEmpty()) {
            one.put("x-scope", operation.right());
        }
        ArrayNode security = one.putArray("security");
        if (operation.access() != Access.OPEN) {
            security.addObject()
                    .putArray(operation.access() == Access.GATEWAY ? "gateway" : "bearer");
        }
        parameters(one.putArray("parameters"), path, operation);
        if (operation.body() != void.class) {
            ObjectNode body = one.putObject("requestBody").put("required", true);
            body.putObject(CONTENT)
                    .putObject("application/json")
                    .set(SCHEMA, schemas.body(operation.body()));
        }
        responses(one.putObject("responses"), path, operation);
        return one;
    }

    private static void parameters(ArrayNode all, String path, Operation operation) {
        Matcher variables = VARIABLE.matcher(path);
        while (variables.find()) {
            parameter(all, "path", variables.group(1), "Which.").put("required", true);
        }
        for (String name : operation.query()) {
            parameter(all, "query", name, QUERY.getOrDefault(name, ""));
        }
        for (Header header : operation.headers()) {
            switch (header) {
                case IDEMPOTENCY_KEY ->
                        parameter(
                                        all,
                                        "header",
                                        Once.HEADER,
                                        "A word of chance, the same when the request is sent again"
                                                + " within a day.")
                                .put("required", true);
                case IF_MATCH ->
                        parameter(
                                all,
                                "header",
                                "If-Match",
                                "The `ETag` of what was read; another is refused.");
            }
        }
    }

    private static ObjectNode parameter(ArrayNode all, String in, String name, String told) {
        ObjectNode one = all.addObject().put("name", name).put("in", in).put(DESCRIPTION, told);
        one.putObject(SCHEMA).put("type", name.equals(Paging.LIMIT) ? "integer" : "string");
        return one;
    }

    private void responses(ObjectNode all, String path, Operation operation) {
        HttpStatus status = HttpStatus.valueOf(operation.status());
        ObjectNode done =
                all.putObject(String.valueOf(status.value()))
                        .put(DESCRIPTION, status.getReasonPhrase());
        if (operation.answers() != void.class) {
            done.putObject(CONTENT)
                    .putObject("application/json")
                    .set(SCHEMA, schemas.answer(operation.answers()));
        }
        refusals(path, operation)
                .forEach(code -> all.putObject(String.valueOf(code)).put("$ref", PROBLEM));
        all.putObject("default").put("$ref", PROBLEM);
    }

    private static List<Integer> refusals(String path, Operation operation) {
        Set<Integer> codes = new java.util.TreeSet<>();
        Set<Header> headers = Set.of(operation.headers());
        if (operation.access() != Access.OPEN) {
            codes.add(401);
        }
        if (!operation.right().isEmpty()) {
            codes.add(403);
        }
        if (VARIABLE.matcher(path).find()) {
            codes.add(404);
        }
        if (operation.body() != void.class) {
            codes.addAll(Arrays.asList(400, 413, 415));
        }
        if (operation.query().length > 0) {
            codes.add(400);
        }
        if (headers.contains(Header.IDEMPOTENCY_KEY)) {
            codes.addAll(Arrays.asList(409, 422));
        }
        if (headers.contains(Header.IF_MATCH)) {
            codes.add(412);
        }
        return List.copyOf(codes);
    }

    private void components() {
        ObjectNode components = document.putObject("components");
        ObjectNode schemes = components.putObject("securitySchemes");
        scheme(schemes, "bearer")
                .put(
                        DESCRIPTION,
                        "A token of a person who signed in, or a key (`sp_key_…`) of theirs.");
        scheme(schemes, "gateway")
                .put(DESCRIPTION, "A token (`sp_gateway_…`) that was made for one gateway.");
        ObjectNode problem =
                components
                        .putObject("responses")
                        .putObject("Problem")
                        .put(
                                DESCRIPTION,
                                "Refused, with a code that docs/reference/problems.md explains.");
        problem.putObject(CONTENT)
                .putObject("application/problem+json")
                .putObject(SCHEMA)
                .put("$ref", "#/components/schemas/Problem");
        ObjectNode all = schemas.all();
        ObjectNode shape = all.putObject("Problem").put("type", "object");
        ObjectNode properties = shape.putObject("properties");
        for (String name : List.of("type", "title", "detail", "code")) {
            properties.putObject(name).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        ArrayNode required = shape.putArray("required");
        List.of("type", "title", "status", "detail", "code").forEach(required::add);
        components.set("schemas", all);
    }

    private static ObjectNode scheme(ObjectNode all, String name) {
        return all.putObject(name).put("type", "http").put("scheme", "bearer");
    }
}
