package dev.sallyport.app;

import dev.sallyport.cli.LoginRequest;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.Request;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What is asked about people, on its way to the deployment that answers. */
final class PeopleMessage {
    private PeopleMessage() {}

    static void write(PeopleRequest request, DataOutputStream out) throws IOException {
        out.writeUTF("people");
        switch (request) {
            case PeopleRequest.Import asked -> {
                out.writeUTF("import");
                out.writeUTF(asked.file().toString());
                out.writeUTF(asked.effect().name());
                out.writeUTF(asked.seen().orElse(""));
            }
            case PeopleRequest.Listing asked -> {
                out.writeUTF("list");
                out.writeUTF(asked.kind().name());
                out.writeUTF(asked.form().name());
            }
            case PeopleRequest.Show asked -> {
                out.writeUTF("show");
                out.writeUTF(asked.name());
                out.writeUTF(asked.form().name());
            }
            case PeopleRequest.Hand asked -> {
                out.writeUTF("hand");
                out.writeUTF(asked.name());
                out.writeUTF(asked.to().name());
            }
            case LoginRequest.Listing asked -> {
                out.writeUTF("logins");
                out.writeUTF(asked.choice().name());
                out.writeUTF(asked.form().name());
            }
            case LoginRequest.Map asked -> {
                out.writeUTF("map");
                out.writeUTF(asked.name());
                out.writeUTF(asked.person());
                out.writeUTF(asked.kind().name());
                out.writeUTF(asked.reason());
            }
            case LoginRequest.Unmap asked -> {
                out.writeUTF("unmap");
                out.writeUTF(asked.name());
                out.writeUTF(asked.reason());
            }
            case PeopleRequest.Sync asked -> {
                out.writeUTF("sync");
                out.writeUTF(asked.effect().name());
                out.writeInt(asked.leavers().orElse(-1));
                out.writeUTF(asked.form().name());
            }
        }
    }

    static Request read(DataInputStream in, Path data) throws IOException {
        return switch (in.readUTF()) {
            case "import" ->
                    new PeopleRequest.Import(
                            data,
                            Path.of(in.readUTF()),
                            ControlMessage.word(in, PeopleRequest.Effect.class),
                            ControlMessage.given(in));
            case "list" ->
                    new PeopleRequest.Listing(
                            data,
                            ControlMessage.word(in, PeopleRequest.Kind.class),
                            ControlMessage.word(in, Request.Form.class));
            case "show" ->
                    new PeopleRequest.Show(
                            data, in.readUTF(), ControlMessage.word(in, Request.Form.class));
            case "hand" ->
                    new PeopleRequest.Hand(
                            data,
                            in.readUTF(),
                            ControlMessage.word(in, PeopleRequest.Keeper.class));
            case "logins" ->
                    new LoginRequest.Listing(
                            data,
                            ControlMessage.word(in, LoginRequest.Choice.class),
                            ControlMessage.word(in, Request.Form.class));
            case "map" ->
                    new LoginRequest.Map(
                            data,
                            in.readUTF(),
                            in.readUTF(),
                            ControlMessage.word(in, LoginRequest.Kind.class),
                            in.readUTF());
            case "unmap" -> new LoginRequest.Unmap(data, in.readUTF(), in.readUTF());
            case "sync" ->
                    new PeopleRequest.Sync(
                            data,
                            ControlMessage.word(in, PeopleRequest.Effect.class),
                            Optional.of(in.readInt()).filter(leavers -> leavers >= 0),
                            ControlMessage.word(in, Request.Form.class));
            default -> throw new IOException("not a request about people");
        };
    }
}
