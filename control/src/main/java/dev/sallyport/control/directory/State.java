package dev.sallyport.control.directory;

import java.util.Locale;

/** Where somebody stands in their employment. */
public enum State {
    /** Known, and not here yet. */
    INVITED,
    ACTIVE,
    /** Here, and everything waits. */
    SUSPENDED,
    LEFT;

    /** As the record, the database and the API write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a word that is one. */
    static State of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
