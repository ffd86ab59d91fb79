package dev.sallyport.sql;

/** Why no person may run a statement, whatever the policy says. */
public enum Forbidden {
    /** A role may always change its own password, which would open a way around the gateway. */
    ACCOUNT("accounts are made and changed by the policy alone", "change the assignments instead"),
    /** The lexer agrees with the database only while these settings stand. */
    PINNED_SETTING("this setting is pinned by the gateway", "leave the setting as it is"),
    /** A setting, a lock or a notification says it again, of nobody and as often as is asked. */
    KEEPS_ROWS(
            "what rows hold is not put into settings, locks or notifications",
            "give the function a value of your own, as a literal or parameter"),
    /** Files and programs of the server are outside of every scope. */
    SERVER_FILE(
            "files and programs of the database server are closed to people",
            "use COPY with STDIN or STDOUT, or \\copy in psql");

    private final String reason;
    private final String instead;

    Forbidden(String reason, String instead) {
        this.reason = reason;
        this.instead = instead;
    }

    public String reason() {
        return reason;
    }

    public String instead() {
        return instead;
    }
}
