package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLSocketVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Takes no certificate but one for the name that was dialled (RFC 4513 section 3.1.3). */
final class ServerName extends SSLSocketVerifier {
    private final SSLSocketVerifier verifier = new HostNameSSLSocketVerifier(true);

    @Override
    public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
        try {
            verifier.verifySSLSocket(host, port, socket);
        } catch (LDAPException other) {
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR,
                    "another server",
                    new SSLPeerUnverifiedException("another server"));
        }
    }
}
