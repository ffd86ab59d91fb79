package dev.sallyport.gateway;

import javax.net.ssl.SSLContext;

/**
 * What a client meets that asks for TLS.
 *
 * @param context holds the gateway's certificate, and trusts who may issue clients theirs
 * @param clients whether clients are asked for a certificate of their own
 */
public record ServerTls(SSLContext context, ClientCertificates clients) {

    /** Whether a certificate can stand for a person. */
    public enum ClientCertificates {
        NOT_ASKED,
        /** Who shows none signs in with a secret. */
        ASKED
    }
}
