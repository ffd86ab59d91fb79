package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database behind the gateway: one server, or several of which one at a time is the right one.
 *
 * @param hosts in the order they are tried, at least one; a name is resolved anew each time
 * @param role what a server must be to be the right one
 * @param patience how long a log-in waits for a database that is full, down or starting
 * @param warm accounts of one person that are kept open for the next session; 0 keeps none
 * @param names what a database of the policy is called there, where it has another name
 */
public record UpstreamTarget(
        List<InetSocketAddress> hosts,
        UpstreamTls tls,
        TargetRole role,
        Duration patience,
        int warm,
        Map<String, String> names) {

    /** Most restarts and failovers take less; a client's own sign-in bound is longer. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A program's pool of ten comes and goes warm, and half of an account's limit (20) is left. */
    public static final int WARM = 10;

    /** PostgreSQL's own. */
    private static final int PORT = 5432;

    private static final Pattern URL =
            Pattern.compile("postgres(?:ql)?://([^/?@#]+)/?(?:\\?([^#]*))?");

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\],]+)(?::([0-9]{1,5}))?");

    public UpstreamTarget {
        hosts = List.copyOf(hosts);
        names = Map.copyOf(names);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a target without a host");
        }
    }

    /** Each database has one name, in the policy and there. */
    public UpstreamTarget(
            List<InetSocketAddress> hosts,
            UpstreamTls tls,
            TargetRole role,
            Duration patience,
            int warm) {
        this(hosts, tls, role, patience, warm, Map.of());
    }

    /** One server on a network that needs no encryption. */
    public static UpstreamTarget plain(InetSocketAddress host) {
        return new UpstreamTarget(
                List.of(host), UpstreamTls.disable(), TargetRole.ANY, PATIENCE, WARM);
    }

    /** The same with this many accounts of one person kept warm. */
    public UpstreamTarget keepingWarm(int accounts) {
        return new UpstreamTarget(hosts, tls, role, patience, accounts, names);
    }

    /**
     * Reads a target as libpq writes it: {@code
     * postgresql://host1:port,host2:port/?sslmode=verify-full&sslrootcert=ca.pem&target_session_attrs=primary}.
     *
     * @throws Refused SP4065 where it cannot be read
     */
    public static UpstreamTarget of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw unreadable("it is no `postgresql://HOST:PORT,HOST:PORT/?OPTIONS`");
        }
        Map<String, String> options = options(parts.group(2) == null ? "" : parts.group(2));
        return new UpstreamTarget(
                hosts(parts.group(1)),
                tls(options),
                Optional.ofNullable(options.get("target_session_attrs"))
                        .map(TargetRole::of)
                        .orElse(TargetRole.ANY),
                PATIENCE,
                WARM);
    }

    /**
     * Reads {@code host1:port,host2:port}.
     *
     * @throws Refused SP4065 where it cannot be read
     */
    public static List<InetSocketAddress> hosts(String text) {
        return Arrays.stream(text.split(",", -1)).map(UpstreamTarget::host).toList();
    }

    /** What a database of the policy is called on the server. */
    public String nameOf(String database) {
        return names.getOrDefault(database, database);
    }

    private static Map<String, String> options(String text) {
        List<String> known = List.of("sslmode", "sslrootcert", "target_session_attrs");
        return Stream.of(text.split("&"))
                .filter(option -> !option.isEmpty())
                .map(option -> option.split("=", 2))
                .peek(option -> {
                    if (option.length < 2 || !known.contains(option[0])) {
                        throw unreadable(
                                "`" + option[0] + "` is none of " + String.join(", ", known));
                    }
                })
                .collect(
                        Collectors.toMap(
                                option -> option[0],
                                option -> option[1],
                                (first, second) -> {
                                    throw unreadable("an option stands there twice");
                                }));
    }

    private static UpstreamTls tls(Map<String, String> options) {
        UpstreamTls.Mode mode =
                Optional.ofNullable(options.get("sslmode"))
                        .map(word -> named("sslmode", word, UpstreamTls.Mode::named))
                        .orElse(UpstreamTls.Mode.DISABLE);
        String authority = options.get("sslrootcert");
        if ((mode == UpstreamTls.Mode.VERIFY_FULL) != (authority != null)) {
            throw unreadable("`sslmode=verify-full` and `sslrootcert=FILE` belong together");
        }
        return switch (mode) {
            case DISABLE -> UpstreamTls.disable();
            case REQUIRE -> UpstreamTls.require();
            case VERIFY_FULL -> UpstreamTls.verifyFull(Path.of(authority));
        };
    }

    static <T> T named(String option, String word, Function<String, Stream<T>> words) {
        return words.apply(word)
                .findFirst()
                .orElseThrow(() -> unreadable("`" + word + "` is not a word for `" + option + "`"));
    }

    private static InetSocketAddress host(String text) {
        Matcher parts = HOST.matcher(text);
        int port = parts.matches() && parts.group(2) != null ? port(parts.group(2)) : PORT;
        if (!parts.matches() || port < 1 || port > 65_535) {
            throw unreadable("`" + text + "` is no `HOST:PORT`");
        }
        String name = parts.group(1).replaceAll("[\\[\\]]", "");
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)
                ? new InetSocketAddress(name, port)
                : InetSocketAddress.createUnresolved(name, port);
    }

    private static int port(String digits) {
        return Integer.parseInt(digits);
    }

    static Refused unreadable(String why) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP4065,
                        "the address of the database cannot be read: " + why,
                        "write it as libpq does, with `sslmode` disable, require or verify-full"));
    }
}
