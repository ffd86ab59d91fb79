package dev.sallyport.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Vault on loopback with transit engines, over TLS. It really encrypts (AES-256-GCM, bound to
 * {@code associated_data}), knows versions, derived keys and namespaces, checks tokens, and answers
 * as Vault 1.18 does: 403 where a token may not, also for a key to be made by encrypting; 400 where
 * a key opens nothing; 404 where no engine is; 503 while it is sealed.
 */
public final class FakeVault implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v1/(?<mount>.+)/(?<operation>encrypt|decrypt)/(?<key>[^/]+)");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([^\"\\\\]*)\"");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, TransitKey> keys = new ConcurrentHashMap<>();
    private final Map<String, List<String>> mayUse = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean sealed;
    private volatile boolean hanging;
    private volatile boolean forgetful;
    private volatile Optional<Answer> instead = Optional.empty();

    private record Answer(int status, String body) {
        static Answer refused(int status, String why) {
            return new Answer(status, "{\"errors\":[\"" + why + "\"]}");
        }

        static Answer data(String field, String value) {
            return new Answer(
                    200,
                    "{\"request_id\":\"1\",\"lease_id\":\"\",\"data\":{\"%s\":\"%s\",\"key_version\":1}}"
                            .formatted(field, value));
        }
    }

    private FakeVault(HttpsServer server) {
        this.server = server;
    }

    /** With no key, and no token that may anything. */
    public static FakeVault start(ServerCertificate certificate)
            throws IOException, GeneralSecurityException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        FakeVault vault = new FakeVault(server);
        server.createContext("/", vault::answer);
        server.setExecutor(vault.threads);
        server.start();
        return vault;
    }

    /** For the name in the certificate: localhost. */
    public String address() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /**
     * @param path such as {@code transit/sallyport}, after the namespace if there is one
     */
    public void addKey(String path) {
        keys.put(path, new TransitKey(TransitKey.Derivation.NONE));
    }

    /** One that needs a context. */
    public void addDerivedKey(String path) {
        keys.put(path, new TransitKey(TransitKey.Derivation.BY_CONTEXT));
    }

    public void rotate(String path) {
        key(path).rotate();
    }

    /** As {@code min_decryption_version}. */
    public void retireOlderVersions(String path) {
        key(path).retireOlderVersions();
    }

    private TransitKey key(String path) {
        return Optional.ofNullable(keys.get(path)).orElseThrow();
    }

    /** A token whose policy has {@code update} on encrypt and decrypt of these keys. */
    public void admit(String token, String... paths) {
        mayUse.put(token, List.of(paths));
    }

    /** A token that ended. */
    public void revoke(String token) {
        mayUse.remove(token);
    }

    public void seal() {
        sealed = true;
    }

    public void unseal() {
        sealed = false;
    }

    /** Takes requests and answers none, until it is closed. */
    public void hang() {
        hanging = true;
    }

    /** Leaves {@code associated_data} out, as Vault before 1.13 does. */
    public void forgetAssociatedData() {
        forgetful = true;
    }

    /** Answers this to everything; the {@code Location} of a redirect is itself. */
    public void answer(int status, String body) {
        instead = Optional.of(new Answer(status, body));
    }

    /** Method and path of every request, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (hanging) {
                closing.await();
            }
            Answer answer = answer(exchange, path, body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Location", address() + path);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Answer answer(HttpExchange exchange, String path, String body)
            throws GeneralSecurityException {
        if (instead.isPresent()) {
            return instead.get();
        }
        if (sealed) {
            return Answer.refused(503, "Vault is sealed");
        }
        String namespace = header(exchange, "X-Vault-Namespace").map(one -> one + "/").orElse("");
        Matcher named = PATH.matcher(path);
        List<String> may = mayUse.get(header(exchange, "X-Vault-Token").orElse(""));
        if (may == null || !named.matches() || !exchange.getRequestMethod().equals("POST")) {
            return Answer.refused(403, "permission denied");
        }
        String mount = namespace + named.group("mount");
        String key = mount + "/" + named.group("key");
        if (!may.contains(key)) {
            return Answer.refused(403, "permission denied");
        }
        if (keys.keySet().stream().noneMatch(one -> one.startsWith(mount + "/"))) {
            return Answer.refused(404, "no handler for route");
        }
        return transit(named.group("operation"), key, fields(body));
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private Answer transit(String operation, String path, Map<String, String> fields)
            throws GeneralSecurityException {
        TransitKey key = keys.get(path);
        byte[] context = decoded(fields, "context");
        byte[] associated = forgetful ? new byte[0] : decoded(fields, "associated_data");
        if (operation.equals("encrypt")) {
            if (key == null) {
                // Encrypting would make it, which takes another capability.
                return Answer.refused(403, "permission denied");
            }
            if (key.needsContext() && context.length == 0) {
                return Answer.refused(400, "missing 'context' for key derivation");
            }
            return Answer.data(
                    "ciphertext", key.encrypt(decoded(fields, "plaintext"), associated, context));
        }
        if (key == null) {
            return Answer.refused(400, "encryption key not found");
        }
        return key.decrypt(fields.getOrDefault("ciphertext", ""), associated, context)
                .map(plain -> Answer.data("plaintext", Base64.getEncoder().encodeToString(plain)))
                .orElseGet(() -> Answer.refused(400, "cipher: message authentication failed"));
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new ConcurrentHashMap<>();
        Matcher field = FIELD.matcher(body);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return fields;
    }

    private static byte[] decoded(Map<String, String> fields, String name) {
        return Base64.getDecoder().decode(fields.getOrDefault(name, ""));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
