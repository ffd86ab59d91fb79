package dev.sallyport.policy.explain;

import java.util.List;

/** What was found out, for people and for programs; both say the same. */
public sealed interface Answer permits Why, WhoCan, Can, PolicyDiff {

    /** Lines without colour, the verdict first. */
    List<String> lines();

    /** One document, {@code "v":1} first. */
    String json();
}
