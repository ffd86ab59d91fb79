package dev.sallyport.sql;

/** Something a caller must know about a statement beside its effect. */
public enum Trait {
    /**
     * May change settings of the session in a way that cannot be read here: the next statement is
     * judged only after this one is done.
     */
    TOUCHES_SETTINGS,
    /** Brings code of its own (DO, CREATE FUNCTION …) that stands there only as a literal. */
    CARRIES_CODE
}
