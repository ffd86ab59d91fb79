package dev.sallyport.provision;

/** One step that can be said in a sentence, run, and checked. */
sealed interface Change {

    /** What it is about: the wanted thing, or the one to go. */
    NativeObject object();

    /** Something is missing. */
    record Make(NativeObject object) implements Change {}

    /** Something is there and not as wanted. */
    record Mend(NativeObject observed, NativeObject object) implements Change {}

    /** Something is there and not wanted. */
    record Remove(NativeObject object) implements Change {}

    /** {@code + view nurse.patients}. */
    default String sentence() {
        return switch (this) {
            case Make make -> "+ " + make.object().key();
            case Mend mend -> "~ " + mend.object().key();
            case Remove remove -> "- " + remove.object().key();
        };
    }
}
