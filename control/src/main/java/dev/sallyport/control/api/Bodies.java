package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7101;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Bodies as they are read and written: nothing unknown, nothing twice, nothing taken for else. */
final class Bodies {
    /** Everything that is sent here is a few words. */
    static final int LONGEST = 1 << 14;

    /** One line of a record. */
    private static final int LONGEST_REASON = 256;

    private static final JsonMapper JSON =
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

    private Bodies() {}

    /**
     * @throws Refused SP7101 where it is too long, SP7100 where it is something else; neither
     *     repeats anything of it
     */
    static <T> T read(byte[] body, Class<T> form) {
        if (body.length > LONGEST) {
            throw new Refused(
                    Problem.of(
                            SP7101,
                            "the body is longer than " + LONGEST + " bytes",
                            "send what the reference of the API shows"));
        }
        T read;
        try {
            read = JSON.readValue(body, form);
        } catch (JacksonException malformed) {
            throw malformed();
        }
        return Optional.ofNullable(read).orElseThrow(Bodies::malformed);
    }

    static byte[] write(Object answer) {
        return JSON.writeValueAsBytes(answer);
    }

    /** What a person says why they do it: one line that can be read. */
    static String reason(@Nullable String written) {
        if (written == null || !isReadable(written)) {
            throw new Refused(
                    Problem.of(
                            SP7100,
                            "`reason` is missing, too long, or holds control characters",
                            "say why, in up to " + LONGEST_REASON + " characters"));
        }
        return written;
    }

    private static boolean isReadable(String line) {
        return !line.isBlank()
                && line.length() <= LONGEST_REASON
                && line.codePoints().noneMatch(Bodies::isUnreadable);
    }

    private static boolean isUnreadable(int one) {
        return Character.isISOControl(one) || Character.getType(one) == Character.SURROGATE;
    }

    static Refused malformed() {
        return new Refused(
                Problem.of(
                        SP7100,
                        "the request cannot be understood",
                        "send what the reference of the API shows"));
    }
}
