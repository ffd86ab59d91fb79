package dev.sallyport.control.ldap;

import java.util.List;

/** How a kind of LDAP server says what we ask; a configuration may name other attributes. */
public enum LdapLayout {
    /** Microsoft's, and Samba's. */
    ACTIVE_DIRECTORY(
            "(&(objectCategory=person)(objectClass=user))", "(objectClass=group)", "objectGUID"),
    /** OpenLDAP's, and of others that keep {@code entryUUID} (RFC 4530). */
    OPENLDAP(
            "(objectClass=inetOrgPerson)",
            "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))",
            "entryUUID");

    private final String people;
    private final String groups;
    private final String id;

    LdapLayout(String people, String groups, String id) {
        this.people = people;
        this.groups = groups;
        this.id = id;
    }

    /** The filter that finds people (RFC 4515). */
    public String people() {
        return people;
    }

    /** The filter that finds groups (RFC 4515). */
    public String groups() {
        return groups;
    }

    /** What people are called by. */
    public LdapNames names() {
        return switch (this) {
            case ACTIVE_DIRECTORY ->
                    new LdapNames("userPrincipalName", "displayName", "department", "manager", "");
            case OPENLDAP -> new LdapNames("uid", "cn", "departmentNumber", "manager", "");
        };
    }

    /** Stays the same whatever an entry is called. */
    String id() {
        return id;
    }

    /** Says whether the account may be used; the first one is always there, where it is needed. */
    List<String> standing() {
        return switch (this) {
            case ACTIVE_DIRECTORY -> List.of("userAccountControl", "accountExpires");
            case OPENLDAP -> List.of("pwdAccountLockedTime");
        };
    }
}
