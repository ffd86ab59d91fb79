/** An LDAP server in memory, and how the real ones are reached. */
@NullMarked
package dev.sallyport.control.ldap;

import org.jspecify.annotations.NullMarked;
