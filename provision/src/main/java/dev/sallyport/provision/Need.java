package dev.sallyport.provision;

/**
 * Something the administrator of a database must be able to do.
 *
 * @param what in a few words
 * @param met whether it can
 * @param gives the statement that lets it, for somebody who may run it
 */
public record Need(String what, boolean met, String gives) {}
