package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.problem.Refused;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The few words that pass between a command and the demo that does it. */
final class ControlMessage {
    /** Told apart from whatever else a socket of that name could speak. */
    private static final int MAGIC = 0x53_4C_50_32;

    /** What is typed at a command line is shorter. */
    private static final int LONGEST = 1 << 18;

    static final byte LINE = 'o';
    static final byte PROBLEM = 'e';
    static final byte END = 'x';

    private ControlMessage() {}

    static void write(Request request, DataOutputStream out) throws IOException {
        byte[] form = RequestForm.write(request).toString().getBytes(StandardCharsets.UTF_8);
        out.writeInt(MAGIC);
        out.writeInt(form.length);
        out.write(form);
        out.flush();
    }

    /**
     * @param data the folder of whoever is asked
     * @throws IOException also where it is no request
     */
    static Request read(DataInputStream in, Path data) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a request");
        }
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("not a request");
        }
        try {
            return RequestForm.read(in.readNBytes(length), data);
        } catch (Refused malformed) {
            throw new IOException("not a request", malformed);
        }
    }
}
