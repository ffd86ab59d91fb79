package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Request;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/** Does what commands ask of a running demo, so that its record has one writer. */
final class ControlServer implements Closeable {
    /** People at one machine; more callers than this wait outside. */
    private static final int MOST_CALLERS = 4;

    /** A request is sent at once, by a program on this machine. */
    private static final int REQUEST_SECONDS = 5;

    private final DataDirectory directory;
    private final UnixDomainSocketAddress address;
    private final ServerSocketChannel server;
    private final Actions actions;
    private final Semaphore callers = new Semaphore(MOST_CALLERS);

    private ControlServer(
            DataDirectory directory,
            UnixDomainSocketAddress address,
            ServerSocketChannel server,
            Actions actions) {
        this.directory = directory;
        this.address = address;
        this.server = server;
        this.actions = actions;
    }

    static ControlServer open(DataDirectory directory, Actions actions) throws IOException {
        UnixDomainSocketAddress address = ControlSocket.prepare(directory);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        Folders.onlyOurs(address.getPath());
        ControlServer control = new ControlServer(directory, address, server, actions);
        Thread.ofVirtual().name("control").start(control::accept);
        return control;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                callers.acquire();
                SocketChannel caller = server.accept();
                Thread.ofVirtual().name("control-caller").start(() -> serve(caller));
            } catch (IOException e) {
                // Closed: the demo is stopping.
                callers.release();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                DataInputStream in = new DataInputStream(Channels.newInputStream(caller));
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(caller))) {
            CompletableFuture<Request> asked = new CompletableFuture<>();
            closeUnless(asked, caller);
            Request request = ControlMessage.read(in, directory.path());
            asked.complete(request);
            ControlAnswer answer = new ControlAnswer(out);
            Thread.ofVirtual().name("control-leaving").start(() -> await(in, answer));
            String who = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            answer.end(
                    ScopedValue.where(Operator.CALLER, who)
                            .call(() -> Performing.of(actions, request, answer.terminal())));
        } catch (IOException e) {
            // The caller is gone, or was no caller of ours: nobody is left to tell.
        } finally {
            callers.release();
        }
    }

    /** A caller says nothing more; the end of its words is that it leaves. */
    private static void await(DataInputStream in, ControlAnswer answer) {
        try {
            in.read();
        } catch (IOException e) {
            // The answer is done, or the caller is gone.
        }
        answer.leave();
    }

    private static void closeUnless(CompletableFuture<Request> asked, SocketChannel caller) {
        Executor later = CompletableFuture.delayedExecutor(REQUEST_SECONDS, TimeUnit.SECONDS);
        CompletableFuture.runAsync(
                () -> {
                    if (!asked.isDone()) {
                        closeQuietly(caller);
                    }
                },
                later);
    }

    private static void closeQuietly(SocketChannel caller) {
        try {
            caller.close();
        } catch (IOException e) {
            // It is the end of this caller either way.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        ControlSocket.remove(directory, address);
    }
}
