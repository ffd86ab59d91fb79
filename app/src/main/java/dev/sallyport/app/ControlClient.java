package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has the running demo do a command, and prints what it prints. */
final class ControlClient {
    /** Longer than any apply; a demo that hangs does not hang its callers for ever. */
    private static final int LONGEST_MINUTES = 10;

    /** A flush of a plan's SQL is its largest piece; a thousand tables stay below it. */
    private static final int LONGEST_PIECE = 64 * 1024 * 1024;

    private ControlClient() {}

    static Exit ask(Request request, Terminal terminal) {
        var late = new AtomicBoolean();
        try (SocketChannel demo = SocketChannel.open(ControlSocket.of(request.data()));
                Departure departure = Departure.from(request, () -> leave(demo))) {
            if (!Departure.goesOn(request) && !readsTheRecord(request)) {
                CompletableFuture.runAsync(
                        () -> {
                            late.set(true);
                            closeQuietly(demo);
                        },
                        CompletableFuture.delayedExecutor(LONGEST_MINUTES, TimeUnit.MINUTES));
            }
            ControlMessage.write(request, new DataOutputStream(Channels.newOutputStream(demo)));
            return departure.end(
                    print(new DataInputStream(Channels.newInputStream(demo)), terminal));
        } catch (IOException e) {
            throw new Refused(late.get() ? late(request) : silent(request));
        }
    }

    /** Whether it takes as long as the record is large. */
    private static boolean readsTheRecord(Request request) {
        return switch (request) {
            case Request.Backup _, Request.Saw _, Request.PolicyLearn _ -> true;
            case Request _ -> false;
        };
    }

    private static Problem late(Request request) {
        return Problem.of(
                ProblemCode.SP6003,
                "the Sallyport that uses `%s` has not finished this within %d minutes"
                        .formatted(request.data(), LONGEST_MINUTES),
                "it goes on there: look at its record before you ask again");
    }

    private static Problem silent(Request request) {
        return Problem.of(
                ProblemCode.SP6003,
                "`" + request.data() + "` is in use by a Sallyport that does not answer",
                "it may be starting or stopping: try again in a few seconds");
    }

    private static Exit print(DataInputStream in, Terminal terminal) throws IOException {
        while (true) {
            byte kind = in.readByte();
            int length = in.readInt();
            if (length < 0 || length > LONGEST_PIECE) {
                throw new IOException("not an answer");
            }
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            switch (kind) {
                case ControlMessage.LINE -> print(text, terminal.out());
                case ControlMessage.PROBLEM -> print(text, terminal.err());
                case ControlMessage.END -> {
                    return Exit.of(Integer.parseInt(text));
                }
                default -> throw new IOException("not an answer");
            }
        }
    }

    private static void print(String text, PrintWriter to) {
        to.print(text);
        to.flush();
    }

    /** The demo answers with the end, and the exit code. */
    private static void leave(SocketChannel demo) {
        try {
            demo.shutdownOutput();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private static void closeQuietly(SocketChannel demo) {
        try {
            demo.close();
        } catch (IOException e) {
            // The waiting reader sees the end either way.
        }
    }
}
