package dev.sallyport.control.signin;

/** Whether a login has signed in from a source before, not too long ago. */
enum Familiarity {
    KNOWN_HERE,
    NEW_HERE
}
