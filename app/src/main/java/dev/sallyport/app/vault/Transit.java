package dev.sallyport.app.vault;

import dev.sallyport.app.http.BoundedClient;
import dev.sallyport.app.http.Json;
import dev.sallyport.app.seal.KeyWrap;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key of Vault's transit engine. It is asked to encrypt and to decrypt, and for nothing else;
 * what a data key is for goes with both as {@code associated_data}, and as {@code context}, which
 * keys with {@code derived} need.
 */
public final class Transit implements KeyWrap {
    /** From a question to the last byte of its answer. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    /** A data key takes some hundred bytes. */
    static final int LONGEST = 64 << 10;

    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final Pattern CIPHERTEXT =
            Pattern.compile("vault:v[1-9][0-9]{0,8}:[A-Za-z0-9+/]{1,2000}={0,2}");

    /** What Vault says where a key is not there. */
    private static final String NO_KEY = "encryption key not found";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final VaultKey key;
    private final Duration patience;

    public Transit(VaultKey key) {
        this(key, PATIENCE);
    }

    Transit(VaultKey key, Duration patience) {
        this.key = key;
        this.patience = patience;
    }

    @Override
    public String name() {
        return key.label();
    }

    /**
     * @throws Refused SP7233 where nobody answers who proves to be Vault, SP7234 where it is
     *     sealed, SP7235 where it refuses the token, SP7236 where it has no such key, SP7238 where
     *     it answers something else
     */
    @Override
    public String wrap(byte[] secret, String purpose) {
        HttpResponse<byte[]> answer = ask("encrypt", "plaintext", base64(secret), purpose);
        if (answer.statusCode() == Status.BAD_REQUEST) {
            requireKey(answer);
            throw noKey("does not encrypt with associated data");
        }
        String wrapped = data(answer, "ciphertext");
        if (!CIPHERTEXT.matcher(wrapped).matches()) {
            throw nonsense("no ciphertext");
        }
        return wrapped;
    }

    /**
     * @throws Refused as {@link #wrap} does
     */
    @Override
    public Optional<byte[]> unwrap(String wrapped, String purpose) {
        HttpResponse<byte[]> answer = ask("decrypt", "ciphertext", wrapped, purpose);
        if (answer.statusCode() == Status.BAD_REQUEST) {
            requireKey(answer);
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(data(answer, "plaintext")));
        } catch (IllegalArgumentException notBase64) {
            throw nonsense("no plaintext");
        }
    }

    @Override
    public boolean isSameVersion(String one, String other) {
        return version(one).equals(version(other));
    }

    private static String version(String wrapped) {
        return wrapped.substring(0, wrapped.lastIndexOf(':') + 1);
    }

    /** The answer, where it is one of a Vault that works: a success, or a bad request. */
    private HttpResponse<byte[]> ask(String operation, String field, String value, String purpose) {
        String bound = base64(purpose.getBytes(StandardCharsets.UTF_8));
        byte[] body =
                MAPPER.writeValueAsBytes(
                        Map.of(field, value, "associated_data", bound, "context", bound));
        HttpRequest.Builder question =
                HttpRequest.newBuilder(
                                key.address()
                                        .resolve(
                                                "/v1/%s/%s/%s"
                                                        .formatted(
                                                                key.mount(),
                                                                operation,
                                                                key.name())))
                        .header("Content-Type", "application/json")
                        .header("X-Vault-Request", "true")
                        .header("X-Vault-Token", token())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.namespace().ifPresent(namespace -> question.header("X-Vault-Namespace", namespace));
        try (BoundedClient client = new BoundedClient(key.trust(), patience, LONGEST)) {
            return judged(operation, client.ask(question).join());
        } catch (CompletionException failure) {
            throw Status.unanswered(where(), failure);
        }
    }

    /** What cannot stand in a header would be told by whoever refuses it. */
    private String token() {
        String token = key.token().get();
        if (!TOKEN.matcher(token).matches()) {
            throw refused(
                    ProblemCode.SP7235,
                    "what stands there is no token of Vault",
                    "write the token, on one line and nothing else");
        }
        return token;
    }

    private HttpResponse<byte[]> judged(String operation, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return switch (Status.of(status)) {
            case ANSWERED -> answer;
            case FORBIDDEN ->
                    throw refused(
                            ProblemCode.SP7235,
                            "%s refuses the token for `%s/%s/%s`"
                                    .formatted(where(), key.mount(), operation, key.name()),
                            "give one that lives and whose policy has `update` on that path; see"
                                    + " that the key is there");
            case NOT_FOUND -> throw noKey("is not there");
            case NOT_READY ->
                    throw refused(
                            ProblemCode.SP7234,
                            "%s is sealed or not ready: status %d".formatted(where(), status),
                            "unseal it, or start again when it is ready");
            case OTHER -> throw nonsense("status " + status);
        };
    }

    private String data(HttpResponse<byte[]> answer, String field) {
        return Json.object(answer.body())
                .map(body -> body.path("data").path(field))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElseThrow(() -> nonsense("no `" + field + "`"));
    }

    private void requireKey(HttpResponse<byte[]> refused) {
        if (new String(refused.body(), StandardCharsets.UTF_8).contains(NO_KEY)) {
            throw noKey("is not there");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String where() {
        return "Vault at `" + key.address() + "`";
    }

    private Refused noKey(String what) {
        return refused(
                ProblemCode.SP7236,
                "the key `%s` of %s %s".formatted(name(), where(), what),
                "name the engine's `mount` and a `key` of it, of the type aes256-gcm96");
    }

    private Refused nonsense(String what) {
        return refused(
                ProblemCode.SP7238,
                "%s answers what Vault does not: %s".formatted(where(), what),
                "name the server itself, or what stands before it and redirects nobody");
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
