package dev.sallyport.provision.drift;

import java.util.Locale;

/** What a fact is about; names are those the queries give. */
enum FactKind {
    ROLE,
    COMMENT,
    MEMBER,
    SETTING,
    GRANT,
    DEFAULTS,
    RELATION,
    ROW_SECURITY,
    COLUMN,
    POLICY,
    TRIGGER,
    RULE,
    CONSTRAINT,
    UNIQUE_INDEX,
    REPLICA_IDENTITY,
    CAST,
    SYSTEM_RELATION,
    SCHEMA,
    FUNCTION,
    TYPE,
    LANGUAGE,
    EXTENSION,
    EXTENSION_MEMBERS,
    EVENT_TRIGGER,
    FOREIGN_DATA_WRAPPER,
    SERVER,
    USER_MAPPING,
    LARGE_OBJECT,
    PUBLICATION,
    SUBSCRIPTION,
    SECURITY_LABEL,
    DATABASE,
    TABLESPACE,
    SLOT,
    CONFIGURATION,
    HELD,
    ATTRIBUTE,
    MADE,
    /** Which catalogs were read, and of which server; other readings of them are not compared. */
    READ,
    /** What the account that looked may not read. */
    UNSEEN;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Rows nobody writes without meaning to, so that even an unchanged one tells of a hand. */
    boolean tellsATouch() {
        return this == ROLE || this == SYSTEM_RELATION;
    }
}
