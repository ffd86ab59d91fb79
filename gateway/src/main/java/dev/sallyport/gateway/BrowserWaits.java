package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that wait to be confirmed in a browser. Safe from any thread. */
final class BrowserWaits {
    /** Each holds a socket and nothing else for two minutes. */
    static final int MOST = 200;

    /** More than the network's: one stranger's network does not take all of somebody's. */
    static final int OF_ONE_LOGIN = 20;

    /** A desktop tool opens some at once. */
    static final int OF_ONE_NETWORK = 10;

    /** The part of an IPv6 address that one subscriber has. */
    private static final int PREFIX_BYTES = 8;

    private final Set<BrowserWait> waits = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> logins = new HashMap<>();
    private final Map<String, Integer> networks = new HashMap<>();
    private int all;

    /** Whether there was a place; who has one must leave. */
    synchronized boolean enter(String login, InetAddress client) {
        String network = network(client);
        if (all >= MOST
                || logins.getOrDefault(login, 0) >= OF_ONE_LOGIN
                || networks.getOrDefault(network, 0) >= OF_ONE_NETWORK) {
            return false;
        }
        all++;
        logins.merge(login, 1, Integer::sum);
        networks.merge(network, 1, Integer::sum);
        return true;
    }

    synchronized void leave(String login, InetAddress client) {
        all--;
        logins.computeIfPresent(login, (_, count) -> count == 1 ? null : count - 1);
        networks.computeIfPresent(network(client), (_, count) -> count == 1 ? null : count - 1);
    }

    void begun(BrowserWait wait) {
        waits.add(wait);
    }

    void over(BrowserWait wait) {
        waits.remove(wait);
    }

    /** Tells all of them why, soon. */
    void endAll(Problem why) {
        waits.forEach(wait -> wait.end(why));
    }

    synchronized int taken() {
        return all;
    }

    private static String network(InetAddress client) {
        byte[] address = client.getAddress();
        return HexFormat.of()
                .formatHex(
                        client instanceof Inet6Address
                                ? Arrays.copyOf(address, PREFIX_BYTES)
                                : address);
    }
}
