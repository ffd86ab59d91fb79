package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** What a command prints, on its way to the terminal it was typed at. */
final class ControlAnswer {
    private final DataOutputStream out;
    private final Terminal terminal;
    private volatile boolean left;

    ControlAnswer(DataOutputStream out) {
        this.out = out;
        this.terminal =
                new Terminal(
                        new PrintWriter(new Frames(ControlMessage.LINE)),
                        new PrintWriter(new Frames(ControlMessage.PROBLEM)),
                        () -> left);
    }

    /** Whoever asked waits for no more than the end. */
    void leave() {
        left = true;
    }

    Terminal terminal() {
        return terminal;
    }

    void end(Exit exit) throws IOException {
        terminal.out().flush();
        terminal.err().flush();
        send(ControlMessage.END, String.valueOf(exit.code()));
        out.flush();
    }

    private synchronized void send(byte kind, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Sends what was printed with each flush. */
    private final class Frames extends Writer {
        private final byte kind;
        private final StringBuilder text = new StringBuilder();

        Frames(byte kind) {
            this.kind = kind;
        }

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            text.append(characters, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (!text.isEmpty()) {
                send(kind, text.toString());
                text.setLength(0);
            }
            out.flush();
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
