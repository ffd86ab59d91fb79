package dev.sallyport.audit;

import java.util.Base64;

/**
 * A normalised statement, encoded once. The caller vouches that it holds no literal and no bound
 * parameter: this class cannot know.
 */
public final class StatementText {
    /** Half of what one event may hold; a longer text is kept as its beginning, size and hash. */
    static final int TEXT_BYTES = 32 * 1024;

    /** One UTF-16 unit takes at most six bytes, as a control character does. */
    private static final int BYTES_PER_CHAR = 6;

    private final String normalised;
    private final byte[] json;

    public StatementText(String normalised) {
        this.normalised = normalised;
        this.json = encode(normalised);
    }

    public String normalised() {
        return normalised;
    }

    byte[] json() {
        return json;
    }

    private static byte[] encode(String text) {
        var whole = Json.utf8("\"text\":" + Json.quoted(text));
        if (whole.length <= TEXT_BYTES) {
            return whole;
        }
        var start = text.substring(0, TEXT_BYTES / BYTES_PER_CHAR);
        return Json.utf8(
                "\"text\":%s,\"chars\":%d,\"sha256\":\"%s\""
                        .formatted(Json.quoted(start), text.length(), hash(text)));
    }

    private static String hash(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Hash.sha256(Json.utf8(text)));
    }
}
