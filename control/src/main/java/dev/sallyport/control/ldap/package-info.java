/**
 * Reads who works here from an LDAP directory, whole or not at all, and has the directory of people
 * say the same. Knows {@link dev.sallyport.control.directory} and nothing of the rest.
 *
 * <p>Exports: {@link dev.sallyport.control.ldap.LdapSettings} and {@link
 * dev.sallyport.control.ldap.LdapLayout} to whoever runs a control plane, and {@link
 * dev.sallyport.control.ldap.LdapRounds} to whoever wants a round now.
 */
@NullMarked
package dev.sallyport.control.ldap;

import org.jspecify.annotations.NullMarked;
