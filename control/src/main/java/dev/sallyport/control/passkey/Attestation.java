package dev.sallyport.control.passkey;

/**
 * What a browser says of a passkey that was just made (WebAuthn, section 5.2.1), as it came.
 *
 * @param clientData JSON, what the browser saw
 * @param object CBOR, what the authenticator says
 */
@SuppressWarnings("ArrayRecordComponent")
public record Attestation(byte[] clientData, byte[] object) {}
