package dev.sallyport.app;

import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.ExportRequest;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.Request;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The few words that pass between a command and the demo that does it. */
final class ControlMessage {
    /** Told apart from whatever else a socket of that name could speak. */
    private static final int MAGIC = 0x53_4C_50_31;

    static final byte LINE = 'o';
    static final byte PROBLEM = 'e';
    static final byte END = 'x';

    private ControlMessage() {}

    static void write(Request request, DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        switch (request) {
            case Request.Plan plan -> {
                out.writeUTF("plan");
                out.writeUTF(path(plan.policy()));
                out.writeUTF(plan.detail().name());
                out.writeUTF(plan.form().name());
                out.writeUTF(path(plan.save()));
                out.writeUTF(plan.environment().orElse(""));
            }
            case Request.ApplyPolicy apply -> {
                out.writeUTF("apply");
                out.writeUTF(path(apply.policy()));
                out.writeUTF(apply.environment().orElse(""));
            }
            case Request.ApplySaved apply -> {
                out.writeUTF("apply-saved");
                out.writeUTF(apply.plan().toString());
                out.writeUTF(apply.environment().orElse(""));
            }
            case Request.Enforcement asked -> {
                out.writeUTF("enforcement");
                out.writeUTF(path(asked.policy()));
                out.writeUTF(asked.environment().orElse(""));
                out.writeUTF(asked.form().name());
            }
            case Request.LiveTests tests -> {
                out.writeUTF("policy-test");
                out.writeUTF(path(tests.policy()));
                out.writeUTF(tests.environment().orElse(""));
            }
            case Request.Drift drift -> write(drift, out);
            case Request.RotateSecrets _ -> out.writeUTF("secrets-rotate");
            case Request.ShowAuthority _ -> out.writeUTF("secrets-authority");
            case Request.Saw asked -> saw(asked, out);
            case Request.Sessions asked -> sessions(asked, out);
            case Request.Tokens asked -> tokens(asked, out);
            case Request.Exports asked -> exports(asked, out);
            case BackupRequest.Make asked -> backup(asked, out);
            case PeopleRequest asked -> PeopleMessage.write(asked, out);
            case Request.Control asked -> control(asked, out);
            case Request.Alone _ -> throw new IllegalArgumentException("needs no running demo");
        }
        out.flush();
    }

    private static void backup(BackupRequest.Make asked, DataOutputStream out) throws IOException {
        out.writeUTF("backup");
        out.writeUTF(asked.to().toString());
        out.writeUTF(path(asked.key()));
    }

    private static void saw(Request.Saw asked, DataOutputStream out) throws IOException {
        out.writeUTF("saw");
        out.writeUTF(asked.subject());
        out.writeUTF(asked.since().map(Instant::toString).orElse(""));
        out.writeUTF(asked.form().name());
    }

    private static void write(Request.Drift drift, DataOutputStream out) throws IOException {
        switch (drift) {
            case Request.DriftList list -> {
                out.writeUTF("drift");
                out.writeUTF(list.form().name());
                out.writeUTF(list.watching().name());
            }
            case Request.DriftRevert revert -> {
                out.writeUTF("drift-revert");
                out.writeUTF(String.join(" ", revert.ids()));
            }
            case Request.DriftAccept accept -> {
                out.writeUTF("drift-accept");
                out.writeUTF(accept.id());
                out.writeUTF(accept.reason().orElse(""));
                out.writeUTF(accept.until().map(Instant::toString).orElse(""));
                out.writeUTF(accept.dataClass().orElse(""));
            }
            case Request.DriftInstall _ -> out.writeUTF("drift-install");
        }
    }

