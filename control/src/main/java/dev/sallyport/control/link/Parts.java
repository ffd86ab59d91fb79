package dev.sallyport.control.link;

import java.util.Map;
import java.util.Optional;

/** What gateways elsewhere are given of the deployment, part by part, each whole or not at all. */
public interface Parts {
    /**
     * The digest of each part by its name: the same as long as nothing changed. Never waits for a
     * database.
     */
    Map<String, String> digests();

    /** A part as it is now; empty where there is none of that name. */
    Optional<Part> read(String name);

    /** Who is told, soon, that something has changed. */
    void whenChanged(Runnable told);

    /** One part, whole. */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(String digest, byte[] content) {
        public Part {
            content = content.clone();
        }

        @Override
        public byte[] content() {
            return content.clone();
        }
    }
}
