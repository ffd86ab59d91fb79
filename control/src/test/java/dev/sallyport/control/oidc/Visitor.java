package dev.sallyport.control.oidc;

import dev.sallyport.control.http.Form;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with a browser, which keeps cookies and follows a link only when told. */
final class Visitor {
    private static final Pattern MARK = Pattern.compile("name=\"mark\" value=\"([\\w-]+)\"");
    private static final Pattern WORD = Pattern.compile("<code id=\"word\">([\\w-]+)</code>");

    private final String base;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client;

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        URI location() {
            return http.uri().resolve(http.headers().firstValue("Location").orElseThrow());
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(http.body());
        }

        /** The code of a refusal, with its status. */
        String refusal() {
            return status() + " " + json().path("code").asString("");
        }

        String word() {
            return first(WORD);
        }

        String mark() {
            return first(MARK);
        }

        private String first(Pattern pattern) {
            Matcher found = pattern.matcher(body());
            if (!found.find()) {
                throw new AssertionError("not there: " + pattern);
            }
            return found.group(1);
        }
    }

    Visitor(String base, Path certificate) {
        this.base = base;
        this.client =
                HttpClient.newBuilder()
                        .cookieHandler(cookies)
                        .sslContext(trusting(certificate))
                        .build();
    }

    /** The whole way, to the page of who is signed in. */
    Answer signIn() throws IOException, InterruptedException {
        return get(callback(begin()).location());
    }

    /** To where the provider sends the browser back. */
    URI begin() throws IOException, InterruptedException {
        return get(get("/oidc/sign-in").location()).location();
    }

    Answer callback(URI address) throws IOException, InterruptedException {
        return get(address);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return get(URI.create(base + path));
    }

    Answer get(URI address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).build());
    }

    Answer post(String path, Map<String, String> form) throws IOException, InterruptedException {
        return post(path, "application/x-www-form-urlencoded", Form.write(form));
    }

    Answer post(String path, String type, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /**
     * In any way at all.
     *
     * @param headers names and values by turns
     */
    Answer ask(String way, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(way, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    /** A token as `sallyport login` asks for it. */
    Answer login(String login, String word) throws IOException, InterruptedException {
        return post(
                "/api/v1/sign-in",
                "application/json",
                JsonMapper.shared()
                        .writeValueAsString(Map.of("login", login, "password", word, "code", "")));
    }

    Answer own(String token) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/tokens"))
                        .header("Authorization", "Bearer " + token)
                        .build());
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(one -> one.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** As whoever can write into somebody's browser. */
    void plant(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setDomain("127.0.0.1");
        cookie.setPath("/");
        cookie.setSecure(true);
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(base), cookie);
    }

    /** A browser takes loopback for as safe as TLS, and so do providers. */
    Answer sendOnLoopback(HttpRequest request) throws IOException, InterruptedException {
        cookies.getCookieStore().getCookies().stream()
                .filter(one -> !one.getName().startsWith("__Host-"))
                .forEach(one -> one.setSecure(false));
        return send(request);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        return new Answer(client.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private static SSLContext trusting(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
