package dev.sallyport.control.signin;

import java.net.URI;
import java.util.Optional;

/**
 * Everything sign-in asks of others.
 *
 * @param publicUrl where browsers reach the control plane; without a host name in it there are no
 *     passkeys
 */
public record SignInPorts(
        DatabaseTokens tokens,
        SignInRecord record,
        SignInAlarm alarm,
        Demands demands,
        SignInKeys keys,
        Optional<URI> publicUrl) {

    /** Of a control plane that no browser reaches. */
    public SignInPorts(
            DatabaseTokens tokens,
            SignInRecord record,
            SignInAlarm alarm,
            Demands demands,
            SignInKeys keys) {
        this(tokens, record, alarm, demands, keys, Optional.empty());
    }

    /** The same, and browsers reach it there. */
    public SignInPorts at(URI url) {
        return new SignInPorts(tokens, record, alarm, demands, keys, Optional.of(url));
    }
}
