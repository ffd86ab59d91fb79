package dev.sallyport.wire;

/** Where a session stands between two queries. */
public enum TransactionStatus {
    IDLE('I'),
    IN_TRANSACTION('T'),
    IN_FAILED_TRANSACTION('E');

    private final byte code;

    TransactionStatus(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static TransactionStatus read(Body body) {
        var code = body.octet();
        for (var status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        body.fail("has an unknown transaction status");
        return IN_FAILED_TRANSACTION;
    }
}
