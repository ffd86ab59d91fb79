package dev.sallyport.policy;

/** A rectangle that somebody who holds the role may have opened for a while. */
public record OnRequest(Role.Rectangle opens, Span max, Approval approve) {}
