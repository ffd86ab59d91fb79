package dev.sallyport.audit;

import java.util.List;

/**
 * Who acts in one session, why and from where, encoded once so that each of its events copies it.
 *
 * <p>A purpose is the policy's word with its HL7 PurposeOfUse code.
 */
public final class Actor {
    private final String session;
    private final String person;
    private final byte[] json;

    /** A purpose as the policy calls it, and its HL7 PurposeOfUse code. */
    public record Purpose(String name, String code) {}

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
                                + "\"dst\":{\"db\":%s},\"why\":{\"pou\":%s,\"purpose\":%s}"
                                        .formatted(
                                                Json.name(database),
                                                Json.name(purpose.code()),
                                                Json.name(purpose.name())));
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
