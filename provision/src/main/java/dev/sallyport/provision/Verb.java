package dev.sallyport.provision;

/** What a row policy or a privilege is for. */
enum Verb {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
}
