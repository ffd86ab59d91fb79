package dev.sallyport.control.directory;

import java.util.Locale;

/** Who tells us of somebody, and by that may change what is told of them. */
public enum Source {
    /** An identity provider, over SCIM. */
    SCIM,
    /** A table that an operator imports. */
    CSV,
    /** An LDAP directory that we read. */
    LDAP;

    /** As the record, the database and commands write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Source of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Whether this source may change whom another one keeps. An identity provider names people by
     * the id that we gave it, so it takes over whom a table told of first; nobody else takes over.
     */
    boolean mayChange(Source keeper) {
        return this == keeper || (this == SCIM && keeper == CSV);
    }
}