    private static void sessions(Request.Sessions request, DataOutputStream out)
            throws IOException {
        switch (request) {
            case Request.SessionList list -> {
                out.writeUTF("session-list");
                out.writeUTF(list.form().name());
                out.writeUTF(list.watching().name());
            }
            case Request.SessionShow show -> {
                out.writeUTF("session-show");
                out.writeUTF(show.id());
                out.writeUTF(show.form().name());
            }
            case Request.SessionKill kill -> {
                out.writeUTF("session-kill");
                out.writeUTF(kill.id());
                out.writeUTF(kill.reason());
            }
            case Request.SessionMessage message -> {
                out.writeUTF("session-message");
                out.writeUTF(message.id());
                out.writeUTF(message.words());
            }
        }
    }

    private static void tokens(Request.Tokens request, DataOutputStream out) throws IOException {
        switch (request) {
            case Request.TokenIssue issue -> {
                out.writeUTF("token-issue");
                out.writeUTF(issue.login());
                out.writeUTF(issue.lasts().toString());
            }
            case Request.TokenList list -> {
                out.writeUTF("token-list");
                out.writeUTF(list.form().name());
            }
            case Request.TokenRevoke revoke -> {
                out.writeUTF("token-revoke");
                out.writeUTF(revoke.id());
            }
        }
    }

    private static Request exports(DataInputStream in, Path data) throws IOException {
        return switch (in.readUTF()) {
            case "list" -> new ExportRequest.List(data, word(in, Request.Form.class));
            case "approve" ->
                    new ExportRequest.Approve(
                            data, in.readUTF(), in.readUTF(), Duration.parse(in.readUTF()));
            case "refuse" -> new ExportRequest.Refuse(data, in.readUTF());
            default -> throw new IOException("not a request about exports");
        };
    }

    private static void exports(Request.Exports request, DataOutputStream out) throws IOException {
        switch (request) {
            case ExportRequest.List list -> {
                out.writeUTF("export");
                out.writeUTF("list");
                out.writeUTF(list.form().name());
            }
            case ExportRequest.Approve approve -> {
                out.writeUTF("export");
                out.writeUTF("approve");
                out.writeUTF(approve.id());
                out.writeUTF(approve.by());
                out.writeUTF(approve.lasts().toString());
            }
            case ExportRequest.Refuse refuse -> {
                out.writeUTF("export");
                out.writeUTF("refuse");
                out.writeUTF(refuse.id());
            }
        }
    }

    private static void control(Request.Control request, DataOutputStream out) throws IOException {
        out.writeUTF("control");
        switch (request) {
            case Request.ScimIssue issue -> {
                out.writeUTF("scim-issue");
                out.writeUTF(issue.name());
                out.writeUTF(issue.lasts().toString());
            }
            case Request.ScimList list -> {
                out.writeUTF("scim-list");
                out.writeUTF(list.form().name());
            }
            case Request.ScimRevoke revoke -> {
                out.writeUTF("scim-revoke");
                out.writeUTF(revoke.id());
            }
            case Request.ApiKeys keys -> keys(keys, out);
            case AccountRequest asked -> AccountMessage.write(asked, out);
            case PeopleRequest _ -> throw new IllegalArgumentException("has words of its own");
        }
    }

    private static void keys(Request.ApiKeys request, DataOutputStream out) throws IOException {
        switch (request) {
            case Request.ApiKeyIssue issue -> {
                out.writeUTF("key-issue");
                out.writeUTF(issue.owner());
                out.writeUTF(issue.name());
                out.writeUTF(String.join(" ", issue.scopes()));
                out.writeUTF(issue.lasts().toString());
            }
            case Request.ApiKeyList list -> {
                out.writeUTF("key-list");
                out.writeUTF(list.form().name());
            }
            case Request.ApiKeyRevoke revoke -> {
                out.writeUTF("key-revoke");
                out.writeUTF(revoke.id());
                out.writeUTF(revoke.reason());
            }
        }
    }

