package dev.sallyport.control.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What is answered to a request: the same to the byte when it is asked for again. */
final class Answer {
    private final int status;
    private final String tag;
    private final byte[] body;

    /**
     * @param tag as what the thing may be named in a later change; empty where it has no versions
     */
    private Answer(int status, String tag, byte[] body) {
        this.status = status;
        this.tag = tag;
        this.body = body;
    }

    static Answer of(int status, Optional<String> tag, Object shown) {
        return new Answer(status, tag.orElse(""), Bodies.write(shown));
    }

    static ResponseEntity<byte[]> shown(Object shown) {
        return of(200, Optional.empty(), shown).told();
    }

    ResponseEntity<byte[]> told() {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Cache-Control", "no-store");
        if (!tag.isEmpty()) {
            answer.eTag(tag);
        }
        return answer.body(body);
    }

    byte[] bytes() {
        byte[] named = tag.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 * Integer.BYTES + named.length + body.length)
                .putInt(status)
                .putInt(named.length)
                .put(named)
                .put(body)
                .array();
    }

    static Answer of(byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int status = all.getInt();
        byte[] named = new byte[all.getInt()];
        all.get(named);
        byte[] body = new byte[all.remaining()];
        all.get(body);
        return new Answer(status, new String(named, StandardCharsets.US_ASCII), body);
    }
}
