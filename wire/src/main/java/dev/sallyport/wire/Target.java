package dev.sallyport.wire;

/** What a Describe or Close is about. */
public enum Target {
    STATEMENT('S'),
    PORTAL('P');

    private final byte code;

    Target(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Target read(Body body) {
        var code = body.octet();
        if (code != STATEMENT.code && code != PORTAL.code) {
            body.fail("is about neither a statement nor a portal");
        }
        return code == PORTAL.code ? PORTAL : STATEMENT;
    }
}
