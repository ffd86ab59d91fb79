package dev.sallyport.provision;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and the server, and dies after so many of the client's flushes: what a
 * database sees of a client that is killed. Everything counts together, whatever the connection.
 */
final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int TERMINATE_BYTES = 5;

    private final ServerSocket listener;
    private final int server;
    private final AtomicInteger left;

    private CuttingProxy(ServerSocket listener, int server, int after) {
        this.listener = listener;
        this.server = server;
        this.left = new AtomicInteger(after);
    }

    static CuttingProxy before(int server, int after) throws IOException {
        var proxy =
                new CuttingProxy(
                        new ServerSocket(0, 4, InetAddress.getLoopbackAddress()), server, after);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many flushes more it would have let through; negative once it is dead. */
    int left() {
        return left.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                Thread.ofVirtual().start(() -> answers(upstream, client));
                Thread.ofVirtual().start(() -> questions(client, upstream));
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }
    }

    private void questions(Socket client, Socket upstream) {
        byte[] buffer = new byte[BUFFER];
        try (client;
                upstream) {
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            for (int read; (read = in.read(buffer)) >= 0 && isLetThrough(buffer, read); ) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    /** A Terminate is no step, and nobody waits until it has come. */
    private boolean isLetThrough(byte[] buffer, int read) {
        return (read == TERMINATE_BYTES && buffer[0] == 'X') || left.decrementAndGet() >= 0;
    }

    private static void answers(Socket upstream, Socket client) {
        try (client;
                upstream) {
            upstream.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
