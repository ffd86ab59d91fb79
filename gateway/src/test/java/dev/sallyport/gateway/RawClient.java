package dev.sallyport.gateway;

import dev.sallyport.wire.AuthenticationResponse.SASLInitialResponse;
import dev.sallyport.wire.AuthenticationResponse.SASLResponse;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.SaltedPasswords;
import dev.sallyport.wire.ScramClient;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A client that speaks frames, so that it can say what no driver would. */
final class RawClient implements AutoCloseable {
    /** A gateway that says nothing in this time has forgotten the client. */
    private static final int PATIENCE_MILLIS = 15_000;

    /** One message of the gateway. */
    record Frame(char type, ByteBuf body) {
        String text() {
            return body.toString(StandardCharsets.UTF_8);
        }

        /** A field of an error or notice. */
        String field(char letter) {
            for (String field : text().split("\0", -1)) {
                if (!field.isEmpty() && field.charAt(0) == letter) {
                    return field.substring(1);
                }
            }
            return "";
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private boolean dripping;
    private boolean takingResets;

    private RawClient(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawClient open(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Nothing is read ahead, so the socket's buffers fill when the test does not read. */
    Socket socket() {
        return socket;
    }

    void send(Outgoing... messages) throws IOException {
        send(bytes(messages));
    }

    void send(byte[] bytes) throws IOException {
        if (!dripping) {
            socket.getOutputStream().write(bytes);
            return;
        }
        for (byte one : bytes) {
            socket.getOutputStream().write(one);
        }
    }

    /** From here on each byte goes in a packet of its own. */
    void drip() throws IOException {
        socket.setTcpNoDelay(true);
        dripping = true;
    }

    static byte[] bytes(Outgoing... messages) {
        ByteBuf out = Unpooled.buffer();
        for (Outgoing message : messages) {
            message.write(out);
        }
        return ByteBufUtil.getBytes(out);
    }

    static FrontendMessage.Query query(String sql) {
        return FrontendMessage.Query.of(sql);
    }

    static FrontendMessage.Parse parse(String name, String sql) {
        return new FrontendMessage.Parse(name, FrontendMessage.Query.of(sql).sql(), List.of());
    }

    /** Parameters and results as text. */
    static FrontendMessage.Bind bind(String portal, String statement, String... parameters) {
        ByteBuf rest = Unpooled.buffer().writeShort(0).writeShort(parameters.length);
        for (String parameter : parameters) {
            byte[] bytes = parameter.getBytes(StandardCharsets.UTF_8);
            rest.writeInt(bytes.length).writeBytes(bytes);
        }
        return new FrontendMessage.Bind(portal, statement, rest.writeShort(0));
    }

    static FrontendMessage.Execute execute(String portal) {
        return new FrontendMessage.Execute(portal, 0);
    }

    static FrontendMessage.Sync sync() {
        return new FrontendMessage.Sync();
    }

    static Startup startup(String... parameters) {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return Startup.of(map);
    }

    Frame next() throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        return new Frame(type, Unpooled.wrappedBuffer(body));
    }

    int octet() throws IOException {
        return in.read();
    }

    /** Whether the gateway closed without another word. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            if (takingResets) {
                return true;
            }
            throw reset;
        }
    }

    /** PostgreSQL itself closes also while somebody sends, which breaks the connection. */
    RawClient takingResets() {
        takingResets = true;
        return this;
    }

    /** Everything up to the next ready-for-query. */
    List<Frame> untilReady() throws IOException {
        return until('Z');
    }

    List<Frame> until(char type) throws IOException {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(next());
        } while (frames.getLast().type() != type);
        return frames;
    }

    /** The types of what came up to the next ready-for-query, such as {@code TDCZ}. */
    String typesUntilReady() throws IOException {
        return types(untilReady());
    }

    static String types(List<Frame> frames) {
        StringBuilder types = new StringBuilder();
        frames.forEach(frame -> types.append(frame.type()));
        return types.toString();
    }

    /** The first error, which must come before the connection ends. */
    Frame error() throws IOException {
        return until('E').getLast();
    }

    List<Frame> ask(String sql) throws IOException {
        send(query(sql));
        return untilReady();
    }

    /** What the gateway said up to its end. */
    String untilClosed() throws IOException {
        StringBuilder types = new StringBuilder();
        try {
            while (true) {
                types.append(next().type());
            }
        } catch (EOFException | SocketException _) {
            return types.toString();
        }
    }

    /** The whole handshake; answers what came after the SASL exchange. */
    List<Frame> signIn(String user, String password, String database) throws IOException {
        send(startup("user", user, "database", database));
        return prove(password);
    }

    List<Frame> prove(String password) throws IOException {
        until('R');
        ScramClient scram =
                ScramClient.start(
                                List.of("SCRAM-SHA-256"),
                                Optional.empty(),
                                SaltedPasswords.of(password),
                                new SecureRandom())
                        .orElseThrow();
        send(new SASLInitialResponse("SCRAM-SHA-256", Optional.of(scram.first())));
        String message = until('R').getLast().body().skipBytes(4).toString(StandardCharsets.UTF_8);
        if (scram.receive(message) instanceof ScramClient.Step.Continue(String response)) {
            send(new SASLResponse(response));
        }
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(next());
        } while (frames.getLast().type() != 'Z' && frames.getLast().type() != 'E');
        return frames;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
