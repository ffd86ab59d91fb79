/**
 * What a policy means for people, in words and as JSON: why somebody may or may not, who can, what
 * somebody can, and who gains or loses by a change. Decides nothing itself; {@link
 * dev.sallyport.policy.PolicyEngine} does.
 *
 * <p>Exports: {@link dev.sallyport.policy.explain.Explanations}, {@link
 * dev.sallyport.policy.explain.Asked}, {@link dev.sallyport.policy.explain.PolicyDiff}.
 */
@NullMarked
package dev.sallyport.policy.explain;

import org.jspecify.annotations.NullMarked;
