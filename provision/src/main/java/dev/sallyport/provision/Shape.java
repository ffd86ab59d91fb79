package dev.sallyport.provision;

/** A shape of policy SQL that was shown to leak; the compiler must never make one. */
enum Shape {
    FILTER_WITHOUT_BARRIER("a view that filters rows itself and is no security barrier"),
    UNFENCED_TABLE("rights on a table without row security"),
    UNFILTERED_ROWS("rows of a table without row security that nothing else keeps back"),
    KEY_WRITTEN("a right to write a primary key, which tells what keys exist"),
    FORGEABLE_SCOPE("rows that hang on a setting or on the current role"),
    POWERFUL_OWNER("a view or account with more power than its lens"),
    INVOKER_VIEW("a view that needs its reader's own rights on the table"),
    CALLABLE_FUNCTION("a way for people to call policy functions"),
    POLICY_FOR_A_GRANTABLE_ROLE("a row policy or lens that somebody could be a member of"),
    OWN_TABLE("a right on what Sallyport keeps for itself"),
    DIRECT_RIGHT("rights on a table for people or their groups"),
    WHOLE_TABLE("a right on every column of a table"),
    FROZEN_ROWS("rows kept in a materialized view"),
    UNCHECKED_WRITE("a row policy that does not check what is written"),
    RIGHT_BESIDE_ROW_SECURITY("a right that row security does not limit"),
    OPEN_TO_EVERYBODY("something for PUBLIC"),
    ENDLESS_POLICY("row policies that ask each other"),
    MEMBERSHIP_WITH_POWER("a membership that can be switched to or passed on");

    private final String words;

    Shape(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
