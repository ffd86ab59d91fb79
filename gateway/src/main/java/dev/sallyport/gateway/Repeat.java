package dev.sallyport.gateway;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query by what is prepared for it; the client who sent it as a text is answered as if
 * it had gone as one.
 */
final class Repeat {
    /** Of SQLSTATE: what is wrong with a value, a name, a text, or a plan that stands no more. */
    private static final Set<String> CLASSES = Set.of("0A", "22", "26", "42");

    private static final byte[] REST = rest();

    private final Repeats repeats;
    private final Repeats.Form form;
    private final ByteBuf sql;
    private @Nullable Owed gives;
    private boolean begun;
    private boolean failed;

    /**
     * @param sql as it would have gone, on the heap
     * @param gives what the name stands for from here on; null where it does already
     */
    Repeat(Repeats repeats, Repeats.Form form, ByteBuf sql, @Nullable Owed gives) {
        this.repeats = repeats;
        this.form = form;
        this.sql = sql;
        this.gives = gives;
    }

    /** In place of a text, by the name that stands for it; all that comes and goes is text. */
    static void write(String name, List<String> values, ByteBuf out) {
        ByteBuf rest = Unpooled.buffer();
        rest.writeShort(0).writeShort(values.size());
        values.forEach(value ->
                rest.writeInt(ByteBufUtil.utf8Bytes(value))
                        .writeCharSequence(value, StandardCharsets.UTF_8));
        new FrontendMessage.Bind("", name, rest.writeShort(0)).write(out);
        out.writeBytes(REST);
    }

    /** A message of ours is answered, the first with whatever gives the name. */
    void answered(Names prepared, Owed.Kind kind) {
        if (kind == Owed.Kind.PARSE && gives != null) {
            prepared.confirm(gives);
            gives = null;
        }
    }

    private static byte[] rest() {
        ByteBuf rest = Unpooled.buffer();
        new FrontendMessage.Describe(Target.PORTAL, "").write(rest);
        new FrontendMessage.Execute("", 0).write(rest);
        new FrontendMessage.Sync().write(rest);
        return ByteBufUtil.getBytes(rest);
    }

    /** Rows follow: from here on it runs, and what fails is told. */
    void begins() {
        begun = true;
    }

    /** Whether it has not begun to run, and what is wrong may be that it was prepared. */
    boolean takesBack(ErrorResponse error) {
        String state = error.fields().sqlState();
        failed = !begun && state.length() > 2 && CLASSES.contains(state.substring(0, 2));
        return failed;
    }

    /** The database is ready again: whether the query goes now as it was written. */
    boolean goesAsWritten() {
        if (failed) {
            repeats.asWritten(form, gives == null, new FrontendMessage.Query(sql));
        }
        return failed;
    }
}
