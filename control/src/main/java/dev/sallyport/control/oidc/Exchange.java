package dev.sallyport.control.oidc;

import dev.sallyport.control.http.Form;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The two requests of a sign-in: where the browser is sent, and what its code is changed for. */
final class Exchange {
    private static final int OK = 200;

    /** The first figure of a status that says the request was wrong. */
    private static final int CLIENT_ERROR = 4;

    /** A code is one word; some providers' have a kibibyte. */
    private static final int LONGEST_CODE = 4096;

    private final OidcSettings settings;
    private final Provider provider;
    private final ProviderHttp http;

    Exchange(OidcSettings settings, Provider provider, ProviderHttp http) {
        this.settings = settings;
        this.provider = provider;
        this.http = http;
    }

    /** What a code is changed for. */
    record Answer(String idToken, Optional<String> accessToken) {}

    /**
     * OpenID Connect Core 1.0, section 3.1.2.1.
     *
     * @throws Refusal SP7161 where the provider does not say where that is
     */
    URI question(Flow flow, URI redirect) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", settings.clientId());
        asked.put("redirect_uri", redirect.toString());
        asked.put("scope", String.join(" ", new TreeSet<>(settings.scope())));
        asked.put("state", flow.state());
        asked.put("nonce", flow.nonce());
        asked.put("code_challenge", flow.challenge());
        asked.put("code_challenge_method", "S256");
        if (!settings.demanded().acr().isEmpty()) {
            asked.put("acr_values", String.join(" ", new TreeSet<>(settings.demanded().acr())));
        }
        settings.demanded()
                .maxAge()
                .ifPresent(age -> asked.put("max_age", Long.toString(age.toSeconds())));
        String address = provider.metadata().authorization().toString();
        return URI.create(address + (address.contains("?") ? "&" : "?") + Form.write(asked));
    }

    /**
     * OpenID Connect Core 1.0, section 3.1.3.
     *
     * @throws Refusal SP7162 where the provider does not take it, SP7161 where it answers nothing
     */
    Answer redeem(String code, Flow flow, URI redirect) {
        if (code.length() > LONGEST_CODE) {
            throw Refusal.no("long code");
        }
        HttpResponse<byte[]> answer = http.send(request(code, flow, redirect));
        if (answer.statusCode() / 100 == CLIENT_ERROR) {
            throw Refusal.no("code refused");
        }
        if (answer.statusCode() != OK) {
            throw Refusal.away("status " + answer.statusCode());
        }
        JsonNode document = ProviderHttp.object(answer.body());
        String idToken = document.path("id_token").asString("");
        if (idToken.isEmpty()) {
            throw Refusal.unproved("no ID token");
        }
        return new Answer(
                idToken,
                Optional.of(document.path("access_token").asString(""))
                        .filter(token -> !token.isEmpty()));
    }

    private HttpRequest request(String code, Flow flow, URI redirect) {
        Metadata metadata = provider.metadata();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect.toString());
        form.put("code_verifier", flow.verifier());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(metadata.token())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json");
        if (settings.secret().isEmpty()) {
            form.put("client_id", settings.clientId());
        } else if (metadata.postsSecret()) {
            form.put("client_id", settings.clientId());
            form.put("client_secret", settings.secret().get().get());
        } else {
            request.header("Authorization", basic(settings.secret().get().get()));
        }
        return request.POST(HttpRequest.BodyPublishers.ofString(Form.write(form))).build();
    }

    /** RFC 6749, section 2.3.1. */
    private String basic(String secret) {
        String pair = Form.encoded(settings.clientId()) + ":" + Form.encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
