package dev.sallyport.wire;

/** How bad an error or notice is; after FATAL and PANIC the connection is closed. */
public enum Severity {
    ERROR,
    FATAL,
    PANIC,
    WARNING,
    NOTICE,
    DEBUG,
    INFO,
    LOG
}
