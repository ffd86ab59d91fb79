package dev.sallyport.provision;

import java.util.List;

/**
 * A role of the server that is neither PostgreSQL's nor ours, as somebody may log in by.
 *
 * @param powers what it may do beside its grants, as PostgreSQL writes them
 * @param memberOf by name
 * @param sessions how many are open
 */
public record ServerLogin(
        Id id,
        boolean mayLogIn,
        List<String> powers,
        List<String> memberOf,
        int sessions,
        Reach reach) {

    /**
     * Which role it is: one that is made anew under the name is another.
     *
     * @param number its oid
     */
    public record Id(String name, long number) {}

    /** Whether we could keep somebody from logging in by it. */
    public enum Reach {
        SHUTTABLE,
        OUT_OF_REACH,
        /** The one that was there before all others, and nobody's alone. */
        FIRST_SUPERUSER
    }

    public ServerLogin {
        powers = List.copyOf(powers);
        memberOf = List.copyOf(memberOf);
    }
}
