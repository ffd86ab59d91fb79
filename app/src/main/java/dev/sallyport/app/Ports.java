package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/** Where we listen: loopback, and only where nobody else does. */
final class Ports {
    private Ports() {}

    static InetAddress loopback(String host) {
        try {
            List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
            if (addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
                return addresses.getFirst();
            }
        } catch (UnknownHostException e) {
            // Refused below, in the same words: a name nobody knows is not loopback.
        }
        throw new Refused(
                Problem.of(
                        ProblemCode.SP6005,
                        "`" + host + "` is not a loopback address",
                        "the demo's passwords are public, so it listens on 127.0.0.1 only"));
    }

    static void requireFree(InetAddress address, int port) {
        if (!isFree(address.getHostAddress(), port)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6002,
                            "port `" + port + "` of " + address.getHostAddress() + " is busy",
                            "stop what listens there, or give another `--port`"));
        }
    }

    static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
