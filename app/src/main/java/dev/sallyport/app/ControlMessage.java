package dev.sallyport.app;

import dev.sallyport.cli.Request;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

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
            }
            case Request.Apply apply -> {
                out.writeUTF("apply");
                out.writeUTF(path(apply.policy()));
            }
            case Request.Demo _,
                    Request.PolicyCheck _,
                    Request.PolicyTests _,
                    Request.PolicyFormat _,
                    Request.PolicySchema _,
                    Request.Explain _,
                    Request.AuditVerify _,
                    Request.AuditShow _ ->
                    throw new IllegalArgumentException("needs no running demo");
        }
        out.flush();
    }

    /** Strings of the data stream are bounded to 64 KiB by their own length field. */
    static Request read(DataInputStream in, Path data) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a request");
        }
        String command = in.readUTF();
        Optional<Path> policy =
                Optional.of(in.readUTF()).filter(path -> !path.isEmpty()).map(Path::of);
        return switch (command) {
            case "plan" ->
                    new Request.Plan(
                            data,
                            policy,
                            in.readUTF().equals(Request.Detail.SQL.name())
                                    ? Request.Detail.SQL
                                    : Request.Detail.SUMMARY);
            case "apply" -> new Request.Apply(data, policy);
            default -> throw new IOException("not a request");
        };
    }

    private static String path(Optional<Path> path) {
        return path.map(Path::toString).orElse("");
    }
}
