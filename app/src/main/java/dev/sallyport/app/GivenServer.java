package dev.sallyport.app;

import dev.sallyport.gateway.UpstreamTarget;
import dev.sallyport.provision.TargetDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database server that others run, as a configuration names it. */
record GivenServer(ServerConfig.Target config) implements DatabaseServer {

    /** A door is put in where it is written, so on the primary, whatever the gateway looks for. */
    @Override
    public TargetDatabase target(String database) {
        String hosts =
                config.upstream().hosts().stream()
                        .map(GivenServer::host)
                        .collect(Collectors.joining(","));
        String url =
                "jdbc:postgresql://%s/%s?targetServerType=primary&hostRecheckSeconds=0&gssEncMode=disable&sslmode=%s%s"
                        .formatted(
                                hosts,
                                encoded(config.upstream().nameOf(database)),
                                config.sslMode().word(),
                                proof());
        return new TargetDatabase(database, url, config.administrator(), config.password().read());
    }

    /** Where no authority vouches for the server's certificate, the bound proof has to. */
    private String proof() {
        return switch (config.sslMode()) {
            case VERIFY_FULL ->
                    config.authority()
                            .map(file -> "&sslrootcert=" + encoded(file.toString()))
                            .orElseThrow();
            case REQUIRE -> "&channelBinding=require";
            case DISABLE -> "";
        };
    }

    private static String host(InetSocketAddress host) {
        InetAddress address = host.getAddress();
        String name = address == null ? host.getHostString() : address.getHostAddress();
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + host.getPort();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public UpstreamTarget upstream() {
        return config.upstream();
    }

    @Override
    public ServerConfig.Accounts accounts() {
        return config.accounts();
    }

    /** People sign in with tokens or certificates. */
    @Override
    public Optional<String> firstPassword() {
        return Optional.empty();
    }
}
