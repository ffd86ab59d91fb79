package dev.sallyport.control.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names and values as URLs and forms carry them; each name once. */
public final class Form {
    /** A logout token with everything in it. */
    public static final int LONGEST = 64 * 1024;

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The form a request sends, read by us alone: what others make of it, they make of a URL's
     * query, too.
     */
    public static Optional<Form> of(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        return read(new String(body, StandardCharsets.UTF_8));
    }

    /** Empty where it is too long, no form, or says one thing twice. */
    public static Optional<Form> read(@Nullable String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            try {
                if (values.put(
                                decoded(pair.substring(0, equals)),
                                decoded(pair.substring(equals + 1)))
                        != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(new Form(values));
    }

    /** Empty also where it says nothing. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    public static String write(Map<String, String> values) {
        return values.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
