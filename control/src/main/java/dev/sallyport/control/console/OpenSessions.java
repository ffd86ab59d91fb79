package dev.sallyport.control.console;

import java.util.List;

/** Port: who is signed in at the gateway now. Safe from any thread. */
public interface OpenSessions {

    /** Where there is no gateway. */
    OpenSessions NONE =
            new OpenSessions() {
                @Override
                public List<OpenSession> all() {
                    return List.of();
                }

                @Override
                public void end(String id, String by, String reason) {}
            };

    /** In any order, without those that end meanwhile. */
    List<OpenSession> all();

    /**
     * Ends one, and tells its client by whom and why; one that has ended is ended.
     *
     * @param by whose word it is
     */
    void end(String id, String by, String reason);
}
