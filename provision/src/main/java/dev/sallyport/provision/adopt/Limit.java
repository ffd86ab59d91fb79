package dev.sallyport.provision.adopt;

/**
 * Something of a database that the policy language has no words for.
 *
 * @param kind as {@code row policy}
 * @param object as SQL names it
 * @param reason why it is not told, and what becomes of it
 */
public record Limit(String kind, String object, String reason) {
    public Limit {
        object = Comments.plain(object);
        reason = Comments.plain(reason);
    }
}
