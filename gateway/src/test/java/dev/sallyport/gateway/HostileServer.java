package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a real server and answers {@code say HEX} itself, with those bytes. */
final class HostileServer implements AutoCloseable {
    private static final Pattern SAY = Pattern.compile("say ([0-9a-f]+)");

    private final ServerSocket listener;
    private final int behind;

    private HostileServer(ServerSocket listener, int behind) {
        this.listener = listener;
        this.behind = behind;
    }

    static HostileServer before(int port) throws IOException {
        HostileServer server =
                new HostileServer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), port);
        Thread.startVirtualThread(server::accept);
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket real = new Socket(InetAddress.getLoopbackAddress(), behind);
                Thread.startVirtualThread(() -> carry(client, real));
                Thread.startVirtualThread(() -> carry(real, client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void carry(Socket from, Socket to) {
        byte[] chunk = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                Matcher say = SAY.matcher(new String(chunk, 0, length, ISO_8859_1));
                OutputStream out = (say.find() ? from : to).getOutputStream();
                if (say.reset().find()) {
                    out.write(HexFormat.of().parseHex(say.group(1)));
                } else {
                    out.write(chunk, 0, length);
                }
            }
        } catch (IOException _) {
            // One of them has left; so does the other.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
