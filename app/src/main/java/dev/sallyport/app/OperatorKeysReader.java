package dev.sallyport.app;

import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.vault.VaultKey;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Reads where an operator's keys are: each in a file, a credential or Vault. Files are read now, so
 * that nothing finds out in the middle that one is missing or none; Vault is asked nothing yet.
 */
final class OperatorKeysReader {
    /** As Vault calls it where nobody calls it otherwise. */
    private static final String USUAL_MOUNT = "transit";

    private static final Kept SECRETS =
            new Kept(
                    Setting.SECRETS_KEY_FILE,
                    Setting.SECRETS_KEY_CREDENTIAL,
                    new InVault(
                            "secrets.key.vault.",
                            Setting.SECRETS_VAULT_ADDRESS,
                            Setting.SECRETS_VAULT_NAMESPACE,
                            Setting.SECRETS_VAULT_MOUNT,
                            Setting.SECRETS_VAULT_KEY,
                            Setting.SECRETS_VAULT_AUTHORITY,
                            Setting.SECRETS_VAULT_TOKEN_FILE,
                            Setting.SECRETS_VAULT_TOKEN_CREDENTIAL));
    private static final Kept FORMER =
            new Kept(
                    Setting.SECRETS_FORMER_FILE,
                    Setting.SECRETS_FORMER_CREDENTIAL,
                    new InVault(
                            "secrets.former_key.vault.",
                            Setting.FORMER_VAULT_ADDRESS,
                            Setting.FORMER_VAULT_NAMESPACE,
                            Setting.FORMER_VAULT_MOUNT,
                            Setting.FORMER_VAULT_KEY,
                            Setting.FORMER_VAULT_AUTHORITY,
                            Setting.FORMER_VAULT_TOKEN_FILE,
                            Setting.FORMER_VAULT_TOKEN_CREDENTIAL));
    private static final Kept BACKUP =
            new Kept(
                    Setting.BACKUP_KEY_FILE,
                    Setting.BACKUP_KEY_CREDENTIAL,
                    new InVault(
                            "backup.key.vault.",
                            Setting.BACKUP_VAULT_ADDRESS,
                            Setting.BACKUP_VAULT_NAMESPACE,
                            Setting.BACKUP_VAULT_MOUNT,
                            Setting.BACKUP_VAULT_KEY,
                            Setting.BACKUP_VAULT_AUTHORITY,
                            Setting.BACKUP_VAULT_TOKEN_FILE,
                            Setting.BACKUP_VAULT_TOKEN_CREDENTIAL));

    private final ConfigValues values;
    private final SecretReader secrets;

    OperatorKeysReader(ConfigValues values, Map<String, String> environment) {
        this.values = values;
        this.secrets = new SecretReader(values, environment);
    }

    /** What may be written of one key. */
    private record Kept(Setting file, Setting credential, InVault vault) {}

    private record InVault(
            String section,
            Setting address,
            Setting namespace,
            Setting mount,
            Setting key,
            Setting authority,
            Setting tokenFile,
            Setting tokenCredential) {}

    ServerConfig.OperatorKeys keys() {
        return new ServerConfig.OperatorKeys(read(SECRETS), read(FORMER), read(BACKUP));
    }

    /**
     * That of backups alone: where a server is lost, much of what its configuration names is too.
     *
     * @throws Refused SP7220 where the configuration names none; with every mistake in what it says
     */
    static MasterKey ofBackups(Path config, Map<String, String> environment) {
        ConfigValues values = new ConfigValues(config, environment);
        Optional<KeyReference> key = new OperatorKeysReader(values, environment).read(BACKUP);
        if (!values.problems().isEmpty()) {
            throw new Refused(values.problems());
        }
        return key.map(OperatorKey::of)
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        ProblemCode.SP7220,
                                        "`" + config + "` names no key of backups",
                                        "write `backup: {key: …}` into it, or give `--key FILE`")));
    }

    private Optional<KeyReference> read(Kept kept) {
        Optional<PasswordReference> place = secrets.read(kept.file(), kept.credential());
        Setting named = values.isWritten(kept.file()) ? kept.file() : kept.credential();
        place.ifPresent(one -> values.placed(named, () -> OperatorKey.of(one)));
        if (!values.isWritten(kept.vault().section())) {
            return place.map(KeyReference.InPlace::new);
        }
        if (place.isPresent()) {
            values.add(
                    named,
                    ProblemCode.SP1003,
                    "the key is in a file and in Vault",
                    "name one place of it: `file`, `credential` or `vault`");
        }
        return Optional.of(new KeyReference.InVault(inVault(kept.vault())));
    }

    private VaultKey inVault(InVault vault) {
        values.otherwise(vault.mount(), USUAL_MOUNT);
        values.required(vault.key(), "name a key of the transit engine");
        return new VaultKey(
                address(vault.address()),
                word(vault.namespace(), VaultKey::isPath),
                word(vault.mount(), VaultKey::isPath).orElse(USUAL_MOUNT),
                word(vault.key(), VaultKey::isName).orElse(""),
                values.path(vault.authority()).flatMap(file -> trusting(vault.authority(), file)),
                token(vault)::read);
    }

    private URI address(Setting setting) {
        String instead = "write `https://HOST:PORT`";
        String text = values.required(setting, instead);
        Optional<URI> address =
                ConfigValues.address(text).filter(one -> one.getRawPath().matches("/?"));
        if (!text.isEmpty() && address.isEmpty()) {
            values.wrong(setting, "is no address of a server", instead);
        } else if (address.isPresent() && !address.get().getScheme().equals("https")) {
            values.add(
                    setting,
                    ProblemCode.SP6014,
                    "the token and keys would cross the network in the clear",
                    instead);
        }
        return address.orElse(URI.create("https://localhost"));
    }

    private Optional<String> word(Setting setting, Predicate<String> fits) {
        Optional<String> word = values.text(setting).filter(text -> !text.isBlank());
        if (word.isPresent() && !fits.test(word.get())) {
            values.wrong(setting, "is no name that Vault has", "write it as `vault` prints it");
        }
        return word;
    }

    private Optional<SSLContext> trusting(Setting setting, Path authority) {
        try {
            return Optional.of(PemIdentity.trusting(authority));
        } catch (IOException | GeneralSecurityException | Refused e) {
            values.add(
                    setting,
                    ProblemCode.SP6012,
                    "`" + authority + "` holds no certificates or cannot be read",
                    "name PEM certificates that the server's is signed by");
            return Optional.empty();
        }
    }

    private PasswordReference token(InVault vault) {
        return secrets.read(vault.tokenFile(), vault.tokenCredential())
                .orElseGet(() -> {
                    values.add(
                            vault.address(),
                            ProblemCode.SP1003,
                            "nothing says where the token for Vault stands",
                            "name one below `"
                                    + vault.section()
                                    + "token`: `file` or `credential`");
                    return new PasswordReference.InVariable("", Map.of());
                });
    }
}
