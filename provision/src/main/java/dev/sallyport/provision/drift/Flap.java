package dev.sallyport.provision.drift;

/**
 * A membership that was granted and revoked again between two looks.
 *
 * @param object which one, where the log shows what was written
 */
record Flap(String xid, String object, String who) {
    Flap by(String other) {
        return new Flap(xid, object, other);
    }

    Finding finding() {
        return new Finding(
                Seal.digest("flap\0" + xid).substring(0, 8),
                Severity.ALERT,
                "membership",
                object,
                "none",
                "granted and revoked again",
                who);
    }
}
