import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** PostgreSQL framing of one session in both directions: decides each statement, appends one event when its result is complete. */
final class Conversation {
    static final int WINDOW = 64 << 10;
    private static final Decisions.Running SYNC = new Decisions.Running(null, true);
    private static final byte[] NONE = {};
    /** Gate on an event appended when the statement arrives, so that its sync overlaps the database's work; the row count follows ungated. */
    private static final boolean EARLY = Boolean.getBoolean("early");

    private final Decisions decisions;
    private final AuditLog log;
    private final AuditLog.Waiter waiter;
    private final byte[] who;
    private final Queue<Decisions.Running> running;
    private final Map<String, Decisions.Decision> prepared = new HashMap<>();
    private final Map<String, Decisions.Decision> portals = new HashMap<>();
    private byte[] scratch = new byte[1024];
    private boolean started;
    private int skip;
    private long rows, gate;
    private boolean open;

    Conversation(Decisions decisions, AuditLog log, AuditLog.Waiter waiter, String who, Queue<Decisions.Running> running) {
        this.decisions = decisions;
        this.log = log;
        this.waiter = waiter;
        this.who = who.getBytes(StandardCharsets.UTF_8);
        this.running = running;
    }

    /** Moves past the whole messages a client sent. */
    void client(ByteBuffer in) {
        while (in.remaining() >= 5) {
            var at = in.position();
            var end = at + (started ? 1 + in.getInt(at + 1) : in.getInt(at));
            if (end > in.limit()) return;
            if (started) message(in, at, end);
            else if (in.getInt(at + 4) == 196608) started = true;
            else throw new IllegalStateException("the spike speaks protocol 3.0 without TLS (sslmode=disable)");
            in.position(end);
        }
    }

    private void message(ByteBuffer in, int at, int end) {
        switch (in.get(at)) {
            case 'Q' -> start(decisions.of(in, at + 5, end - 1, scratch).simple);
            case 'P' -> {
                var name = zero(in, at + 5);
                prepared.put(text(in, at + 5, name), decisions.of(in, name + 1, zero(in, name + 1), scratch));
            }
            case 'B' -> {
                var portal = zero(in, at + 5);
                portals.put(text(in, at + 5, portal), prepared.get(text(in, portal + 1, zero(in, portal + 1))));
            }
            case 'E' -> start(portals.get(text(in, at + 5, zero(in, at + 5))).execute);
            case 'C' -> (in.get(at + 5) == 'S' ? prepared : portals).remove(text(in, at + 6, end - 1));
            case 'S' -> running.add(SYNC);
            default -> {}
        }
    }

    private void start(Decisions.Running statement) {
        running.add(statement);
        if (EARLY) gate = log.append(waiter, who, statement.decision().record, -2);
    }

    private static int zero(ByteBuffer in, int at) {
        while (in.get(at) != 0) at++;
        return at;
    }

    private static String text(ByteBuffer in, int from, int to) {
        if (from == to) return "";
        var bytes = new byte[to - from];
        in.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Moves past what the database sent, up to a header cut in two. */
    void server(ByteBuffer in) {
        while (true) {
            var step = Math.min(skip, in.remaining());
            in.position(in.position() + step);
            skip -= step;
            if (skip > 0 || in.remaining() < 5) return;
            skip = 1 + in.getInt(in.position() + 1);
            reply(in.get(in.position()));
        }
    }

    private void reply(byte type) {
        switch (type) {
            case 'D', 'd' -> { rows++; open = true; }
            case 'T', 'H' -> open = true;
            case 'C', 'I', 's', 'E' -> complete(type);
            case 'Z' -> {
                for (var head = running.poll(); head != null && !head.simple(); head = running.poll()) {}
                open = false;
            }
            default -> {}
        }
    }

    private void complete(byte type) {
        var head = running.peek();
        if (head == null || head == SYNC) return;
        if (!head.simple()) running.poll();
        var event = log.append(waiter, who, head.decision().record, type == 'E' ? -1 : rows);
        if (!EARLY) gate = event;
        rows = 0;
        open = false;
    }

    /** Result bytes have passed that no event covers yet. */
    boolean open() { return open; }

    /** Records a full window of an unfinished result, so that it may leave. */
    void cover() {
        var head = running.peek();
        gate = log.append(waiter, who, head == null || head == SYNC ? NONE : head.decision().record, rows);
        open = false;
    }

    /** What has passed may leave when the log is durable up to here. */
    long gate() { return gate; }
}
