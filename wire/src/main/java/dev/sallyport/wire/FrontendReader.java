package dev.sallyport.wire;

import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Close;
import dev.sallyport.wire.FrontendMessage.CopyData;
import dev.sallyport.wire.FrontendMessage.CopyDone;
import dev.sallyport.wire.FrontendMessage.CopyFail;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Flush;
import dev.sallyport.wire.FrontendMessage.FunctionCall;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Terminate;
import java.util.ArrayList;

/** The fields of each frontend message, in the order of the protocol. */
final class FrontendReader {
    private FrontendReader() {}

    static FrontendMessage read(FrontendType type, Body body) {
        return switch (type) {
            case QUERY -> new Query(body.terminated());
            case PARSE -> parse(body);
            case BIND -> new Bind(body.name(), body.name(), body.rest());
            case DESCRIBE -> new Describe(Target.read(body), body.name());
            case EXECUTE -> new Execute(body.name(), body.integer());
            case CLOSE -> new Close(Target.read(body), body.name());
            case SYNC -> new Sync();
            case FLUSH -> new Flush();
            case TERMINATE -> new Terminate();
            case FUNCTION_CALL -> new FunctionCall(body.rest());
            case COPY_DATA -> new CopyData(body.rest());
            case COPY_DONE -> new CopyDone();
            case COPY_FAIL -> new CopyFail(body.text());
            case AUTHENTICATION_RESPONSE -> afterSignIn(body);
        };
    }

    private static Malformed afterSignIn(Body body) {
        body.rest();
        return new Malformed("authentication response after sign-in");
    }

    private static Parse parse(Body body) {
        var statement = body.name();
        var sql = body.terminated();
        var count = body.unsignedShort();
        var types = new ArrayList<Integer>();
        for (int i = 0; i < count && body.remaining() > 0; i++) {
            types.add(body.integer());
        }
        if (types.size() < count) {
            body.fail("has fewer types than it says");
        }
        return new Parse(statement, sql, types);
    }
}
