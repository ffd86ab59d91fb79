package dev.sallyport.control.http;

import static dev.sallyport.problem.ProblemCode.SP7100;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** JSON as pages read and write it: nothing unknown, nothing twice, nothing taken for else. */
public final class StrictJson {
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            text -> {
                                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                            })
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .changeDefaultPropertyInclusion(
                            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private StrictJson() {}

    /**
     * @throws Refused SP7100 where it is something else; it repeats nothing of it
     */
    public static <T> T read(byte[] body, Class<T> form) {
        T read;
        try {
            read = MAPPER.readValue(body, form);
        } catch (JacksonException malformed) {
            throw malformed();
        }
        return Optional.ofNullable(read).orElseThrow(StrictJson::malformed);
    }

    public static Refused malformed() {
        return new Refused(
                Problem.of(
                        SP7100,
                        "the request cannot be understood",
                        "send what the reference of the API shows"));
    }
}
