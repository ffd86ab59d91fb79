package dev.sallyport.app;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.cli.AuditRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The deployment's record: opened for the one writer, verified and shown for anybody. */
final class RecordFolder {
    private static final String DEMO = "demo.sallyport.example";
    static final String PUBLIC_KEY = "record.vkey";
    private static final String SIGNING_KEY = "record";

    private RecordFolder() {}

    /** Open until what runs is stopped. */
    static AuditLog open(DataDirectory directory, Keys keys, InstantSource clock, Running running)
            throws IOException {
        Optional<ServerConfig> config = KnownConfig.of(directory.path());
        String name = config.map(ServerConfig::recordName).orElse(DEMO);
        Path folder = of(directory.path());
        RecordHead head = head(keys, folder, config);
        requireSigningKey(keys, folder);
        AuditKey key = AuditKey.open(keys.file(SIGNING_KEY), name);
        AuditLog log =
                AuditLog.open(Folders.ours(folder), key, name + "/audit", head.remembered(), clock);
        running.add(() -> {
            log.close();
            head.keep(log.durable());
        });
        keepApart(key, keys.file(PUBLIC_KEY));
        head.keep(log.durable());
        return log;
    }

    /** A gateway that follows another has that one's keys, and is told them anew. */
    private static RecordHead head(Keys keys, Path folder, Optional<ServerConfig> config)
            throws IOException {
        RecordHead before = RecordHead.in(keys);
        if (config.flatMap(ServerConfig::follow).isPresent()) {
            return before.with(Collections.emptySortedMap());
        }
        boolean past = before.events() > 0 || AuditLog.isBegun(folder);
        return before.with(
                LastingKeys.require(
                        keys, before.keys(), past ? LastingKeys.Past.SOME : LastingKeys.Past.NONE));
    }

    /** A key made now would sign no record that is there. */
    private static void requireSigningKey(Keys keys, Path folder) throws IOException {
        Path file = keys.file(SIGNING_KEY);
        boolean signed = Files.exists(keys.file(PUBLIC_KEY)) || AuditLog.isBegun(folder);
        if (signed && !Files.exists(file)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7239,
                            "`%s` is missing, and the record in `%s` is signed with it"
                                    .formatted(file, folder),
                            "put it back from the backup"));
        }
    }

    /** Behind the opening, so that it is the key of this very record; never over another one. */
    private static void keepApart(AuditKey key, Path file) throws IOException {
        if (!Files.exists(file)) {
            Folders.write(file, (key.vkey() + "\n").getBytes(StandardCharsets.US_ASCII));
        } else if (!Files.readString(file).strip().equals(key.vkey())) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7239,
                            "`" + file + "` is not of the key that signs the record",
                            "put it back from the backup; remove it if you know why it is"
                                    + " another"));
        }
    }

    /** Where the record of a data directory is: a server's may be elsewhere. */
    static Path of(Path data) throws IOException {
        return KnownConfig.of(data)
                .map(ServerConfig::record)
                .orElseGet(() -> data.resolve("audit"));
    }

    /** A deployment's record is held against the key that lies apart from it, and no other. */
    static Exit verify(AuditRequest.Verify asked, Terminal terminal) throws IOException {
        Path place = asked.folder().orElse(asked.data());
        Path inside = place.resolve("audit");
        boolean configured =
                KnownConfig.isServers(place)
                        && (asked.folder().isEmpty() || !Files.isDirectory(inside));
        Path folder = configured ? of(place) : Files.isDirectory(inside) ? inside : place;
        Optional<Path> key = asked.key().or(() -> key(asked, place, folder));
        if (key.isPresent() && !Files.isReadable(key.get())) {
            return differs(
                    ProblemCode.SP5003,
                    "`" + key.get() + "` is missing or cannot be read",
                    "put it back from the backup, or name a copy by `--key`: the key in the record"
                            + " itself proves little",
                    terminal);
        }
        Exit exit = say(LogVerifier.verify(folder, key, asked.checkpoint()), terminal);
        if (exit == Exit.DONE && asked.checkpoint().isPresent()) {
            terminal.say("    goes on from the checkpoint in `" + asked.checkpoint().get() + "`");
        }
        return exit;
    }

    /** None of a bare folder: then there is only its own. */
    private static Optional<Path> key(AuditRequest.Verify asked, Path place, Path folder) {
        Stream<Path> homes =
                switch (asked.signer()) {
                    case NAMED -> Stream.of(asked.data(), place, folder.resolveSibling(""));
                    case FOUND -> Stream.of(place, folder.resolveSibling(""));
                };
        return homes.filter(RecordFolder::isDeployments)
                .findFirst()
                .map(home -> home.resolve("keys").resolve(PUBLIC_KEY));
    }

    /** Also of one that lost what it is known by: whoever has keys is no bare folder. */
    private static boolean isDeployments(Path folder) {
        return Files.exists(folder.resolve("format"))
                || KnownConfig.isServers(folder)
                || Files.isDirectory(folder.resolve("keys"));
    }

    private static Exit say(Verification found, Terminal terminal) {
        return switch (found) {
            case Verification.Intact intact -> {
                terminal.say(
                        "OK  %,d events, %,d of them signed by %s%s"
                                .formatted(
                                        intact.events(),
                                        intact.checkpointSize(),
                                        intact.vkey(),
                                        source(intact.keySource())));
                terminal.say("    root " + intact.root());
                yield Exit.DONE;
            }
            case Verification.Broken broken ->
                    differs(
                            ProblemCode.SP5002,
                            "event " + broken.event() + " is wrong: " + broken.what(),
                            "keep the folder as it is and tell your privacy officer",
                            terminal);
            case Verification.Incomplete incomplete ->
                    differs(
                            ProblemCode.SP5003,
                            incomplete.what(),
                            "give the folder the gateway writes its record to",
                            terminal);
        };
    }

    private static String source(Verification.KeySource source) {
        return switch (source) {
            case GIVEN -> "";
            case FOLDER -> ", a key that lies beside the record and so proves little by itself";
        };
    }

    /** As a verification says it: a mistyped folder is no defect of ours. */
    static Exit holdsNone(Path folder, Terminal terminal) {
        return differs(
                ProblemCode.SP5003,
                "`" + folder + "` holds no record",
                "give the folder the gateway writes its record to",
                terminal);
    }

    private static Exit differs(
            ProblemCode code, String message, String instead, Terminal terminal) {
        terminal.refuse(List.of(Problem.of(code, message, instead)));
        return Exit.DIFFERS;
    }

    /** The last events, oldest first. */
    static Exit show(AuditRequest.Show asked, Terminal terminal) throws IOException {
        Path folder = asked.folder().isPresent() ? asked.folder().get() : of(asked.data());
        if (asked.limit() < 1) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`" + asked.limit() + "` is no number of events to show",
                            "give `--limit` 1 or more"));
        }
        if (!AuditLog.isBegun(folder)) {
            return holdsNone(folder, terminal);
        }
        Deque<EventLine> last = new ArrayDeque<>();
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(folder)) {
            events.map(EventLine::new)
                    .filter(event -> asked.types().isEmpty() || event.isOf(asked.types()))
                    .filter(event -> asked.since().map(event::isSince).orElse(true))
                    .filter(event -> asked.person().map(event::concerns).orElse(true))
                    .forEach(event -> keepLast(event, asked.limit(), last));
        }
        last.forEach(event -> terminal.say(event.toString()));
        return Exit.DONE;
    }

    private static void keepLast(EventLine event, int limit, Deque<EventLine> last) {
        last.add(event);
        if (last.size() > limit) {
            last.remove();
        }
    }
}
