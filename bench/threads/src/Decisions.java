import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decisions by literal-stripped statement text: a lex and a hash lookup, no parse. Shared by all sessions, swapped by reference. */
final class Decisions {
    record Running(Decision decision, boolean simple) {}

    static final class Decision {
        final byte[] text;
        final int hash;
        final byte[] record;
        final Running simple = new Running(this, true);
        final Running execute = new Running(this, false);

        Decision(byte[] text, int hash) {
            this.text = text;
            this.hash = hash;
            this.record = ("allowed rule=20-roles.yaml:31 sql=" + new String(text, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
    }

    private volatile Decision[] table = new Decision[1024];

    Decision of(ByteBuffer in, int from, int to, byte[] scratch) {
        var length = to - from;
        var bytes = scratch.length >= length ? scratch : new byte[length];
        in.get(from, bytes, 0, length);
        var end = strip(bytes, length);
        var hash = 1;
        for (var i = 0; i < end; i++) hash = 31 * hash + bytes[i];
        hash ^= hash >>> 15;
        var now = table;
        for (var slot = hash & 1023; now[slot] != null; slot = slot + 1 & 1023)
            if (now[slot].hash == hash && Arrays.equals(now[slot].text, 0, now[slot].text.length, bytes, 0, end)) return now[slot];
        return decide(Arrays.copyOf(bytes, end), hash);
    }

    private synchronized Decision decide(byte[] text, int hash) {
        var next = table.clone();
        var slot = hash & 1023;
        while (next[slot] != null) slot = slot + 1 & 1023;
        table = next;
        return next[slot] = new Decision(text, hash);
    }

    /** Numbers and quoted strings become `?`, runs of white space one blank; in place, the result is never longer. */
    private static int strip(byte[] sql, int length) {
        var out = 0;
        for (var i = 0; i < length; ) {
            var c = sql[i];
            if (c == '\'') {
                for (i++; i < length && (sql[i] != '\'' || i + 1 < length && sql[i + 1] == '\'' && i++ > 0); i++) {}
                i++;
                sql[out++] = '?';
            } else if (digit(c) && (out == 0 || !word(sql[out - 1])) || c == '-' && i + 1 < length && digit(sql[i + 1])) {
                for (i++; i < length && (digit(sql[i]) || sql[i] == '.'); i++) {}
                sql[out++] = '?';
            } else if (c <= ' ') {
                for (i++; i < length && sql[i] <= ' '; i++) {}
                if (out > 0 && i < length) sql[out++] = ' ';
            } else if (c == '"') {
                do sql[out++] = sql[i++]; while (i < length && sql[i] != '"');
                if (i < length) sql[out++] = sql[i++];
            } else {
                sql[out++] = sql[i++];
            }
        }
        return out;
    }

    private static boolean digit(byte c) { return c >= '0' && c <= '9'; }

    private static boolean word(byte c) { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || digit(c) || c == '_' || c == '$' || c < 0; }
}
