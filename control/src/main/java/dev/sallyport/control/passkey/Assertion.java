package dev.sallyport.control.passkey;

/**
 * What a browser says of a passkey that was just used (WebAuthn, section 5.2.2), as it came.
 *
 * @param credential which passkey, by the authenticator's own word
 * @param clientData JSON, what the browser saw
 * @param authenticatorData what the authenticator says
 * @param userHandle whose the authenticator takes it to be
 */
@SuppressWarnings("ArrayRecordComponent")
public record Assertion(
        byte[] credential,
        byte[] clientData,
        byte[] authenticatorData,
        byte[] signature,
        byte[] userHandle) {}
