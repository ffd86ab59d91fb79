package dev.sallyport.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The {@code c=} of a client's last message: its first header again, and what it is bound to. */
final class ScramBinding {
    private ScramBinding() {}

    static String text(String header, ScramMechanism mechanism, Optional<ChannelBinding> binding) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        if (mechanism == ScramMechanism.SCRAM_SHA_256_PLUS) {
            binding.ifPresent(bound -> bytes.writeBytes(bound.endPoint()));
        }
        return ScramHash.base64(bytes.toByteArray());
    }
}
