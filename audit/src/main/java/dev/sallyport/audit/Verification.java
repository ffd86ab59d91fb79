package dev.sallyport.audit;

/** What a verifier found in a folder. */
public sealed interface Verification {

    /** Where the verification key came from: one found beside the log proves little by itself. */
    enum KeySource {
        /** Handed in, so kept where the log's keeper cannot change it. */
        GIVEN,
        /** The folder's own: whoever can write the folder can replace the log and this key. */
        FOLDER
    }

    /**
     * Every byte is as it was written. This does not prove that the log is the newest: who holds
     * the folder can put an older, validly signed state back.
     *
     * @param events all events, sealed or not
     * @param checkpointSize how many of them the last checkpoint covers
     * @param root base64 of that checkpoint's root hash
     * @param unsealed events behind the last checkpoint: checksummed and chained, not signed
     * @param tornBytes of an event a crash left unfinished; it was never acknowledged
     */
    record Intact(
            long events,
            long checkpointSize,
            String root,
            String vkey,
            KeySource keySource,
            long unsealed,
            long tornBytes)
            implements Verification {}

    /**
     * Something was changed, removed or added.
     *
     * @param event index of the first event that is wrong, missing or without proof
     */
    record Broken(long event, String what) implements Verification {}

    /** Nothing can be said: no log is there, it cannot be read, or no key is at hand. */
    record Incomplete(String what) implements Verification {}
}
