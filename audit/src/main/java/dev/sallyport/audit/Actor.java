package dev.sallyport.audit;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who acts in one session, why and from where, encoded once so that each of its events copies it.
 *
 * <p>A purpose is the policy's word with its HL7 PurposeOfUse code.
 */
public final class Actor {
    private final String session;
    private final String person;
    private final byte[] json;

    /**
     * A purpose as the policy calls it, and its HL7 PurposeOfUse code.
     *
     * @param beside what was said with it, as {@code ticket}; a reason stands as {@code because}
     */
    public record Purpose(String name, String code, SortedMap<String, String> beside) {
        public Purpose {
            beside = Collections.unmodifiableSortedMap(new TreeMap<>(beside));
        }

        public Purpose(String name, String code) {
            this(name, code, Collections.emptySortedMap());
        }

        /** Keys in their order, since the bytes are canonical. */
        private String json() {
            SortedMap<String, String> why = new TreeMap<>();
            // Another key than that of an end's reason: people search the record by key.
            beside.forEach((key, value) ->
                    why.put(key.equals("reason") ? "because" : key, Json.quoted(value)));
            why.put("pou", Json.name(code));
            why.put("purpose", Json.name(name));
            return why.entrySet().stream()
                    .map(entry -> Json.name(entry.getKey()) + ":" + entry.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    /**
     * @param session unique for the life of the log; joins the events of one session
     * @param address the client's address as text
     */
    public Actor(
            String session,
            String person,
            List<String> roles,
            Purpose purpose,
            String database,
            String address) {
        this.session = session;
        this.person = person;
        this.json =
                Json.utf8(
                        "\"actor\":{\"sub\":%s,\"roles\":%s,\"sess\":%s},\"src\":{\"addr\":%s},"
                                        .formatted(
                                                Json.name(person),
                                                Json.names(roles),
                                                Json.name(session),
                                                Json.name(address))
                                + "\"dst\":{\"db\":%s},\"why\":%s"
                                        .formatted(Json.name(database), purpose.json()));
    }

    public String session() {
        return session;
    }

    public String person() {
        return person;
    }

    byte[] json() {
        return json;
    }
}
