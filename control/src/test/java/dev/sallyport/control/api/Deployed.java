package dev.sallyport.control.api;

import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.TestCost;
import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.ConsoleCommands;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.ConsolePorts;
import dev.sallyport.control.console.OpenSession;
import dev.sallyport.control.console.OpenSessions;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.console.SignedIn;
import dev.sallyport.control.directory.CsvImport;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.control.directory.Program;
import dev.sallyport.control.directory.Programs;
import dev.sallyport.control.link.LinkPorts;
import dev.sallyport.control.link.Parts;
import dev.sallyport.control.signin.DatabaseTokens;
import dev.sallyport.control.signin.Demands;
import dev.sallyport.control.signin.SignInKeys;
import dev.sallyport.control.signin.SignInPorts;
import dev.sallyport.policy.ConsoleRole;
import dev.sallyport.policy.Directory;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A control plane with an administrator {@code ada}, writers {@code wim} and {@code lea}, a reader
 * {@code rea}, an auditor {@code frank} and {@code nora}, who holds nothing; and a client of it.
 */
final class Deployed implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    private static final JsonMapper JSON = JsonMapper.shared();

    final Map<String, Set<ConsoleRole>> roles =
            new ConcurrentHashMap<>(
                    Map.of(
                            "ada", Set.of(ConsoleRole.ADMINISTRATOR),
                            "wim", Set.of(ConsoleRole.WRITER),
                            "lea", Set.of(ConsoleRole.WRITER),
                            "rea", Set.of(ConsoleRole.READER),
                            "frank", Set.of(ConsoleRole.AUDITOR)));
    final List<Step> steps = new CopyOnWriteArrayList<>();
    final List<ConsoleEvent> events = new CopyOnWriteArrayList<>();
    final List<String> alarms = new CopyOnWriteArrayList<>();
    final List<Set<String>> cuts = new CopyOnWriteArrayList<>();
    final List<OpenSession> sessions = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final ControlPlane plane;
    private final AtomicReference<Runnable> whileCommanding = new AtomicReference<>(() -> {});
    private final AtomicInteger words = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String database;
    private volatile Instant now = START;

    Deployed() {
        RealPostgres postgres = RealPostgres.shared();
        database = postgres.newDatabase();
        plane =
                ControlPlane.open(
                        new ControlSettings(
                                "127.0.0.1",
                                0,
                                ControlSettings.Reach.LOOPBACK,
                                Optional.empty(),
                                new ControlSettings.StateDatabase(
                                        postgres.url(database),
                                        RealPostgres.ADMIN,
                                        postgres.adminPassword()),
                                Set.of("clinics"),
                                Duration.ofDays(90),
                                Optional.empty()),
                        new ControlPorts(
                                () -> now,
                                new SecureRandom(),
                                doors(),
                                steps::add,
                                problem -> alarms.add(problem.toString()),
                                Optional.of(new LinkPorts(new OnePart(), (token, at) -> {}))),
                        new SignInPorts(
                                        new OwnTokens(),
                                        event -> {},
                                        suspicion -> {},
                                        Demands.ofEverybody(),
                                        keys())
                                .at(TestCost.LEAST),
                        new ConsolePorts(
                                login -> roles.getOrDefault(login, Set.of()),
                                new OwnTokens(),
                                events::add,
                                new Gateway(),
                                this::command));
        String people =
                """
                userName,name,login,groups
                ada@x.example,Ada,ada,platform
                wim@x.example,Wim,wim,
                lea@x.example,Lea,lea,
                rea@x.example,Rea,rea,
                frank@x.example,Frank,frank,audit
                nora@x.example,Nora,nora,nurses;audit
                zoe@x.example,Zoe,zoe,nurses
                """;
        if (plane.csvImport().apply("people.csv", people, "test", Optional.empty())
                instanceof CsvImport.Outcome.Rejected(var problems)) {
            throw new AssertionError(problems);
        }
        steps.clear();
    }

    /** A session that is open from now on. */
    void session(String id, String login, Instant since) {
        sessions.add(
                new OpenSession(
                        id,
                        login,
                        List.of("nurse"),
                        "treatment",
                        "ehr",
                        "192.0.2.7",
                        since,
                        "idle",
                        3,
                        Optional.of(START.plus(Duration.ofHours(8))),
                        Optional.of("absolute maximum")));
    }

    /** Two there are: one that looks, one that changes something. */
    private ConsoleCommands.Command command(String word, Map<String, Object> arguments) {
        Right right =
                switch (word) {
                    case "plan" -> Right.POLICY_READ;
                    case "apply-policy" -> Right.POLICY_WRITE;
                    default -> {
                        ConsoleCommands.NONE.read(word, arguments);
                        throw new AssertionError();
                    }
                };
        return new ConsoleCommands.Command() {
            @Override
            public String word() {
                return word;
            }

            @Override
            public Right right() {
                return right;
            }

            @Override
            public ConsoleCommands.Done run(Caller caller) {
                commands.add(caller.actor() + " " + word + " " + arguments);
                whileCommanding.getAndSet(() -> {}).run();
                return new ConsoleCommands.Done(2, "changes " + commands.size(), "");
            }
        };
    }

    /** Whoever is signed in. */
    private final class Gateway implements OpenSessions {
        @Override
        public List<OpenSession> all() {
            return List.copyOf(sessions);
        }

        @Override
        public void end(String id, String by, String reason) {
            sessions.removeIf(session -> session.id().equals(id));
            ended.add(by + " " + id + " " + reason);
        }
    }

    private Doors doors() {
        return new Doors() {
            @Override
            public void cut(Set<String> logins) {
                cuts.add(logins);
            }

            @Override
            public Outcome apply(Directory directory) {
                return new Outcome.Applied();
            }
        };
    }

    private static SignInKeys keys() {
        var key = new SignInKeys.Key("1", new SecretKeySpec(new byte[32], "AES"));
        return new SignInKeys() {
            @Override
            public Key current() {
                return key;
            }

            @Override
            public Optional<Key> named(String id) {
                return Optional.of(key).filter(one -> one.id().equals(id));
            }
        };
    }

    /** What a gateway would hold: one part, which never changes. */
    private static final class OnePart implements Parts {
        @Override
        public Map<String, String> digests() {
            return Map.of("policy", "d1");
        }

        @Override
        public Optional<Part> read(String name) {
            return name.equals("policy")
                    ? Optional.of(new Part("d1", new byte[] {1}))
                    : Optional.empty();
        }

        @Override
        public void whenChanged(Runnable told) {}
    }

    /** What {@link #token} makes stands for ever. */
    private static final class OwnTokens implements SignedIn, DatabaseTokens {
        private static Optional<String> login(String secret) {
            return secret.startsWith("token-of-")
                    ? Optional.of(secret.substring("token-of-".length()))
                    : Optional.empty();
        }

        @Override
        public Optional<Proof> by(String secret) {
            return login(secret).map(login -> new Proof(login, "t1"));
        }

        @Override
        public Optional<Owner> owner(String secret) {
            return login(secret).map(login -> new Owner(login, "t1"));
        }

        @Override
        public Optional<Given> give(String login, Optional<Instant> proved) {
            return Optional.empty();
        }

        @Override
        public boolean prove(String login, String id, Instant proved) {
            return false;
        }

        @Override
        public List<Standing> standing(String login) {
            return List.of(new Standing("t1", START, START.plusSeconds(60), Optional.empty()));
        }

        @Override
        public boolean takeBack(String login, String id) {
            return false;
        }

        @Override
        public Entrance entrance(String login) {
            throw new UnsupportedOperationException();
        }
    }

    static String token(String login) {
        return "token-of-" + login;
    }

    /** Something that happens once, in the middle of a command. */
    void whileCommanding(Runnable moment) {
        whileCommanding.set(moment);
    }

    void clock(Instant instant) {
        now = instant;
    }

    Instant now() {
        return now;
    }

    /** A service that somebody owns, without a workload. */
    Program program(String login, String owner) {
        return plane.programs()
                .add(
                        new Programs.Wanted(
                                Program.Kind.SERVICE,
                                login,
                                "Feed",
                                owner,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        "test",
                        "test");
    }

    /** One that was never sent. */
    String word() {
        return "word-" + words.incrementAndGet();
    }

    String key(String owner, Right... scopes) {
        return plane.keys()
                .issue(owner, "test", Set.of(scopes), now.plus(Duration.ofDays(30)), "test")
                .secret();
    }

    String id(String login) throws SQLException {
        return query("SELECT id FROM control.person WHERE login = '" + login + "'");
    }

    String query(String sql) throws SQLException {
        try (Connection admin = RealPostgres.shared().asAdmin(database);
                Statement statement = admin.createStatement()) {
            StringBuilder all = new StringBuilder();
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    all.append(rows.getString(1)).append('\n');
                }
            }
            return all.toString().strip();
        }
    }

    Answer get(String bearer, String path) throws IOException, InterruptedException {
        return send(bearer, "GET", path, null);
    }

    /** Under a word of its own. */
    Answer post(String bearer, String path, String body) throws IOException, InterruptedException {
        return send(bearer, "POST", path, body, Once.HEADER, word());
    }

    /**
     * @param bearer empty for nobody
     */
    Answer send(String bearer, String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.port() + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Override
    public void close() {
        plane.close();
        client.close();
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        JsonNode json() {
            return JSON.readTree(http.body());
        }

        String code() {
            return json().path("code").asString("");
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        List<String> texts(String list, String field) {
            return json().path(list).valueStream().map(one -> one.path(field).asString()).toList();
        }
    }
}
