package dev.sallyport.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key of a server's configuration; what is written nowhere has its default. */
enum Setting {
    VERSION("version"),
    ROLE("role", "gateway"),
    DATA("data", "data"),
    ENVIRONMENT("environment"),
    POLICY("policy"),
    PEOPLE("people"),
    RECORD_FOLDER("record.folder"),
    RECORD_NAME("record.name", "sallyport.example"),
    SECRETS_KEY_FILE("secrets.key.file"),
    SECRETS_KEY_CREDENTIAL("secrets.key.credential"),
    SECRETS_VAULT_ADDRESS("secrets.key.vault.address"),
    SECRETS_VAULT_NAMESPACE("secrets.key.vault.namespace"),
    SECRETS_VAULT_MOUNT("secrets.key.vault.mount"),
    SECRETS_VAULT_KEY("secrets.key.vault.key"),
    SECRETS_VAULT_AUTHORITY("secrets.key.vault.authority"),
    SECRETS_VAULT_TOKEN_FILE("secrets.key.vault.token.file"),
    SECRETS_VAULT_TOKEN_CREDENTIAL("secrets.key.vault.token.credential"),
    SECRETS_FORMER_FILE("secrets.former_key.file"),
    SECRETS_FORMER_CREDENTIAL("secrets.former_key.credential"),
    FORMER_VAULT_ADDRESS("secrets.former_key.vault.address"),
    FORMER_VAULT_NAMESPACE("secrets.former_key.vault.namespace"),
    FORMER_VAULT_MOUNT("secrets.former_key.vault.mount"),
    FORMER_VAULT_KEY("secrets.former_key.vault.key"),
    FORMER_VAULT_AUTHORITY("secrets.former_key.vault.authority"),
    FORMER_VAULT_TOKEN_FILE("secrets.former_key.vault.token.file"),
    FORMER_VAULT_TOKEN_CREDENTIAL("secrets.former_key.vault.token.credential"),
    BACKUP_KEY_FILE("backup.key.file"),
    BACKUP_KEY_CREDENTIAL("backup.key.credential"),
    BACKUP_VAULT_ADDRESS("backup.key.vault.address"),
    BACKUP_VAULT_NAMESPACE("backup.key.vault.namespace"),
    BACKUP_VAULT_MOUNT("backup.key.vault.mount"),
    BACKUP_VAULT_KEY("backup.key.vault.key"),
    BACKUP_VAULT_AUTHORITY("backup.key.vault.authority"),
    BACKUP_VAULT_TOKEN_FILE("backup.key.vault.token.file"),
    BACKUP_VAULT_TOKEN_CREDENTIAL("backup.key.vault.token.credential"),
    LISTEN_ADDRESS("listen.address", "127.0.0.1"),
    LISTEN_PORT("listen.port", "15432"),
    LISTEN_CERTIFICATE("listen.certificate"),
    LISTEN_KEY("listen.key"),
    LISTEN_CLIENTS("listen.clients"),
    LISTEN_PLAINTEXT("listen.plaintext", "loopback"),
    LISTEN_BROWSER("listen.browser_sign_in", "false"),
    MANAGEMENT_ADDRESS("management.address", "127.0.0.1"),
    MANAGEMENT_PORT("management.port"),
    CONTROL_ADDRESS("control.address", "127.0.0.1"),
    CONTROL_PORT("control.port", "8443"),
    CONTROL_PUBLIC_URL("control.public_url"),
    GATEWAY_HOST("control.gateway.host"),
    GATEWAY_PORT("control.gateway.port", "15432"),
    GATEWAY_AUTHORITY("control.gateway.authority"),
    FOLLOW_URL("follow.url"),
    FOLLOW_AUTHORITY("follow.authority"),
    FOLLOW_TOKEN_FILE("follow.token.file"),
    FOLLOW_TOKEN_CREDENTIAL("follow.token.credential"),
    FOLLOW_APART("follow.apart", "7200s"),
    LDAP_SERVERS("control.ldap.servers"),
    LDAP_AUTHORITY("control.ldap.authority"),
    LDAP_PLAINTEXT("control.ldap.plaintext", "nobody"),
    LDAP_LAYOUT("control.ldap.layout", "openldap"),
    LDAP_ACCOUNT("control.ldap.account"),
    LDAP_PASSWORD_FILE("control.ldap.password.file"),
    LDAP_PASSWORD_ENVIRONMENT("control.ldap.password.environment"),
    LDAP_PASSWORD_CREDENTIAL("control.ldap.password.credential"),
    LDAP_PEOPLE_BASE("control.ldap.people.base"),
    LDAP_PEOPLE_FILTER("control.ldap.people.filter"),
    LDAP_GROUPS_BASE("control.ldap.groups.base"),
    LDAP_GROUPS_FILTER("control.ldap.groups.filter"),
    LDAP_USER_NAME("control.ldap.names.user_name"),
    LDAP_NAME("control.ldap.names.name"),
    LDAP_DEPARTMENT("control.ldap.names.department"),
    LDAP_MANAGER("control.ldap.names.manager"),
    LDAP_LOGIN("control.ldap.names.login"),
    LDAP_EVERY("control.ldap.every", "300s"),
    LDAP_LEAVERS_PERCENT("control.ldap.leavers.percent", "10"),
    LDAP_LEAVERS_LEAST("control.ldap.leavers.least", "5"),
    OIDC_ISSUER("control.oidc.issuer"),
    OIDC_CLIENT("control.oidc.client_id"),
    OIDC_SECRET_FILE("control.oidc.secret.file"),
    OIDC_SECRET_ENVIRONMENT("control.oidc.secret.environment"),
    OIDC_SECRET_CREDENTIAL("control.oidc.secret.credential"),
    OIDC_PUBLIC_URL("control.oidc.public_url"),
    OIDC_AUTHORITY("control.oidc.authority"),
    OIDC_HOSTS("control.oidc.hosts"),
    OIDC_SCOPE("control.oidc.scope"),
    OIDC_PERSON("control.oidc.person"),
    OIDC_ACR("control.oidc.acr"),
    OIDC_AMR("control.oidc.amr"),
    OIDC_MAX_AGE("control.oidc.max_age"),
    OIDC_GROUPS_CLAIM("control.oidc.groups_claim"),
    TARGET_HOSTS("target.hosts"),
    TARGET_SESSION_ATTRS("target.session_attrs", "read-write"),
    TARGET_TLS("target.tls", "verify-full"),
    TARGET_AUTHORITY("target.authority"),
    TARGET_PLAINTEXT("target.plaintext", "loopback"),
    TARGET_ACCOUNTS("target.accounts", "scram"),
    TARGET_ADMINISTRATOR("target.administrator"),
    PASSWORD_FILE("target.password.file"),
    PASSWORD_ENVIRONMENT("target.password.environment"),
    PASSWORD_CREDENTIAL("target.password.credential"),
    LIMITS_LOOPS("limits.loops"),
    LIMITS_HANDSHAKE("limits.handshake", "15s"),
    LIMITS_PATIENCE("limits.patience", "10s"),
    LIMITS_WARM("limits.warm", "10");

