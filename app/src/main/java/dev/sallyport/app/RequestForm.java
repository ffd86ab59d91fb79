package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Requests as JSON objects: {@code command}, a word made of the request's name, and beside it what
 * the command takes, by name. Which deployment is meant is not in it: it is whoever reads it. What
 * a command line may leave out may be left out here.
 */
final class RequestForm {
    private static final String COMMAND = "command";
    private static final String ARGUMENTS = "arguments";
    private static final String DATA = "data";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(new WrittenPath())
                                    .addDeserializer(Path.class, new ReadPath()))
                    .build();

    private static final Map<String, Class<?>> COMMANDS =
            leaves(Request.class).collect(Collectors.toMap(RequestForm::word, Function.identity()));

    private RequestForm() {}

    /** What the record and the API call it, such as {@code session-kill}. */
    static String word(Request request) {
        return word(request.getClass());
    }

    static ObjectNode write(Request request) {
        ObjectNode arguments = JSON.valueToTree(request);
        arguments.remove(DATA);
        ObjectNode form = JSON.createObjectNode().put(COMMAND, word(request));
        form.set(ARGUMENTS, arguments);
        return form;
    }

    /**
     * @param data the folder of whoever reads it
     * @throws Refused SP7100 where it is no request; nothing of it is repeated
     */
    static Request read(byte[] form, Path data) {
        try {
            JsonNode asked = JSON.readTree(form);
            return read(asked.path(COMMAND).asString(""), asked.path(ARGUMENTS), data);
        } catch (JacksonException malformed) {
            throw malformed();
        }
    }

    /**
     * @param data the folder of whoever reads it
     * @throws Refused SP7100 where it is no request; nothing of it is repeated
     */
    static Request read(String word, Map<String, ?> arguments, Path data) {
        return read(word, JSON.<JsonNode>valueToTree(arguments), data);
    }

    private static Request read(String word, JsonNode arguments, Path data) {
        Class<?> command = COMMANDS.get(word);
        if (command == null || !(arguments instanceof ObjectNode asked) || asked.has(DATA)) {
            throw malformed();
        }
        for (RecordComponent one : command.getRecordComponents()) {
            complete(asked, one);
        }
        asked.put(DATA, data.toString());
        try {
            return (Request) JSON.treeToValue(asked, command);
        } catch (JacksonException malformed) {
            throw malformed();
        }
    }

    /** As a command line that says nothing of it. */
    private static void complete(ObjectNode asked, RecordComponent one) {
        String name = spelled(one.getName(), "_");
        if (asked.has(name)) {
            return;
        }
        if (one.getType().isEnum()) {
            asked.put(name, one.getType().getEnumConstants()[0].toString());
        } else if (one.getType() == List.class) {
            asked.putArray(name);
        } else if (one.getType().isRecord()) {
            ObjectNode nested = asked.putObject(name);
            Arrays.stream(one.getType().getRecordComponents())
                    .forEach(part -> complete(nested, part));
        } else if (one.getType() == Map.class) {
            asked.putObject(name);
        }
    }

    /** Whether it names a file, which is on the machine of whoever asks. */
    static boolean namesFile(Request request) {
        return files(request).findAny().isPresent();
    }

    private static Stream<Path> files(Object of) {
        return Stream.of(of.getClass().getRecordComponents())
                .filter(one -> !one.getName().equals(DATA))
                .flatMap(one ->
                        switch (value(of, one)) {
                            case Path file -> Stream.of(file);
                            case List<?> several ->
                                    several.stream()
                                            .filter(Path.class::isInstance)
                                            .map(Path.class::cast);
                            case Optional<?> some ->
                                    some.stream()
                                            .filter(Path.class::isInstance)
                                            .map(Path.class::cast);
                            case Record nested -> files(nested);
                            default -> Stream.empty();
                        });
    }

    private static Object value(Object of, RecordComponent one) {
        try {
            return one.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a request is a public record", e);
        }
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(RequestForm::leaves).distinct();
    }

    private static String word(Class<?> request) {
        String of = request.getEnclosingClass().getSimpleName().replaceFirst("Request$", "");
        return spelled(of + request.getSimpleName(), "-");
    }

    private static String spelled(String name, String between) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", between).toLowerCase(Locale.ROOT);
    }

    private static Refused malformed() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7100,
                        "the request cannot be understood",
                        "send what the reference of the API shows"));
    }

    /** As people write them, and not as addresses. */
    private static final class WrittenPath extends StdScalarSerializer<Path> {
        WrittenPath() {
            super(Path.class);
        }

        @Override
        public void serialize(Path path, JsonGenerator out, SerializationContext context) {
            out.writeString(path.toString());
        }
    }

    private static final class ReadPath extends StdScalarDeserializer<Path> {
        ReadPath() {
            super(Path.class);
        }

        @Override
        public Path deserialize(JsonParser in, DeserializationContext context) {
            return Path.of(in.getString());
        }
    }
}
