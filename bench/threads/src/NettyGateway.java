import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.*;
import io.netty.channel.epoll.*;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Candidate A: epoll, both channels of a session on one event loop, nothing waits there. */
final class NettyGateway {
    private final Decisions decisions = new Decisions();
    private final Map<EventLoop, LoopLog> logs = new ConcurrentHashMap<>();
    private final AuditLog log;
    private final InetSocketAddress database;
    private final boolean inline;

    NettyGateway(AuditLog log, InetSocketAddress database, boolean inline) {
        this.log = log;
        this.database = database;
        this.inline = inline;
    }

    void serve(int port, int loops) throws InterruptedException {
        if (!inline) log.startCommitter();
        var group = new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory());
        new ServerBootstrap().group(group).channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.AUTO_READ, false).childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override protected void initChannel(Channel client) { connect(client); }
            }).bind("127.0.0.1", port).sync().channel().closeFuture().sync();
    }

    private void connect(Channel client) {
        var session = new Session(client, logs.computeIfAbsent(client.eventLoop(), LoopLog::new));
        client.pipeline().addLast(session.front);
        new Bootstrap().group(client.eventLoop()).channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true).handler(session.back)
            .connect(database).addListener((ChannelFuture done) -> {
                session.upstream = done.channel();
                if (done.isSuccess()) client.config().setAutoRead(true);
                else client.close();
            });
    }

    /** One loop's view of the log: sessions waiting in order of their events, woken once per batch. */
    private final class LoopLog extends AuditLog.Waiter {
        private final SingleThreadEventLoop loop;
        private final ArrayDeque<Session> waiting = new ArrayDeque<>();
        private final AtomicBoolean scheduled = new AtomicBoolean();
        private boolean asked;

        LoopLog(EventLoop loop) { this.loop = (SingleThreadEventLoop) loop; }

        void await(Session session) {
            waiting.add(session);
            ask();
        }

        private void ask() {
            if (asked) return;
            asked = true;
            loop.executeAfterEventLoopIteration(this::endOfIteration);
        }

        /** All events of this iteration reach the committer with one wake-up. */
        private void endOfIteration() {
            asked = false;
            if (inline) log.commit();
            else log.wake();
        }

        @Override void durable() {
            if (inline) release();
            else if (!scheduled.getAndSet(true)) loop.execute(this::release);
        }

        private void release() {
            scheduled.set(false);
            var durable = log.durable();
            for (var count = waiting.size(); count > 0 && waiting.peek().awaited <= durable; count--) waiting.poll().release(durable);
        }
    }

    private final class Session {
        final Channel client;
        final LoopLog loop;
        final Conversation conversation;
        final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
        final Side front = new Side(), back = new Side();
        Channel upstream;
        int heldBytes;
        long awaited;
        boolean waits;

        Session(Channel client, LoopLog loop) {
            this.client = client;
            this.loop = loop;
            this.conversation = new Conversation(decisions, log, loop, Main.WHO, new ArrayDeque<>());
        }

        void result(ByteBuf bytes) {
            held.add(bytes);
            heldBytes += bytes.readableBytes();
            if (conversation.open()) {
                if (heldBytes < Conversation.WINDOW) return;
                conversation.cover();
            }
            if (waits) {
                if (heldBytes > Conversation.WINDOW) upstream.config().setAutoRead(false);
            } else if (conversation.gate() <= log.durable()) send();
            else await();
        }

        private void await() {
            waits = true;
            awaited = conversation.gate();
            loop.await(this);
        }

        void release(long durable) {
            waits = false;
            if (conversation.gate() > durable) await();
            else if (!conversation.open()) send();
        }

        private void send() {
            for (var bytes = held.poll(); bytes != null; bytes = held.poll()) client.write(bytes, client.voidPromise());
            heldBytes = 0;
            client.flush();
            if (upstream != null) upstream.config().setAutoRead(client.isWritable());
        }

        /** One direction: frames what arrives and hands over whole messages. */
        final class Side extends ChannelInboundHandlerAdapter {
            private ByteBuf rest;

            @Override public void channelRead(ChannelHandlerContext context, Object message) {
                var in = (ByteBuf) message;
                if (rest != null) {
                    in = context.alloc().directBuffer(rest.readableBytes() + in.readableBytes()).writeBytes(rest).writeBytes(in);
                    rest.release();
                    ((ByteBuf) message).release();
                    rest = null;
                }
                ByteBuffer view = in.internalNioBuffer(in.readerIndex(), in.readableBytes());
                var start = view.position();
                if (this == front) {
                    var gate = conversation.gate();
                    conversation.client(view);
                    if (conversation.gate() > gate) loop.ask();
                }
                else conversation.server(view);
                var whole = view.position() - start;
                var out = in;
                if (whole < in.readableBytes()) {
                    out = in.readRetainedSlice(whole);
                    rest = in;
                }
                if (whole == 0) out.release();
                else if (this == front) upstream.writeAndFlush(out, upstream.voidPromise());
                else result(out);
            }

            @Override public void channelWritabilityChanged(ChannelHandlerContext context) {
                var other = this == front ? upstream : client;
                if (other != null) other.config().setAutoRead(context.channel().isWritable());
            }

            @Override public void channelInactive(ChannelHandlerContext context) {
                if (rest != null) rest.release();
                rest = null;
                client.close();
                if (upstream != null) upstream.close();
                if (this == back) for (var bytes = held.poll(); bytes != null; bytes = held.poll()) bytes.release();
            }

            @Override public void exceptionCaught(ChannelHandlerContext context, Throwable cause) { context.close(); }
        }
    }
}
