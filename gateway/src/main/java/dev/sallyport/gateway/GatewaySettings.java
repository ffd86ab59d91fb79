package dev.sallyport.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/**
 * Where the gateway listens and where the database is.
 *
 * @param listen port 0 takes a free one
 * @param encryption of clients' connections
 * @param upstream the database
 * @param loops event loops, at least 1
 * @param handshake how long a client may take from its first byte to its first query
 * @param quiet the {@code application_name} of clients that are not told who they are
 * @param workloads checks tokens of agents and services
 * @param browser has people confirm connections in a browser
 */
public record GatewaySettings(
        InetSocketAddress listen,
        Encryption encryption,
        UpstreamTarget upstream,
        int loops,
        Duration handshake,
        Set<String> quiet,
        WorkloadTokens workloads,
        BrowserSignIns browser) {

    public GatewaySettings {
        quiet = Set.copyOf(quiet);
    }

    /** Every person is told. */
    public GatewaySettings(
            InetSocketAddress listen,
            Encryption encryption,
            UpstreamTarget upstream,
            int loops,
            Duration handshake) {
        this(listen, encryption, upstream, loops, handshake, Set.of());
    }

    /** No platform's tokens are taken, and no browser is asked. */
    public GatewaySettings(
            InetSocketAddress listen,
            Encryption encryption,
            UpstreamTarget upstream,
            int loops,
            Duration handshake,
            Set<String> quiet) {
        this(
                listen,
                encryption,
                upstream,
                loops,
                handshake,
                quiet,
                WorkloadTokens.none(),
                BrowserSignIns.none());
    }

    /** The same, and people may confirm connections in a browser. */
    public GatewaySettings asking(BrowserSignIns browsers) {
        return new GatewaySettings(
                listen, encryption, upstream, loops, handshake, quiet, workloads, browsers);
    }

    /** Longer than a person needs to type a password into a client that asks late. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(15);

    /** One loop for two processors: the other does the database's and the record's work. */
    public static int loopsFor(int processors) {
        return Math.max(1, processors / 2);
    }
}
