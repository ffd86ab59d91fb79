/**
 * The record: canonical event bytes, a Merkle tree over them, signed checkpoints, one writer, an
 * offline verifier. Does not decide, does not speak to a database, does not see literals or rows.
 *
 * <p>Exports: {@link dev.sallyport.audit.AuditLog}, {@link dev.sallyport.audit.AuditKey}, {@link
 * dev.sallyport.audit.AuditEvent}, {@link dev.sallyport.audit.Actor}, {@link
 * dev.sallyport.audit.StatementText}, {@link dev.sallyport.audit.Subjects}, {@link
 * dev.sallyport.audit.Pseudonym}, {@link dev.sallyport.audit.Pseudonyms}, {@link
 * dev.sallyport.audit.Outcome}, {@link dev.sallyport.audit.AuditUnavailable}, {@link
 * dev.sallyport.audit.LogVerifier}, {@link dev.sallyport.audit.Verification}, {@link
 * dev.sallyport.audit.LogReader}, {@link dev.sallyport.audit.Counted}, {@link
 * dev.sallyport.audit.ExportEvent}.
 */
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
