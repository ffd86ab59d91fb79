package dev.sallyport.control.signin;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a request about signing in: a few texts by name, and nothing else. */
final class SignInFields {
    /** Three texts of their longest, each character escaped. */
    static final int LONGEST_BODY = 4096;

    /** Longer than PostgreSQL lets a role be called. */
    private static final int LONGEST_LOGIN = 128;

    /** A recovery code with room for blanks. */
    private static final int LONGEST_CODE = 64;

    private static final List<String> KNOWN = List.of("login", "password", "code");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private SignInFields() {}

    /** What a body says, as the reference shows it. */
    record Texts(String login, String password, String code) {
        /** It holds a secret. */
        @Override
        public String toString() {
            return "Texts";
        }
    }

    /**
     * @throws Refused SP7101 where it is too long, SP7100 where it is something else; neither says
     *     anything of what it was, for it may hold a password
     */
    static Attempt attempt(byte[] body, Source source) {
        Map<String, String> texts = texts(body, KNOWN, LONGEST_BODY);
        return attempt(
                texts.getOrDefault("login", ""),
                texts.getOrDefault("password", ""),
                texts.getOrDefault("code", ""),
                source);
    }

    /**
     * @throws Refused SP7100 where one of them cannot be any such thing
     */
    static Attempt attempt(String login, String password, String code, Source source) {
        if (!isLogin(login)
                || password.isEmpty()
                || password.length() > 2 * AccountDesk.LONGEST
                || code.length() > LONGEST_CODE) {
            throw malformed();
        }
        return new Attempt(login, password, code, source);
    }

    static boolean isLogin(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_LOGIN
                && text.codePoints()
                        .noneMatch(one ->
                                Character.isISOControl(one)
                                        || Character.getType(one) == Character.SURROGATE);
    }

    /**
     * Texts by name, and nothing else; each may be missing.
     *
     * @param longest in bytes
     * @throws Refused SP7100, SP7101
     */
    static Map<String, String> texts(byte[] body, List<String> known, int longest) {
        if (body.length > longest) {
            throw refused(
                    ProblemCode.SP7101,
                    "the body is longer than " + longest + " bytes",
                    "send " + listed(known));
        }
        JsonNode document;
        try {
            document = JSON.readTree(body);
        } catch (JacksonException _) {
            throw malformed(known);
        }
        if (!document.isObject()) {
            throw malformed(known);
        }
        Map<String, String> texts = new HashMap<>();
        document.forEachEntry((name, value) -> {
            if (!known.contains(name) || !value.isString()) {
                throw malformed(known);
            }
            texts.put(name, value.stringValue());
        });
        return texts;
    }

    static Refused malformed() {
        return malformed(KNOWN);
    }

    /**
     * @param known the texts that are asked for
     */
    static Refused malformed(List<String> known) {
        return refused(
                ProblemCode.SP7100,
                "the request cannot be understood",
                known.isEmpty()
                        ? "send it without a query"
                        : "send a JSON object with the texts " + listed(known) + ", and no query");
    }

    /** As people list things. */
    private static String listed(List<String> names) {
        String quoted =
                names.stream().map(one -> "`" + one + "`").collect(Collectors.joining(", "));
        int last = quoted.lastIndexOf(", ");
        return last < 0 ? quoted : quoted.substring(0, last) + " and " + quoted.substring(last + 2);
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
