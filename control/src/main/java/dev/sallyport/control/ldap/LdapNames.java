package dev.sallyport.control.ldap;

import java.util.stream.Stream;

/**
 * Which attributes say who somebody is; an empty name says nothing.
 *
 * @param userName the directory's name for the person, which a login is made of
 * @param name as people say it
 * @param manager holds the DN of another person
 * @param login the account at the doors, where the directory knows it
 */
public record LdapNames(
        String userName, String name, String department, String manager, String login) {

    Stream<String> all() {
        return Stream.of(userName, name, department, manager, login)
                .filter(attribute -> !attribute.isEmpty());
    }
}
