package dev.sallyport.cli;

/** How what is done to what is described; an annotation takes nothing but constants. */
final class ActWords {
    static final String VERB = "see, insert, update, delete or export";

    static final String TARGET =
            "[ENV/]DATABASE.SCHEMA.TABLE[.COLUMN], as prod/ehr.hosp.patients.ssn";

    private ActWords() {}
}