    /** Of the variables that stand in for a key of the file. */
    static final String PREFIX = "SALLYPORT_";

    private final String key;
    private final Optional<String> fallback;

    Setting(String key) {
        this.key = key;
        this.fallback = Optional.empty();
    }

    Setting(String key, String fallback) {
        this.key = key;
        this.fallback = Optional.of(fallback);
    }

    String key() {
        return key;
    }

    /** Empty where it is required, follows from another or is nothing at all. */
    Optional<String> fallback() {
        return fallback;
    }

    /** The variable that comes before the file: {@code SALLYPORT_LISTEN_PORT}. */
    String variable() {
        return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** A section whose keys are databases of the policy. */
    static final String DATABASES = "target.databases.";

    /** A section whose keys are values of the provider's claim. */
    static final String OIDC_GROUPS = "control.oidc.groups.";

    /** A section whose keys are attributes that the policy's scopes ask about. */
    static final String LDAP_ATTRIBUTES = "control.ldap.attributes.";

    static final List<String> SECTIONS = List.of(DATABASES, OIDC_GROUPS, LDAP_ATTRIBUTES);

    /** A section of platforms, each under a name of the operator's choice. */
    static final String WORKLOADS = "workloads.";

    /** What is said of each platform. */
    static final List<String> OF_A_WORKLOAD =
            Stream.of("issuer", "audience", "jwks", "authority")
                    .map(key -> WORKLOADS + "*." + key)
                    .toList();

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
