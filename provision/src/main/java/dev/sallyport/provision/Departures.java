package dev.sallyport.provision;

import java.util.List;
import java.util.Map;

/**
 * What leaving people leave behind.
 *
 * @param retired logins that nobody gets again, each with the role that has that account now; empty
 *     where it is gone
 * @param owned what our accounts own, in this database and in others
 */
record Departures(Map<String, String> retired, List<Owned> owned) {
    static final Departures NONE = new Departures(Map.of(), List.of());

    Departures {
        retired = Map.copyOf(retired);
        owned = List.copyOf(owned);
    }

    /**
     * Something an account owns.
     *
     * @param database empty for what belongs to the cluster
     * @param kind empty in another database
     */
    record Owned(String owner, String database, String kind, String name) {
        boolean isElsewhere() {
            return kind.isEmpty();
        }

        String words() {
            return isElsewhere()
                    ? "something in database `" + database + "`"
                    : kind + " `" + name + "`";
        }
    }

    List<Owned> owned(String login) {
        return owned.stream().filter(one -> one.owner().equals(login)).toList();
    }
}
