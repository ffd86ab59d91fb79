package dev.sallyport.gateway;

import dev.sallyport.wire.BackendMessage.ParameterStatus;
import org.jspecify.annotations.Nullable;

/**
 * Whether the names a client gives are the same to the database. Beyond ASCII they are that only
 * where all speak UTF-8: else other letters, or as many of them as the database keeps, make another
 * name of it. Confined to the session's event loop.
 */
final class NameLetters {
    private static final String UTF8 = "UTF8";
    private static final String CLIENTS = "client_encoding";
    private static final int ASCII = 0x7f;

    /** For good: a transaction that is undone may bring a former encoding back unseen. */
    private boolean changed;

    void reported(ParameterStatus status) {
        changed |= status.name().equals(CLIENTS) && !status.value().equals(UTF8);
    }

    boolean areClear(String name, @Nullable Account account) {
        return isAscii(name)
                || (!changed
                        && account != null
                        && UTF8.equals(account.settings().get(CLIENTS))
                        && UTF8.equals(account.settings().get("server_encoding")));
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > ASCII) {
                return false;
            }
        }
        return true;
    }
}
