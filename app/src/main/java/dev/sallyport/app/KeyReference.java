package dev.sallyport.app;

import dev.sallyport.app.vault.VaultKey;

/** Where a key of the operator's is; never the key. */
sealed interface KeyReference {
    /** In a file or a credential of systemd. */
    record InPlace(PasswordReference place) implements KeyReference {}

    /** In Vault, which never gives it out. */
    record InVault(VaultKey key) implements KeyReference {}
}
