package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoundTripTest {

    @ParameterizedTest
    @MethodSource("dev.sallyport.wire.Messages#frontend")
    void readsAFrontendMessageAsItWasWrittenWhereverItIsSplit(FrontendMessage message) {
        var whole = Bytes.of((Outgoing) message);
        for (int split = 0; split < whole.readableBytes(); split++) {
            switch (FrontendFrame.at(whole.slice(0, split), 0)) {
                case Incomplete _ -> assertThat(split).isLessThan(FrontendFrame.HEADER);
                case FrontendFrame.Header header ->
                        assertThat(header.wholeIn(whole.slice(0, split), 0)).isFalse();
                case Malformed malformed -> throw new AssertionError(malformed);
            }
        }
        assertThat(frontend(shifted(whole), 3)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("dev.sallyport.wire.Messages#backend")
    void readsABackendMessageAsItWasWrittenWhereverItIsSplit(BackendMessage message) {
        var whole = Bytes.of((Outgoing) message);
        for (int split = 0; split < whole.readableBytes(); split++) {
            switch (BackendFrame.at(whole.slice(0, split), 0)) {
                case Incomplete _ -> assertThat(split).isLessThan(BackendFrame.HEADER);
                case BackendFrame.Header header ->
                        assertThat(header.wholeIn(whole.slice(0, split), 0)).isFalse();
                case Malformed malformed -> throw new AssertionError(malformed);
            }
        }
        assertThat(backend(shifted(whole), 3)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("dev.sallyport.wire.Messages#startup")
    void readsAStartupPacketAsItWasWrittenWhereverItIsSplit(StartupPacket packet) {
        var whole = Bytes.of((Outgoing) packet);
        for (int split = 0; split < whole.readableBytes(); split++) {
            var part = whole.slice(0, split);
            assertThat(StartupPacket.read(part)).isEqualTo(new Incomplete());
            assertThat(part.readerIndex()).isZero();
        }
        var followed = Unpooled.wrappedBuffer(whole, Bytes.text("next"));
        assertThat(StartupPacket.read(followed)).isEqualTo(packet);
        assertThat(followed.readableBytes()).isEqualTo("next".length());
    }

    @Test
    void readsTheAuthenticationResponsesAsTheyWereWritten() {
        var password = new AuthenticationResponse.PasswordMessage("pässword");
        var buffer = Bytes.of(password);
        assertThat(AuthenticationResponse.readPassword(buffer, 0, header(buffer, 0)))
                .isEqualTo(password);

        var initial =
                new AuthenticationResponse.SASLInitialResponse(
                        "SCRAM-SHA-256", Optional.of("n,,n=é,r=x"));
        buffer = Bytes.of(initial);
        assertThat(AuthenticationResponse.readSASLInitial(buffer, 0, header(buffer, 0)))
                .isEqualTo(initial);

        var silent =
                new AuthenticationResponse.SASLInitialResponse("SCRAM-SHA-256", Optional.empty());
        buffer = Bytes.of(silent);
        assertThat(AuthenticationResponse.readSASLInitial(buffer, 0, header(buffer, 0)))
                .isEqualTo(silent);

        var last = new AuthenticationResponse.SASLResponse("c=biws,r=x,p=y");
        buffer = Bytes.of(last);
        assertThat(AuthenticationResponse.readSASL(buffer, 0, header(buffer, 0))).isEqualTo(last);
    }

    @Test
    void writingLeavesTheSlicesOfAMessageReadable() {
        var message = FrontendMessage.Query.of("select 1");
        Bytes.of(message);
        assertThat(Bytes.of(message)).isEqualTo(Bytes.of(FrontendMessage.Query.of("select 1")));
    }

    /** At another index than 0, and with other bytes behind. */
    private static ByteBuf shifted(ByteBuf whole) {
        return Unpooled.wrappedBuffer(Bytes.text("abc"), whole.slice(), Bytes.text("xyz"));
    }

    private static FrontendMessage frontend(ByteBuf buffer, int index) {
        return FrontendMessage.read(buffer, index, header(buffer, index));
    }

    private static FrontendFrame.Header header(ByteBuf buffer, int index) {
        return (FrontendFrame.Header) FrontendFrame.at(buffer, index);
    }

    private static BackendMessage backend(ByteBuf buffer, int index) {
        var header = (BackendFrame.Header) BackendFrame.at(buffer, index);
        return BackendMessage.read(buffer, index, header);
    }
}
