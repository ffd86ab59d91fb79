package dev.sallyport.wire;

import dev.sallyport.wire.Authentication.AuthenticationCleartextPassword;
import dev.sallyport.wire.Authentication.AuthenticationMD5Password;
import dev.sallyport.wire.Authentication.AuthenticationOk;
import dev.sallyport.wire.Authentication.AuthenticationSASL;
import dev.sallyport.wire.Authentication.AuthenticationSASLContinue;
import dev.sallyport.wire.Authentication.AuthenticationSASLFinal;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/** One of each message, for the facts that hold of all. */
final class Messages {
    private static final CancelKey LONG_KEY = CancelKey.random(7, 256, new Random(7));

    private Messages() {}

    static List<FrontendMessage> frontend() {
        return List.of(
                FrontendMessage.Query.of("select 'é'"),
                FrontendMessage.Query.of(""),
                new FrontendMessage.Parse("s1", Bytes.text("select $1"), List.of(23, 0, -1)),
                new FrontendMessage.Parse("", Bytes.text(""), List.of()),
                new FrontendMessage.Bind("é", "s1", Bytes.hex("0000 0001 00000001 61 0000")),
                new FrontendMessage.Describe(Target.STATEMENT, "s1"),
                new FrontendMessage.Describe(Target.PORTAL, ""),
                new FrontendMessage.Execute("p", 50),
                new FrontendMessage.Execute("", 0),
                new FrontendMessage.Close(Target.PORTAL, "p"),
                new FrontendMessage.Sync(),
                new FrontendMessage.Flush(),
                new FrontendMessage.Terminate(),
                new FrontendMessage.FunctionCall(Bytes.hex("00000801 0000 0000 0000")),
                new FrontendMessage.CopyData(Bytes.text("1\tone\n")),
                new FrontendMessage.CopyDone(),
                new FrontendMessage.CopyFail("no more"));
    }

    static List<BackendMessage> backend() {
        var error =
                MessageFields.of(Severity.ERROR, "42501", "refused")
                        .withDetail("20-roles.yaml:31")
                        .withHint("ask for access")
                        .with('?', "of a later version");
        return List.of(
                new AuthenticationOk(),
                new AuthenticationCleartextPassword(),
                new AuthenticationMD5Password(0x01020304),
                new AuthenticationSASL(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")),
                new AuthenticationSASLContinue("r=a,s=b,i=4096"),
                new AuthenticationSASLFinal("v=abc"),
                new ParameterStatus("client_encoding", "UTF8"),
                new BackendKeyData(CancelKey.of(42, new byte[] {1, 2, 3, 4})),
                new BackendKeyData(LONG_KEY),
                new ReadyForQuery(TransactionStatus.IDLE),
                new ReadyForQuery(TransactionStatus.IN_TRANSACTION),
                new ReadyForQuery(TransactionStatus.IN_FAILED_TRANSACTION),
                new CommandComplete("SELECT 5"),
                new ErrorResponse(error),
                new NoticeResponse(new MessageFields(List.of())),
                new NegotiateProtocolVersion(3, 0, List.of("_pq_.new", "_pq_.newer")));
    }

    static List<StartupPacket> startup() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("user", "nora");
        parameters.put("database", "ehr");
        parameters.put("_pq_.new", "");
        parameters.put("application_name", "psql");
        return List.of(
                new StartupPacket.SslRequest(),
                new StartupPacket.GssEncRequest(),
                new StartupPacket.CancelRequest(CancelKey.of(1, new byte[] {1, 2, 3, 4})),
                new StartupPacket.CancelRequest(LONG_KEY),
                new StartupPacket.Startup(3, 2, parameters));
    }
}
