package dev.sallyport.control.signin;

import java.net.URI;
import java.util.Optional;

/**
 * Everything sign-in asks of others.
 *
 * @param publicUrl where browsers reach the control plane; without a host name in it there are no
 *     passkeys
 * @param cost of new passwords
 */
public record SignInPorts(
        DatabaseTokens tokens,
        SignInRecord record,
        SignInAlarm alarm,
        Demands demands,
        SignInKeys keys,
        Optional<URI> publicUrl,
        HashCost cost) {

    /** Of a control plane that no browser reaches. */
    public SignInPorts(
            DatabaseTokens tokens,
            SignInRecord record,
            SignInAlarm alarm,
            Demands demands,
            SignInKeys keys) {
        this(tokens, record, alarm, demands, keys, Optional.empty(), HashCost.STANDARD);
    }

    /** The same, and browsers reach it there. */
    public SignInPorts at(URI url) {
        return new SignInPorts(tokens, record, alarm, demands, keys, Optional.of(url), cost);
    }

    /** The same at another cost. */
    public SignInPorts at(HashCost other) {
        return new SignInPorts(tokens, record, alarm, demands, keys, publicUrl, other);
    }
}
