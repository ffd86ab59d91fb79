package dev.sallyport.control.signin;

/** A slow one-way function of passwords. */
interface PasswordHash {

    /** What is kept of a password: another text each time. */
    String of(String password);

    /** What no password matches, and costs as much to compare with as one that is kept. */
    String ofNobody();

    boolean matches(String password, String kept);
}
