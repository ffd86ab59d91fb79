package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.MessageFields;
import dev.sallyport.wire.Severity;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * A problem in the protocol's own error frame: code first, where in DETAIL, what instead in HINT.
 */
final class Refusal {
    /** How long the other side may take to read what it was told last; then it is cut off. */
    private static final int GOODBYE_SECONDS = 5;

    private Refusal() {}

    /** Ends a statement; the session goes on. */
    static ErrorResponse error(Problem problem) {
        return frame(Severity.ERROR, problem, sqlState(problem.code()));
    }

    /** Ends the session. */
    static ErrorResponse fatal(Problem problem, String sqlState) {
        return frame(Severity.FATAL, problem, sqlState);
    }

    /** Says something; nothing ends. */
    static NoticeResponse notice(Problem problem) {
        return new NoticeResponse(fields(Severity.NOTICE, problem, sqlState(problem.code())));
    }

    /** Tells the client and closes. */
    static void close(Channel client, Problem problem, String sqlState) {
        ByteBuf out = client.alloc().ioBuffer();
        fatal(problem, sqlState).write(out);
        client.write(out, client.voidPromise());
        LastWord.isSaid(client);
    }

    /** Closes even where the other side does not read. */
    static void closeSoon(Channel channel) {
        var closing =
                channel.eventLoop()
                        .schedule(() -> channel.close(), GOODBYE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> closing.cancel(false));
    }

    /** The protocol's word for a problem. */
    static String sqlState(ProblemCode code) {
        return switch (code) {
            case SP2078 -> "01000";
            case SP2045 -> "42601";
            case SP2081, SP2082, SP4014 -> "54000";
            case SP4001, SP7261 -> "28P01";
            case SP4002, SP4011, SP4012, SP4016, SP4017, SP4018, SP7260 -> "28000";
            case SP4003 -> "3D000";
            case SP4004 -> "08P01";
            case SP4005, SP4070 -> "0A000";
            case SP4006, SP4008, SP4009, SP4013 -> "57P01";
            case SP4007, SP4060, SP4064 -> "08006";
            case SP4030 -> "57P05";
            case SP4031, SP4038, SP4039, SP4042 -> "57P01";
            case SP4032, SP4035, SP4036 -> "28000";
            case SP4033 -> "57014";
            case SP4034, SP4040, SP4072 -> "01000";
            case SP4015, SP4037, SP4071 -> "53300";
            case SP4061 -> "53300";
            case SP4062, SP4063, SP7262 -> "57P03";
            default -> code.name().startsWith("SP20") ? "42501" : "58000";
        };
    }

    private static ErrorResponse frame(Severity severity, Problem problem, String sqlState) {
        return new ErrorResponse(fields(severity, problem, sqlState));
    }

    private static MessageFields fields(Severity severity, Problem problem, String sqlState) {
        MessageFields fields =
                MessageFields.of(severity, sqlState, problem.code() + " " + problem.message());
        if (problem.place().isPresent()) {
            fields = fields.withDetail("Rule " + problem.place().get() + ".");
        }
        if (!problem.instead().isEmpty()) {
            fields = fields.withHint(sentence(problem.instead()));
        }
        return fields;
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
