package dev.sallyport.control.directory;

/** What somebody who keeps Sallyport says of a person, where the source does not. */
public enum Standing {
    /** Everything waits. */
    SUSPENDED,
    /** As the source has it again. */
    READMITTED,
    /** From now on. */
    GONE
}
