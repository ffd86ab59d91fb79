package dev.sallyport.control.oidc;

/** Port: what happened is put on record. */
@FunctionalInterface
public interface OidcRecord {

    /** Returns when it is durable; whoever it is about hears nothing before. */
    void append(OidcEvent event);
}
