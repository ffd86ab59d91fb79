package dev.sallyport.provision.drift;

/** A membership that was granted and revoked again between two looks. */
record Flap(String xid) {
    Finding finding() {
        return new Finding(
                Seal.digest("flap\0" + xid).substring(0, 8),
                Severity.ALERT,
                "membership",
                "of a role, in transaction " + xid,
                "none",
                "granted and revoked again",
                Finding.UNKNOWN);
    }
}
