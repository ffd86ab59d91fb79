package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartupPacketTest {

    @Test
    void keepsTheOrderOfTheParameters() {
        var startup = startup(read(version3("application_name|psql|user|nora||")));
        assertThat(startup.parameters().keySet()).containsExactly("application_name", "user");
        assertThat(startup.user()).isEqualTo("nora");
        assertThat(startup.database()).isEqualTo("nora");
        assertThat(startup.parameter("application_name")).hasValue("psql");
        assertThat(startup.parameter("options")).isEmpty();
        assertThat(startup.asksForMoreThan(0)).isFalse();
    }

    @Test
    void knowsWhenItAsksForMoreThanWeSpeak() {
        var newer = startup(read(packet(3, 2, "user|nora||")));
        assertThat(newer.minor()).isEqualTo(2);
        assertThat(newer.asksForMoreThan(0)).isTrue();
        assertThat(newer.asksForMoreThan(2)).isFalse();
        var option = startup(read(version3("user|nora|_pq_.x|on||")));
        assertThat(option.protocolOptions()).containsExactly("_pq_.x");
        assertThat(option.asksForMoreThan(2)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user|nora|user|postgres||",
                "user|nora|database|a|database|a||",
                "database|ehr||",
                "user|||",
                "|",
                "",
                "user|nora|",
                "user|nora",
                "user",
                "user|nora||x",
                "user|nora|||"
            })
    void refusesParametersThatCanBeReadInTwoWays(String parameters) {
        var in = version3(parameters);
        assertThat(StartupPacket.read(in)).isInstanceOf(Malformed.class);
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void refusesANameThatIsNotUtf8() {
        var body = Unpooled.wrappedBuffer(Bytes.hex("00030000"), Bytes.hex("7573657200 ff00 00"));
        assertThat(read(sized(body))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 10_005, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void refusesALengthBeforeTheRestArrives(int length) {
        assertThat(read(Unpooled.buffer().writeInt(length))).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesWhatOtherProtocolsSay() {
        assertThat(read(Bytes.text("GET / HTTP/1.1\r\n"))).isInstanceOf(Malformed.class);
        assertThat(read(Bytes.hex("16030100c8010000"))).isInstanceOf(Malformed.class);
    }

    @Test
    void takesAPacketOfTheLongestLength() {
        var start = "user|nora|application_name|";
        var value = "x".repeat(FrameLimit.STARTUP - 2 * Integer.BYTES - start.length() - 2);
        var packet = version3(start + value + "||");
        assertThat(packet.readableBytes()).isEqualTo(FrameLimit.STARTUP);
        assertThat(startup(read(packet)).parameter("application_name")).hasValue(value);
        assertThat(read(version3(start + value + "x||"))).isInstanceOf(Malformed.class);
    }

    @Test
    void tellsAVersionThatNobodySpeaks() {
        assertThat(read(packet(2, 0, "anything")))
                .isEqualTo(new StartupPacket.UnsupportedVersion(2, 0));
        assertThat(read(packet(4, 1, ""))).isEqualTo(new StartupPacket.UnsupportedVersion(4, 1));
    }

    @Test
    void refusesRequestsWithMoreOrLessThanTheyHave() {
        assertThat(read(packet(1234, 5679, "x"))).isInstanceOf(Malformed.class);
        assertThat(read(packet(1234, 5680, "x"))).isInstanceOf(Malformed.class);
        assertThat(read(packet(1234, 5678, "pid_abc"))).isInstanceOf(Malformed.class);
        assertThat(read(packet(1234, 5678, "pid_" + "x".repeat(257))))
                .isInstanceOf(Malformed.class);
        assertThat(read(packet(1234, 5678, "pid_" + "x".repeat(256))))
                .isInstanceOf(StartupPacket.CancelRequest.class);
    }

    private static StartupPacket read(ByteBuf in) {
        return StartupPacket.read(in);
    }

    private static StartupPacket.Startup startup(StartupPacket packet) {
        return (StartupPacket.Startup) packet;
    }

    private static ByteBuf version3(String body) {
        return packet(3, 0, body);
    }

    /** A bar stands for a zero. */
    private static ByteBuf packet(int major, int minor, String body) {
        var code = Unpooled.buffer().writeShort(major).writeShort(minor);
        return sized(code.writeBytes(Bytes.text(body.replace('|', '\0'))));
    }

    private static ByteBuf sized(ByteBuf body) {
        return Unpooled.buffer().writeInt(body.readableBytes() + Integer.BYTES).writeBytes(body);
    }
}
