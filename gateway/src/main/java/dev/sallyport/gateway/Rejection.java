package dev.sallyport.gateway;

import dev.sallyport.audit.AuditEvent.SessionRefused;
import dev.sallyport.audit.AuditUnavailable;
import dev.sallyport.problem.Problem;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.channel.Channel;

/** Tells somebody who tried to sign in why not, once that is on record. */
final class Rejection {
    private Rejection() {}

    static void send(
            Shared shared, Channel client, Startup tried, Problem problem, String sqlState) {
        shared.rejections().begins();
        client.closeFuture().addListener(_ -> shared.rejections().ends());
        Refusal.closeSoon(client);
        try {
            long index =
                    shared.log()
                            .append(
                                    new SessionRefused(
                                            tried.user(),
                                            tried.database(),
                                            Addresses.of(client),
                                            problem.code()));
            Durability durability = shared.on(client.eventLoop()).durability();
            new Recorded(durability, index, () -> Refusal.close(client, problem, sqlState))
                    .recorded(durability.durable());
        } catch (AuditUnavailable unavailable) {
            Problem why = unavailable.problem();
            Refusal.close(client, why, Refusal.sqlState(why.code()));
        }
    }

    /** Does something once an event is durable. */
    private record Recorded(Durability durability, long index, Runnable then)
            implements Durability.Waiter {
        @Override
        public void recorded(long durable) {
            if (index < durable) {
                then.run();
            } else {
                durability.await(index, this);
            }
        }
    }
}
