package dev.sallyport.control.directory;

import java.util.List;

/**
 * A login of the database server that was there without us, as the server tells of it.
 *
 * @param powers what it may do beside its grants, as PostgreSQL writes them
 * @param memberOf native roles, by name
 * @param sessions how many are open
 */
public record DatabaseLogin(
        Id id,
        boolean mayLogIn,
        List<String> powers,
        List<String> memberOf,
        int sessions,
        Reach reach) {

    /**
     * Which login it is.
     *
     * @param number the server's: a login made anew under the name has another
     */
    public record Id(String name, long number) {}

    /** Whether we could keep somebody from logging in by it. */
    public enum Reach {
        SHUTTABLE,
        OUT_OF_REACH,
        /** The one that was there before all others, and nobody's alone. */
        FIRST_SUPERUSER
    }

    public DatabaseLogin {
        powers = List.copyOf(powers);
        memberOf = List.copyOf(memberOf);
    }

    public String name() {
        return id.name();
    }
}
