package dev.sallyport.control.signin;

/** Port: what happened is put on record. */
@FunctionalInterface
public interface SignInRecord {

    /** Returns when it is durable; whoever it is about hears nothing before. */
    void append(SignInEvent event);
}
