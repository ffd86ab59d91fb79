package dev.sallyport.gateway;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.MessageFields;
import dev.sallyport.wire.Severity;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a query by what is prepared for it; the client who sent it as a text is answered as if
 * it had gone as one.
 */
final class Repeat {
    /** What was cancelled, or has run for too long, is not tried again. */
    private static final String CANCELLED = "57014";

    private static final byte[] REST = rest();

    private final Repeats repeats;
    private final Repeats.Form form;
    private final ByteBuf sql;
    private final Owed prepared;
    private List<NoticeResponse> held = new ArrayList<>();
    private boolean begun;
    private boolean failed;

    /**
     * @param sql as it would have gone, on the heap
     * @param prepared what it is run by
     */
    Repeat(Repeats repeats, Repeats.Form form, ByteBuf sql, Owed prepared) {
        this.repeats = repeats;
        this.form = form;
        this.sql = sql;
        this.prepared = prepared;
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

    /** A message of ours is answered. */
    void answered(Names names, Owed.Kind kind) {
        if (kind == Owed.Kind.PARSE) {
            names.confirm(prepared);
        }
    }

    private static byte[] rest() {
        ByteBuf rest = Unpooled.buffer();
        new FrontendMessage.Describe(Target.PORTAL, "").write(rest);
        new FrontendMessage.Execute("", 0).write(rest);
        new FrontendMessage.Sync().write(rest);
        return ByteBufUtil.getBytes(rest);
    }

    /** Whether it waits for what becomes of the rest: whoever is tried again says it again. */
    boolean holds(NoticeResponse notice) {
        return !begun && held.add(notice);
    }

    /** What was held is told now; without parsing and planning it would not be said again. */
    List<NoticeResponse> told() {
        List<NoticeResponse> told = held;
        if (!told.isEmpty()) {
            repeats.goesAsWritten(form);
        }
        held = List.of();
        return told;
    }

    /** Rows follow: from here on it runs, and what fails is told. */
    List<NoticeResponse> begins() {
        begun = true;
        return told();
    }

    /** Whether it has not begun to run, and the text may be tried in place of it. */
    boolean takesBack(ErrorResponse error) {
        failed =
                !begun
                        && !error.fields().sqlState().equals(CANCELLED)
                        && error.fields()
                                .value(MessageFields.SEVERITY_NOT_LOCALIZED)
                                .filter(Severity.ERROR.name()::equals)
                                .isPresent();
        return failed;
    }

    /** The database is ready again: whether the query goes now as it was written. */
    boolean goesAsWritten() {
        if (failed) {
            repeats.goesAsWritten(form);
            repeats.send(new FrontendMessage.Query(sql));
        }
        return failed;
    }
}
