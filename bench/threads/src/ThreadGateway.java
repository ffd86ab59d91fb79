import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Candidate B: one blocking platform thread per direction. */
final class ThreadGateway {
    private final Decisions decisions = new Decisions();
    private final AuditLog log;
    private final InetSocketAddress database;
    private final boolean leader;

    ThreadGateway(AuditLog log, InetSocketAddress database, boolean leader) {
        this.log = log;
        this.database = database;
        this.leader = leader;
    }

    void serve(int port) throws IOException {
        if (!leader) log.startCommitter();
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", port), 1024);
        while (true) {
            var client = listener.accept();
            Thread.ofPlatform().daemon().name("client").start(() -> session(client));
        }
    }

    private void session(SocketChannel client) {
        try (client; var upstream = SocketChannel.open(database)) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            upstream.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var waiter = new ThreadWaiter();
            var conversation = new Conversation(decisions, log, waiter, Main.WHO, new ConcurrentLinkedQueue<>());
            waiter.thread = Thread.ofPlatform().daemon().name("upstream").unstarted(() -> results(conversation, upstream, client));
            waiter.thread.start();
            statements(conversation, client, upstream);
        } catch (IOException gone) { /* either side left: both close */ }
    }

    private static void statements(Conversation conversation, SocketChannel client, SocketChannel upstream) throws IOException {
        var buffer = ByteBuffer.allocateDirect(8 << 10);
        while (client.read(buffer) >= 0) {
            buffer.flip();
            var view = buffer.duplicate();
            conversation.client(view);
            send(upstream, buffer, view.position());
            buffer = room(buffer);
        }
    }

    private void results(Conversation conversation, SocketChannel upstream, SocketChannel client) {
        try (client; upstream) {
            var buffer = ByteBuffer.allocateDirect(8 << 10);
            var parsed = 0;
            while (upstream.read(buffer) >= 0) {
                var view = buffer.duplicate().flip().position(parsed);
                conversation.server(view);
                parsed = view.position();
                if (conversation.open()) {
                    if (parsed < Conversation.WINDOW) { buffer = room(buffer); continue; }
                    conversation.cover();
                }
                if (leader) log.commitOrAwait(conversation.gate());
                else log.await(conversation.gate());
                send(client, buffer.flip(), parsed);
                parsed = 0;
            }
        } catch (IOException gone) { /* either side left: both close */ }
    }

    private static void send(SocketChannel to, ByteBuffer buffer, int end) throws IOException {
        var limit = buffer.limit();
        buffer.limit(end);
        while (buffer.hasRemaining()) to.write(buffer);
        buffer.limit(limit).compact();
    }

    private static ByteBuffer room(ByteBuffer buffer) {
        return buffer.hasRemaining() ? buffer : ByteBuffer.allocateDirect(2 * buffer.capacity()).put(buffer.flip());
    }

    private static final class ThreadWaiter extends AuditLog.Waiter {
        Thread thread;
        @Override void durable() { LockSupport.unpark(thread); }
    }
}
