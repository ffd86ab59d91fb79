/**
 * A key of an operator's in HashiCorp Vault or OpenBao, which seals and opens data keys there.
 *
 * <p>Exports: {@link dev.sallyport.app.vault.Transit}, {@link dev.sallyport.app.vault.VaultKey}.
 */
@NullMarked
package dev.sallyport.app.vault;

import org.jspecify.annotations.NullMarked;
