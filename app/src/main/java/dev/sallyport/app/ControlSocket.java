package dev.sallyport.app;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a running demo listens for commands: a socket in a folder only its owner can enter. */
final class ControlSocket {
    /** {@code sun_path} has 108 bytes with its end on Linux, 104 on macOS. */
    private static final int LONGEST_PATH = 103;

    private ControlSocket() {}

    /** The address of a running demo. */
    static UnixDomainSocketAddress of(Path data) throws IOException {
        Path elsewhere = data.resolve("control/elsewhere");
        return UnixDomainSocketAddress.of(
                Files.exists(elsewhere)
                        ? Path.of(Files.readString(elsewhere).strip())
                        : data.resolve("control/socket"));
    }

    /** A new address; where the data directory's path is too long, in a short folder of its own. */
    static UnixDomainSocketAddress prepare(DataDirectory directory) throws IOException {
        Path folder = directory.resolve("control");
        Folders.delete(folder);
        Folders.ours(folder);
        Path socket = folder.resolve("socket");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            socket = Files.createTempDirectory("sallyport-").resolve("socket");
            Folders.write(
                    folder.resolve("elsewhere"),
                    socket.toString().getBytes(StandardCharsets.UTF_8));
        }
        return UnixDomainSocketAddress.of(socket);
    }

    /** Leaves nothing behind. */
    static void remove(DataDirectory directory, UnixDomainSocketAddress address)
            throws IOException {
        Files.deleteIfExists(address.getPath());
        if (!address.getPath().startsWith(directory.path())) {
            Folders.delete(address.getPath().resolveSibling(""));
        }
        Folders.delete(directory.resolve("control"));
    }
}
