package dev.sallyport.app;

import dev.sallyport.app.workload.Platform;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/** Reads which platforms may vouch for agents and services: {@code workloads}, by any names. */
final class WorkloadsReader {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ConfigValues values;

    WorkloadsReader(ConfigValues values) {
        this.values = values;
    }

    List<Platform> platforms() {
        Map<String, String> written = values.section(Setting.WORKLOADS);
        Set<String> names = new TreeSet<>();
        written.keySet().forEach(key -> names.add(key.substring(0, key.lastIndexOf('.'))));
        Map<String, Platform> byIssuer = new TreeMap<>();
        for (String name : names) {
            platform(name, written)
                    .ifPresent(platform -> {
                        if (byIssuer.putIfAbsent(platform.issuer().toString(), platform) != null) {
                            wrong(name + ".issuer", "stands twice", "name each issuer once");
                        }
                    });
        }
        return new ArrayList<>(byIssuer.values());
    }

    private Optional<Platform> platform(String name, Map<String, String> written) {
        Optional<Path> keys = file(name + ".jwks", written);
        Optional<URI> issuer =
                required(name, "issuer", "write it to the letter as its tokens have `iss`", written)
                        .flatMap(text -> issuer(name + ".issuer", text, keys));
        Optional<String> audience =
                required(name, "audience", "write whom its tokens name us in `aud`", written);
        Optional<SSLContext> trust =
                file(name + ".authority", written)
                        .flatMap(authority -> trusting(name + ".authority", authority));
        return issuer.isEmpty() || audience.isEmpty()
                ? Optional.empty()
                : Optional.of(new Platform(issuer.get(), audience.get(), keys, trust));
    }

    private Optional<String> required(
            String name, String key, String instead, Map<String, String> written) {
        Optional<String> text =
                Optional.ofNullable(written.get(name + "." + key)).filter(one -> !one.isBlank());
        if (text.isEmpty()) {
            values.addListed(
                    Setting.WORKLOADS + name + "." + key,
                    ProblemCode.SP1003,
                    "there is no `" + Setting.WORKLOADS + name + "." + key + "`",
                    instead);
        }
        return text;
    }

    private Optional<URI> issuer(String key, String text, Optional<Path> keys) {
        Optional<URI> issuer = ConfigValues.address(text);
        issuer.ifPresentOrElse(
                address -> refuseClear(key, address, keys),
                () -> wrong(key, "is no address", "write one that begins with `https://`"));
        return issuer;
    }

    /** Where keys stand in a file, nothing is asked for over the network. */
    private void refuseClear(String key, URI issuer, Optional<Path> keys) {
        if (issuer.getScheme().equals("http")
                && keys.isEmpty()
                && !LOOPBACK.contains(issuer.getHost())) {
            values.addListed(
                    Setting.WORKLOADS + key,
                    ProblemCode.SP6014,
                    "keys would cross the network unprotected",
                    "write an `https:` address, or keep the keys in a file: `jwks`");
        }
    }

    private Optional<Path> file(String key, Map<String, String> written) {
        Optional<Path> file = Optional.ofNullable(written.get(key)).map(values::resolved);
        file.filter(path -> !Files.isReadable(path))
                .ifPresent(path ->
                        values.addListed(
                                Setting.WORKLOADS + key,
                                ProblemCode.SP6012,
                                "`" + path + "` is not there or cannot be read",
                                "name a file of this machine"));
        return file.filter(Files::isReadable);
    }

    private Optional<SSLContext> trusting(String key, Path authority) {
        try {
            return Optional.of(PemIdentity.trusting(authority));
        } catch (IOException | GeneralSecurityException | Refused e) {
            wrong(key, "holds no certificates", "name PEM certificates its server's is signed by");
            return Optional.empty();
        }
    }

    private void wrong(String key, String what, String instead) {
        values.addListed(
                Setting.WORKLOADS + key,
                ProblemCode.SP1004,
                "`" + Setting.WORKLOADS + key + "` " + what,
                instead);
    }
}
