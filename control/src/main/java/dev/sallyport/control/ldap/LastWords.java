package dev.sallyport.control.ldap;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What LDAP said last of whether each account may be used. */
final class LastWords {
    private final JdbcClient state;

    LastWords(JdbcClient state) {
        this.state = state;
    }

    Map<UUID, Boolean> all() {
        Map<UUID, Boolean> words = new HashMap<>();
        state.sql("SELECT person, active FROM ldap_word")
                .query(row -> {
                    words.put(row.getObject(1, UUID.class), row.getBoolean(2));
                });
        return words;
    }

    void keep(UUID person, boolean active) {
        state.sql(
                        "INSERT INTO ldap_word (person, active) VALUES (:person, :active)"
                                + " ON CONFLICT (person) DO UPDATE SET active = excluded.active")
                .param("person", person)
                .param("active", active)
                .update();
    }
}
