package dev.sallyport.sql;

/** Which way a COPY moves rows. */
public enum CopyDirection {
    /** FROM STDIN: into the table. */
    IN,
    /** TO STDOUT: to the client. */
    OUT
}
