package dev.sallyport.gateway;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The hosts of the target, and which of them was good last. */
final class KnownHosts {
    private final List<InetSocketAddress> hosts;
    private volatile InetSocketAddress good;

    KnownHosts(List<InetSocketAddress> hosts) {
        this.hosts = hosts;
        this.good = hosts.getFirst();
    }

    /** As written, but for the good one, which comes first. */
    List<InetSocketAddress> inOrder() {
        if (good.equals(hosts.getFirst())) {
            return hosts;
        }
        List<InetSocketAddress> ordered = new ArrayList<>(hosts);
        ordered.remove(good);
        ordered.addFirst(good);
        return ordered;
    }

    void good(InetSocketAddress host) {
        good = host;
    }
}
