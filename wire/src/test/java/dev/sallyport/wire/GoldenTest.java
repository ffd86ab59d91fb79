package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bytes worked out by hand from the manual's chapter "Message Formats". */
final class GoldenTest {

    @Test
    void writesTheFirstPackets() {
        assertBytes(new StartupPacket.SslRequest(), "00000008 04d2162f");
        assertBytes(new StartupPacket.GssEncRequest(), "00000008 04d21630");
        assertBytes(
                new StartupPacket.CancelRequest(CancelKey.of(258, new byte[] {9, 8, 7, 6})),
                "00000010 04d2162e 00000102 09080706");
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("user", "u");
        assertBytes(StartupPacket.Startup.of(parameters), "00000010 00030000 7573657200 7500 00");
    }

    @Test
    void writesFrontendMessages() {
        assertBytes(FrontendMessage.Query.of(";"), "51 00000006 3b 00");
        assertBytes(new FrontendMessage.Sync(), "53 00000004");
        assertBytes(new FrontendMessage.Flush(), "48 00000004");
        assertBytes(new FrontendMessage.Terminate(), "58 00000004");
        assertBytes(
                new FrontendMessage.Parse("a", Bytes.text(";"), List.of(23)),
                "50 0000000e 6100 3b00 0001 00000017");
        assertBytes(new FrontendMessage.Describe(Target.PORTAL, ""), "44 00000006 50 00");
        assertBytes(new FrontendMessage.Close(Target.STATEMENT, "a"), "43 00000007 53 6100");
        assertBytes(new FrontendMessage.Execute("", 10), "45 00000009 00 0000000a");
        assertBytes(new FrontendMessage.CopyDone(), "63 00000004");
        assertBytes(
                new AuthenticationResponse.SASLInitialResponse("M", Optional.of("n")),
                "70 0000000b 4d00 00000001 6e");
        assertBytes(
                new AuthenticationResponse.SASLInitialResponse("M", Optional.empty()),
                "70 0000000a 4d00 ffffffff");
        assertBytes(new AuthenticationResponse.SASLResponse("n"), "70 00000005 6e");
        assertBytes(new AuthenticationResponse.PasswordMessage("n"), "70 00000006 6e00");
    }

    @Test
    void writesBackendMessages() {
        assertBytes(new Authentication.AuthenticationOk(), "52 00000008 00000000");
        assertBytes(
                new Authentication.AuthenticationSASL(List.of("M")),
                "52 0000000b 0000000a 4d00 00");
        assertBytes(new Authentication.AuthenticationSASLContinue("r"), "52 00000009 0000000b 72");
        assertBytes(new Authentication.AuthenticationSASLFinal("v"), "52 00000009 0000000c 76");
        assertBytes(
                new BackendMessage.ReadyForQuery(TransactionStatus.IN_TRANSACTION),
                "5a 00000005 54");
        assertBytes(new BackendMessage.ParameterStatus("a", "b"), "53 00000008 6100 6200");
        assertBytes(
                new BackendMessage.BackendKeyData(CancelKey.of(258, new byte[] {9, 8, 7, 6})),
                "4b 0000000c 00000102 09080706");
        assertBytes(
                new BackendMessage.NegotiateProtocolVersion(3, 0, List.of("a")),
                "76 0000000e 00030000 00000001 6100");
        assertBytes(
                new BackendMessage.ErrorResponse(
                        MessageFields.of(Severity.ERROR, "42501", "no").withHint("h")),
                "45 00000021 53 4552524f5200 56 4552524f5200 43 343235303100 4d 6e6f00 48 6800 00");
    }

    private static void assertBytes(Outgoing message, String hex) {
        assertThat(Bytes.hex(message)).isEqualTo(hex.replace(" ", ""));
    }
}
