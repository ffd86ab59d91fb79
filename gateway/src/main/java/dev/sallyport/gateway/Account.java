package dev.sallyport.gateway;

import dev.sallyport.wire.Authentication;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.StartupPacket.Startup;
import dev.sallyport.wire.TransactionStatus;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A person's account on the database, signed in to and idle.
 *
 * @param startup what was asked for as it was opened
 * @param settings as the server reported them then
 * @param key the database's own, which no client knows
 * @param host as the target names it
 * @param address of the very server that the name stood for then
 */
record Account(
        Channel channel,
        Startup startup,
        SequencedMap<String, String> settings,
        CancelKey key,
        InetSocketAddress host,
        SocketAddress address,
        Instant opened) {

    Account {
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }

    /**
     * What a client is told that has signed in.
     *
     * @param cancelKey the client's own
     * @param proof whoever had to confirm it in a browser was told of it before
     */
    List<Outgoing> greeting(CancelKey cancelKey, Proof proof) {
        List<Outgoing> greeting = new ArrayList<>();
        if (proof.means() != Proof.Means.BROWSER_CONFIRMATION) {
            greeting.add(new Authentication.AuthenticationOk());
        }
        settings.forEach((name, value) -> greeting.add(new ParameterStatus(name, value)));
        greeting.add(new BackendKeyData(cancelKey));
        greeting.add(new ReadyForQuery(TransactionStatus.IDLE));
        return greeting;
    }
}
