package dev.sallyport.sql;

/** What a statement does with a channel of LISTEN and NOTIFY. */
public record ChannelUse(String channel, Act act) {

    /** Nobody hears of UNLISTEN. */
    public enum Act {
        LISTEN,
        NOTIFY,
        /** With words that everybody who listens reads. */
        NOTIFY_WITH_PAYLOAD
    }
}
