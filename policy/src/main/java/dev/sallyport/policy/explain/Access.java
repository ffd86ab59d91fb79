package dev.sallyport.policy.explain;

/**
 * One way to a column: how it is shown or written, and of which rows. Names are for people;
 * definitions say whether two are the same.
 */
record Access(String how, String rows, String meaning) {

    /** {@code in clear, rows of my_clinics}. */
    String words() {
        return how.isEmpty() ? rows : how + ", " + rows;
    }
}
