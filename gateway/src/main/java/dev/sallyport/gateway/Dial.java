package dev.sallyport.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** One way to one host of the database: the address, and TLS where the target asks for it. */
final class Dial {
    /** As long as the longest attempt of a {@link HostSearch}, which has a bound of its own. */
    private static final int CONNECT_MILLIS = 5_000;

    private final UpstreamTls tls;
    private final EventLoop loop;
    private final InetSocketAddress host;
    private final SocketAddress address;

    /**
     * @param host as the target names it, and as its certificate does
     */
    Dial(UpstreamTls tls, EventLoop loop, InetSocketAddress host) {
        this(tls, loop, host, host);
    }

    /**
     * @param address of the very server that the name stood for before
     */
    Dial(UpstreamTls tls, EventLoop loop, InetSocketAddress host, SocketAddress address) {
        this.tls = tls;
        this.loop = loop;
        this.host = host;
        this.address = address;
    }

    /**
     * Connects. The handler sees the connection as active when the encryption stands.
     *
     * @param unsafe told once where there will be no encryption; the connection closes then
     */
    Future<Channel> open(ChannelHandler handler, Consumer<String> unsafe) {
        Promise<Channel> connected = loop.newPromise();
        Bootstrap bootstrap = bootstrap(handler, unsafe);
        if (address instanceof InetSocketAddress named && named.isUnresolved()) {
            // The JDK asks for names blocking, so not on the loop.
            Thread.ofVirtual()
                    .start(() -> {
                        var found = new InetSocketAddress(named.getHostString(), named.getPort());
                        connect(bootstrap, found, connected);
                    });
        } else {
            connect(bootstrap, address, connected);
        }
        return connected;
    }

    private static void connect(
            Bootstrap bootstrap, SocketAddress address, Promise<Channel> connected) {
        if (address instanceof InetSocketAddress named && named.isUnresolved()) {
            connected.setFailure(new UnknownHostException(named.getHostString()));
            return;
        }
        bootstrap
                .connect(address)
                .addListener((ChannelFuture connecting) -> {
                    if (connecting.isSuccess()) {
                        connected.setSuccess(connecting.channel());
                    } else {
                        connected.setFailure(connecting.cause());
                    }
                });
    }

    private Bootstrap bootstrap(ChannelHandler handler, Consumer<String> unsafe) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(Transport.clientChannel())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        Transport.noticeDeath(bootstrap);
        return bootstrap.handler(tls.encrypts() ? negotiating(handler, unsafe) : handler);
    }

    private ChannelHandler negotiating(ChannelHandler handler, Consumer<String> unsafe) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new TlsNegotiation(tls, host, unsafe), handler);
            }
        };
    }
}
