package dev.sallyport.provision;

/**
 * What a plan gives to or takes from one person.
 *
 * @param login whose
 * @param what in a few words
 */
public record Effect(String login, String what) {}
