package dev.sallyport.provision;

import java.util.List;

/**
 * What an account can do for a database, before anything is planned.
 *
 * @param administrator the account
 * @param major PostgreSQL's major version
 * @param needs what it must be able to do, in an order in which it can be given
 * @param limits what nobody can do with this account, one sentence each
 */
public record Examination(String administrator, int major, List<Need> needs, List<String> limits) {
    public Examination {
        needs = List.copyOf(needs);
        limits = List.copyOf(limits);
    }
}
