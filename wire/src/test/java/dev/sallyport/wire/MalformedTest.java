package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MalformedTest {

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "Q, '', no terminator",
        "Q, 78, no terminator",
        "Q, 7800 78, more after the terminator",
        "Q, 78007800, a zero inside",
        "P, 00 00, no count",
        "P, 00 7800 0001, a count without its types",
        "P, 00 7800 ffff 00000017, a count of far more types",
        "P, 00 7800 0000 00, more after the types",
        "P, ff00 7800 0000, a name that is not UTF-8",
        "P, c08000 7800 0000, an overlong name",
        "P, eda08000 7800 0000, a name of half a surrogate",
        "B, 70, no terminator",
        "B, 7000 7300 ff, OK: the rest is untouched",
        "D, 53, no name",
        "D, 58 7300, neither statement nor portal",
        "D, 53 7300 00, more after the name",
        "E, 7000 000000, a short count",
        "E, 7000 00000000 00, more after the count",
        "C, 58 00, neither statement nor portal",
        "S, 00, a body where none is",
        "H, 00, a body where none is",
        "X, 00, a body where none is",
        "c, 00, a body where none is",
        "f, 78, no terminator",
        "p, 7800, an authentication response after sign-in"
    })
    void refusesAFrontendMessage(char type, String body, String why) {
        var message = frontend(Bytes.frame(type, Bytes.hex(body)));
        if (why.startsWith("OK")) {
            assertThat(message).isNotInstanceOf(Malformed.class);
        } else {
            assertThat(message).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "Z, '', no status",
        "Z, 58, an unknown status",
        "Z, 4949, more after the status",
        "S, 6100, no value",
        "S, 6100 6200 00, more after the value",
        "K, 00000001 000000, a key too short",
        "K, 0000, no process id",
        "C, 78, no terminator",
        "E, 53 4500, no end of fields",
        "E, 53 45, no terminator",
        "E, '', nothing",
        "E, 00 00, more after the end",
        "N, 4d, a letter alone",
        "R, 000000, no kind",
        "R, 00000005 0000, a short salt",
        "R, 00000000 00, more after Ok",
        "R, 0000000a 5300, no end of mechanisms",
        "v, 00030000 00000001, fewer options than said",
        "v, 00030000 ffffffff, a negative count",
        "v, 00030000 7fffffff 7800, far fewer options than said"
    })
    void refusesABackendMessage(char type, String body, String why) {
        var frame = Bytes.frame(type, Bytes.hex(body));
        var header = (BackendFrame.Header) BackendFrame.at(frame, 0);
        assertThat(BackendMessage.read(frame, 0, header)).as(why).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAuthenticationResponsesOfAnotherLengthThanTheySay() {
        for (var body : new String[] {"78", "7800 00000002 61", "7800 fffffffe", "7800", "ff00"}) {
            var frame = Bytes.frame('p', Bytes.hex(body));
            assertThat(AuthenticationResponse.readSASLInitial(frame, 0, header(frame)))
                    .isInstanceOf(Malformed.class);
        }
        var frame = Bytes.frame('p', Bytes.hex("78007800"));
        assertThat(AuthenticationResponse.readPassword(frame, 0, header(frame)))
                .isInstanceOf(Malformed.class);
        var query = Bytes.of(FrontendMessage.Query.of("select 1"));
        assertThat(AuthenticationResponse.readPassword(query, 0, header(query)))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void refusesToReadAFrameThatIsNotAllThere() {
        var whole = Bytes.of(FrontendMessage.Query.of("select 1"));
        for (int arrived = FrontendFrame.HEADER; arrived < whole.readableBytes(); arrived++) {
            assertThat(FrontendMessage.read(whole.slice(0, arrived), 0, header(whole)))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void showsNoPassword() {
        assertThat(new AuthenticationResponse.PasswordMessage("hunter2").toString())
                .doesNotContain("hunter2");
        assertThat(CancelKey.of(7, new byte[] {1, 2, 3, 4})).hasToString("CancelKey[processId=7]");
    }

    private static FrontendMessage frontend(ByteBuf frame) {
        return FrontendMessage.read(frame, 0, header(frame));
    }

    private static FrontendFrame.Header header(ByteBuf frame) {
        return (FrontendFrame.Header) FrontendFrame.at(frame, 0);
    }
}
