package dev.sallyport.control.passkey;

/**
 * A passkey as it has to be kept.
 *
 * @param id by the authenticator's own word, 16 to 1023 bytes
 * @param kept what {@link Ceremonies} needs to recognise it again; holds no secret
 * @param signCount how often it has signed, where the authenticator counts; else 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Credential(byte[] id, byte[] kept, long signCount) {}
