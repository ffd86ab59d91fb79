package dev.sallyport.control.link;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Parts by hand; the digest of each is its content. */
final class FakeParts implements Parts {
    private final Map<String, String> parts = new ConcurrentHashMap<>();
    private volatile Runnable told = () -> {};

    void put(String name, String content) {
        parts.put(name, content);
        told.run();
    }

    @Override
    public Map<String, String> digests() {
        return Map.copyOf(parts);
    }

    @Override
    public Optional<Part> read(String name) {
        return Optional.ofNullable(parts.get(name))
                .map(content -> new Part(content, content.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void whenChanged(Runnable whom) {
        told = whom;
    }
}
