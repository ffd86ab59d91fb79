/**
 * The policy language: one folder that says who may see what, why, and until when. Reads a folder
 * once, then decides without I/O and without a clock of its own; writes no SQL.
 *
 * <p>Exports: {@link dev.sallyport.policy.PolicyReader}, {@link
 * dev.sallyport.policy.DirectoryReader}, {@link dev.sallyport.policy.DirectoryWriter}, {@link
 * dev.sallyport.policy.FolderReading}, {@link dev.sallyport.policy.Logins}, {@link
 * dev.sallyport.policy.Policy}, {@link dev.sallyport.policy.Entitlements}, {@link
 * dev.sallyport.policy.PolicyEngine}, {@link dev.sallyport.policy.PolicyTests}, {@link
 * dev.sallyport.policy.Words}, and {@link dev.sallyport.policy.KeyedFile}, for a file as strict
 * that is no policy. What a policy means for people is in {@code dev.sallyport.policy.explain}.
 */
@NullMarked
package dev.sallyport.policy;

import org.jspecify.annotations.NullMarked;
