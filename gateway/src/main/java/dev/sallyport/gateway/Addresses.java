package dev.sallyport.gateway;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** Where a client is, as the record says it. */
final class Addresses {
    private Addresses() {}

    /** Without the port; empty where there is none. */
    static String ip(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "unknown";
    }
}
