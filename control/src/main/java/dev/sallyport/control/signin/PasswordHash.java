package dev.sallyport.control.signin;

/** A slow one-way function of passwords. */
interface PasswordHash {

    /** What is kept of a password: another text each time. */
    String of(String password);

    boolean matches(String password, String kept);
}
