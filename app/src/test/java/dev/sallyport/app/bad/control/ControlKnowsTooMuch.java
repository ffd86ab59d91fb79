package dev.sallyport.app.bad.control;

import dev.sallyport.app.bad.cli.SampleUtil;

/** Breaks a rule, so that the rule is seen to work. */
public record ControlKnowsTooMuch(SampleUtil other) {}
