package dev.sallyport.app;

import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.Request;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** What is asked about local accounts, on its way to the deployment that answers. */
final class AccountMessage {
    private AccountMessage() {}

    static void write(AccountRequest request, DataOutputStream out) throws IOException {
        out.writeUTF("account");
        switch (request) {
            case AccountRequest.Put asked -> {
                out.writeUTF("set");
                out.writeUTF(asked.login());
                out.writeUTF(asked.password());
            }
            case AccountRequest.Invite asked -> {
                out.writeUTF("invite");
                out.writeUTF(asked.login());
            }
            case AccountRequest.Remove asked -> {
                out.writeUTF("remove");
                out.writeUTF(asked.login());
            }
            case AccountRequest.Passkeys asked -> {
                out.writeUTF("passkeys");
                out.writeUTF(asked.login());
                out.writeUTF(asked.form().name());
            }
            case AccountRequest.RemovePasskey asked -> {
                out.writeUTF("remove-passkey");
                out.writeUTF(asked.login());
                out.writeUTF(asked.id());
            }
        }
    }

    static Request read(DataInputStream in, Path data) throws IOException {
        return switch (in.readUTF()) {
            case "set" -> new AccountRequest.Put(data, in.readUTF(), in.readUTF());
            case "invite" -> new AccountRequest.Invite(data, in.readUTF());
            case "remove" -> new AccountRequest.Remove(data, in.readUTF());
            case "passkeys" ->
                    new AccountRequest.Passkeys(
                            data, in.readUTF(), ControlMessage.word(in, Request.Form.class));
            case "remove-passkey" ->
                    new AccountRequest.RemovePasskey(data, in.readUTF(), in.readUTF());
            default -> throw new IOException("not a request about local accounts");
        };
    }
}
