/**
 * The database door: from a policy and who holds what to native roles, views and row policies of
 * PostgreSQL, by way of a plan. Does not decide anything at run time; the database does.
 *
 * <p>Exports: {@link dev.sallyport.provision.Provisioner}, {@link
 * dev.sallyport.provision.TargetDatabase}, {@link dev.sallyport.provision.AccountSecrets}, {@link
 * dev.sallyport.provision.PlanReading}, {@link dev.sallyport.provision.Plan}, {@link
 * dev.sallyport.provision.Effect}, {@link dev.sallyport.provision.Applied}, {@link
 * dev.sallyport.provision.EnforcementTable}, {@link dev.sallyport.provision.Ruling}, {@link
 * dev.sallyport.provision.Enforcement}.
 */
@NullMarked
package dev.sallyport.provision;

import org.jspecify.annotations.NullMarked;
