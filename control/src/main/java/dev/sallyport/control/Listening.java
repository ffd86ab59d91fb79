package dev.sallyport.control;

import dev.sallyport.control.http.ProblemValve;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;

/** Where the control plane listens and how it is protected: loopback, unless told otherwise. */
final class Listening {
    /**
     * Requests at one time; the state database has fewer connections, and the rest wait for one.
     */
    private static final int THREADS = 32;

    /** Each may hold a body of a mebibyte. */
    private static final int CONNECTIONS = 256;

    /** A client that sends less than a line in this time is none. */
    private static final int PATIENCE_MILLIS = 10_000;

    private Listening() {}

    static void configure(TomcatServletWebServerFactory server, ControlSettings settings) {
        server.setAddress(address(settings));
        server.setPort(settings.port());
        server.setDisableMBeanRegistry(true);
        server.addContextCustomizers(context ->
                ((StandardHost) context.getParent())
                        .setErrorReportValveClass(ProblemValve.class.getName()));
        server.addConnectorCustomizers(connector -> {
            connector.setXpoweredBy(false);
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> http) {
                http.setMaxThreads(THREADS);
                http.setMaxConnections(CONNECTIONS);
                http.setConnectionTimeout(PATIENCE_MILLIS);
            }
        });
        settings.tls().ifPresent(tls -> server.setSsl(ssl(tls)));
    }

    /**
     * @throws Refused SP6005 where others than this machine would be served unasked, SP6014 where
     *     they would be served unprotected
     */
    private static InetAddress address(ControlSettings settings) {
        InetAddress address = resolved(settings.host());
        if (address.isLoopbackAddress()) {
            return address;
        }
        String shown = "`" + settings.host() + "`";
        if (settings.reach() == ControlSettings.Reach.LOOPBACK) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6005,
                            shown + " is not a loopback address",
                            "listen on 127.0.0.1, or say that the network may reach it"));
        }
        if (settings.tls().isEmpty()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6014,
                            "the control plane would listen on " + shown + " without TLS",
                            "give a certificate and its key"));
        }
        return address;
    }

    private static InetAddress resolved(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6005,
                            "`" + host + "` is no address of this machine",
                            "listen on 127.0.0.1"));
        }
    }

    private static Ssl ssl(ControlSettings.Tls tls) {
        Ssl ssl = new Ssl();
        ssl.setCertificate(tls.certificate().toUri().toString());
        ssl.setCertificatePrivateKey(tls.key().toUri().toString());
        ssl.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return ssl;
    }
}
