package dev.sallyport.control;

import dev.sallyport.control.signin.HashCost;

/** So that tests that sign in hundreds of times do not spend their time on making that dear. */
public final class TestCost {
    public static final HashCost LEAST = new HashCost(64, 1);

    private TestCost() {}
}
