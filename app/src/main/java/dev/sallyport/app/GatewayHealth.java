package dev.sallyport.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.control.http.Gauges;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Whether a gateway lives, whether it lets people in, and its numbers; the same pages that the
 * control plane has, for whoever looks after machines.
 */
final class GatewayHealth implements Closeable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int NOT_READY = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Answer(int status, String text) {}

    private GatewayHealth(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves once this returns.
     *
     * @param closed why nobody is let in now, if so
     * @param numbers beside the gateway's own
     * @throws Refused SP6002 where the port is taken
     */
    static GatewayHealth open(
            InetSocketAddress address,
            GatewayServer gateway,
            Supplier<Optional<Problem>> closed,
            Supplier<Map<String, Double>> numbers) {
        try {
            GatewayHealth health = new GatewayHealth(HttpServer.create(address, 0));
            health.serve("/livez", () -> new Answer(OK, "ok\n"));
            health.serve("/readyz", () -> ready(closed.get()));
            health.serve(
                    "/metrics",
                    () -> {
                        TreeMap<String, Double> all = new TreeMap<>(numbers.get());
                        all.put("sallyport_sessions", (double) gateway.sessions().people().size());
                        all.put("sallyport_ready", closed.get().isEmpty() ? 1.0 : 0.0);
                        return new Answer(OK, Gauges.text(all));
                    });
            health.server.setExecutor(health.threads);
            health.server.start();
            return health;
        } catch (IOException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6002,
                            "port " + address.getPort() + " is taken or not allowed",
                            "stop what listens there, or give another `management.port`"));
        }
    }

    private static Answer ready(Optional<Problem> closed) {
        return closed.map(why -> new Answer(NOT_READY, why.code() + " " + why.message() + "\n"))
                .orElseGet(() -> new Answer(OK, "ok\n"));
    }

    private void serve(String path, Supplier<Answer> page) {
        server.createContext(path, exchange -> answer(exchange, path, page));
    }

    private static void answer(HttpExchange exchange, String path, Supplier<Answer> page)
            throws IOException {
        try (exchange) {
            Answer answer = new Answer(NOT_FOUND, "");
            if (exchange.getRequestURI().getPath().equals(path)) {
                answer =
                        exchange.getRequestMethod().equals("GET")
                                ? page.get()
                                : new Answer(NOT_ALLOWED, "");
            }
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