    private static Request control(DataInputStream in, Path data) throws IOException {
        return switch (in.readUTF()) {
            case "scim-issue" ->
                    new Request.ScimIssue(data, in.readUTF(), Duration.parse(in.readUTF()));
            case "scim-list" -> new Request.ScimList(data, word(in, Request.Form.class));
            case "scim-revoke" -> new Request.ScimRevoke(data, in.readUTF());
            case "key-issue" ->
                    new Request.ApiKeyIssue(
                            data,
                            in.readUTF(),
                            in.readUTF(),
                            List.of(in.readUTF().split(" ", -1)),
                            Duration.parse(in.readUTF()));
            case "key-list" -> new Request.ApiKeyList(data, word(in, Request.Form.class));
            case "key-revoke" -> new Request.ApiKeyRevoke(data, in.readUTF(), in.readUTF());
            case "account" -> AccountMessage.read(in, data);
            default -> throw new IOException("not a request about the control plane");
        };
    }

    /** Strings of the data stream are bounded to 64 KiB by their own length field. */
    static Request read(DataInputStream in, Path data) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a request");
        }
        return switch (in.readUTF()) {
            case "plan" ->
                    new Request.Plan(
                            data,
                            path(in),
                            word(in, Request.Detail.class),
                            word(in, Request.Form.class),
                            path(in),
                            given(in));
            case "apply" -> new Request.ApplyPolicy(data, path(in), given(in));
            case "apply-saved" -> new Request.ApplySaved(data, Path.of(in.readUTF()), given(in));
            case "enforcement" ->
                    new Request.Enforcement(
                            data,
                            path(in),
                            given(in),
                            word(in, Request.Form.class),
                            Request.Depth.DATABASES);
            case "policy-test" -> new Request.LiveTests(data, path(in), given(in));
            case "drift" ->
                    new Request.DriftList(
                            data, word(in, Request.Form.class), word(in, Request.Watching.class));
            case "drift-revert" -> new Request.DriftRevert(data, words(in));
            case "drift-accept" ->
                    new Request.DriftAccept(
                            data,
                            in.readUTF(),
                            given(in),
                            given(in).map(Instant::parse),
                            given(in));
            case "drift-install" -> new Request.DriftInstall(data);
            case "secrets-authority" -> new Request.ShowAuthority(data);
            case "secrets-rotate" -> new Request.RotateSecrets(data);
            case "saw" -> saw(data, in);
            case "session-list" ->
                    new Request.SessionList(
                            data, word(in, Request.Form.class), word(in, Request.Watching.class));
            case "session-show" ->
                    new Request.SessionShow(data, in.readUTF(), word(in, Request.Form.class));
            case "session-kill" -> new Request.SessionKill(data, in.readUTF(), in.readUTF());
            case "session-message" -> new Request.SessionMessage(data, in.readUTF(), in.readUTF());
            case "token-issue" ->
                    new Request.TokenIssue(data, in.readUTF(), Duration.parse(in.readUTF()));
            case "export" -> exports(in, data);
            case "backup" -> new BackupRequest.Make(data, Path.of(in.readUTF()), path(in));
            case "control" -> control(in, data);
            case "people" -> PeopleMessage.read(in, data);
            case "token-list" -> new Request.TokenList(data, word(in, Request.Form.class));
            case "token-revoke" -> new Request.TokenRevoke(data, in.readUTF());
            default -> throw new IOException("not a request");
        };
    }

    private static Request saw(Path data, DataInputStream in) throws IOException {
        return new Request.Saw(
                data, in.readUTF(), given(in).map(Instant::parse), word(in, Request.Form.class));
    }

    private static List<String> words(DataInputStream in) throws IOException {
        return Stream.of(in.readUTF().split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static Optional<Path> path(DataInputStream in) throws IOException {
        return given(in).map(Path::of);
    }

    static Optional<String> given(DataInputStream in) throws IOException {
        return Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    }

    static <E extends Enum<E>> E word(DataInputStream in, Class<E> words) throws IOException {
        try {
            return Enum.valueOf(words, in.readUTF());
        } catch (IllegalArgumentException unknown) {
            throw new IOException("not a request", unknown);
        }
    }

    private static String path(Optional<Path> path) {
        return path.map(Path::toString).orElse("");
    }
}
