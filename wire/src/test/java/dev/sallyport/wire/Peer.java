package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** One end of a blocking connection that speaks the protocol. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final ByteBuf in = Unpooled.buffer();

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static Peer connect(int port) throws IOException {
        return new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    @FunctionalInterface
    interface Reader {
        AuthenticationResponse read(ByteBuf buffer, int index, FrontendFrame.Header header);
    }

    void send(Outgoing message) throws IOException {
        var out = Bytes.of(message);
        out.readBytes(socket.getOutputStream(), out.readableBytes());
    }

    StartupPacket receiveStartup() throws IOException {
        for (var packet = StartupPacket.read(in); ; packet = StartupPacket.read(in)) {
            if (!(packet instanceof Incomplete)) {
                return packet;
            }
            more();
        }
    }

    BackendMessage receive() throws IOException {
        for (; ; more()) {
            var index = in.readerIndex();
            if (BackendFrame.at(in, index) instanceof BackendFrame.Header header
                    && header.wholeIn(in, index)) {
                in.skipBytes(header.total());
                return BackendMessage.read(in, index, header);
            }
        }
    }

    /** The next message of the kind; those before it are passed over. */
    <T extends BackendMessage> T receiveUntil(Class<T> kind) throws IOException {
        for (; ; ) {
            var message = receive();
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
        }
    }

    AuthenticationResponse receive(Reader reader) throws IOException {
        for (; ; more()) {
            var index = in.readerIndex();
            if (FrontendFrame.at(in, index) instanceof FrontendFrame.Header header
                    && header.wholeIn(in, index)) {
                in.skipBytes(header.total());
                return reader.read(in, index, header);
            }
        }
    }

    private void more() throws IOException {
        if (in.writeBytes(socket.getInputStream(), 1) < 1) {
            throw new EOFException();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
